import type { Notice } from './document.ts';
import type { Verdict } from './next-state.ts';
import type { MarkerWrite } from './ports.ts';
import { isLive, type StoredHead } from './stored-head.ts';

interface Decided {
  seen: StoredHead | undefined;
  verdict: Exclude<Verdict, { outcome: 'deleted' }>;
  warning?: string;
  markers: MarkerWrite[];
}

/** What the receipt says of how a manuscript became a document, beyond what reading it showed. */
export function verdictNotices(file: string, { seen, verdict, warning, markers }: Decided): Notice[] {
  const moved = markers.map(({ head }) => head.slug);
  const said = (level: Notice['level'], text: string | undefined): Notice[] =>
    text ? [{ level, file, text }] : [];
  return [
    ...said('warning', warning),
    ...said('note', moved.length ? `Old addresses lead here now: ${moved.join(', ')}.` : undefined),
    ...said(
      'note',
      verdict.outcome === 'unchanged' ? 'Unchanged: the press has exactly this already.' : undefined,
    ),
    ...said('note', firstDraft(verdict)),
    ...said('warning', doubt(verdict, seen)),
  ];
}

const firstDraft = ({ outcome, head }: Decided['verdict']): string | undefined =>
  outcome === 'taken' && head.byWriter ? 'Kept as a draft: an editor hands it in to publish it.' : undefined;

function doubt(verdict: Decided['verdict'], seen: StoredHead | undefined): string | undefined {
  switch (verdict.outcome) {
    case 'stale':
      return `A newer version had come in already. This one is kept as revision ${verdict.revision.revision}, and
        readers do not see it.`.replace(/\s+/g, ' ');
    case 'beside':
      return `Kept as revision ${verdict.revision.revision} beside the ${verdict.head.status} one, which stays as it
        is until an editor hands this in.`.replace(/\s+/g, ' ');
    case 'taken':
      return isLive(seen) && seen.status === 'published' && verdict.head.status === 'draft'
        ? 'It was published and is a draft now: readers do not see it any more.'
        : undefined;
    case 'unchanged':
      return undefined;
  }
}
