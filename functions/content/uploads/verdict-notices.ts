import { isLive, type StoredHead } from '../contract/document.ts';
import type { Notice } from '../contract/values.ts';
import type { Decision } from '../documents/next-state.ts';
import type { MarkerWrite } from '../ports.ts';

interface Decided {
  seen: StoredHead | undefined;
  decision: Exclude<Decision, { outcome: 'deleted' }>;
  warning?: string;
  markers: MarkerWrite[];
}

/** What the receipt says of how a manuscript became a document, beyond what reading it showed. */
export function decisionNotices(file: string, { seen, decision, warning, markers }: Decided): Notice[] {
  const moved = markers.map(({ head }) => head.slug);
  const said = (level: Notice['level'], text: string | undefined): Notice[] =>
    text ? [{ level, file, text }] : [];
  return [
    ...said('warning', warning),
    ...said('note', moved.length ? `Old addresses lead here now: ${moved.join(', ')}.` : undefined),
    ...said(
      'note',
      decision.outcome === 'unchanged' ? 'Unchanged: the press has exactly this already.' : undefined,
    ),
    ...said('note', firstDraft(decision)),
    ...said('warning', doubt(decision, seen)),
  ];
}

const firstDraft = ({ outcome, head }: Decided['decision']): string | undefined =>
  outcome === 'taken' && head.byWriter ? 'Kept as a draft: an editor hands it in to publish it.' : undefined;

function doubt(decision: Decided['decision'], seen: StoredHead | undefined): string | undefined {
  switch (decision.outcome) {
    case 'stale':
      return `A newer version had come in already. This one is kept as revision ${decision.revision.revision}, and
        readers do not see it.`.replace(/\s+/g, ' ');
    case 'beside':
      return `Kept as revision ${decision.revision.revision} beside the ${decision.head.status} one, which stays as it
        is until an editor hands this in.`.replace(/\s+/g, ' ');
    case 'taken':
      return isLive(seen) && seen.status === 'published' && decision.head.status === 'draft'
        ? 'It was published and is a draft now: readers do not see it any more.'
        : undefined;
    case 'unchanged':
      return undefined;
  }
}
