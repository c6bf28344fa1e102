export interface ReceiptDocument {
  slug: string;
  kind: string;
  title: string;
  revision: number;
  status: string;
  url: string;
}

export interface Notice {
  level: 'error' | 'warning' | 'note';
  file: string;
  line?: number;
  text: string;
}

/** What the press answers about an upload (`GET /api/uploads/{id}`). */
export interface Receipt {
  id: string;
  state: 'waiting' | 'working' | 'done' | 'refused';
  documents: ReceiptDocument[];
  notices: Notice[];
}

/** Nothing more will come of it. */
export const isSettled = ({ state }: Receipt): boolean => state === 'done' || state === 'refused';

export const hasErrors = ({ state, notices }: Receipt): boolean =>
  state === 'refused' || notices.some(({ level }) => level === 'error');

/** The press says so of a file that it has already, as it is. */
export const isUnchanged = ({ level, text }: Notice): boolean =>
  level === 'note' && text.startsWith('Unchanged:');
