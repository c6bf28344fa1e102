import type { Status } from '../../../content/contract/document.ts';

const inWords: Readonly<Record<Status, string>> = {
  published: 'Published',
  scheduled: 'Scheduled',
  draft: 'Draft',
  withdrawn: 'Withdrawn',
  deleted: 'Deleted',
  moved: 'Moved',
};

export const StateMark = ({ status }: { status: Status }) => (
  <span class={`state ${status}`}>{inWords[status]}</span>
);
