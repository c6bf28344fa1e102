import type { Press } from './find-press.ts';
import { type History, type PastState, readHistory, type Standing, sameStanding } from './history.ts';

/** `left`: to be restored, or the rest of it. `another`: no version of what the backup has. */
export type StateInPress = 'left' | 'there' | 'newer' | 'another';

/** What the press has of a document in a backup. It takes up what continues its own past, and keeps what is newer. */
export async function stateInPress(
  saved: History,
  standing: Standing | undefined,
  press: Press,
): Promise<StateInPress> {
  if (!standing) return 'left';
  if (sameStanding(saved, standing)) return 'there';
  const { slug, revisions, order } = standing;
  if (saved.past.some((state) => state.revision === revisions && state.order === order)) return 'left';
  const there = await readHistory(press, slug);
  return there ? compared(saved, there.history) : 'newer';
}

/** Orders of past states never change. That of the document rises also when a hand-in changes nothing. */
export function compared(saved: History, there: History): StateInPress {
  if (isBeginning(there.past, saved.past)) return there.order > saved.order ? 'newer' : 'left';
  return there.order >= saved.order && continues(there, saved) ? 'newer' : 'another';
}

const isBeginning = (past: PastState[], saved: PastState[]): boolean =>
  past.every(({ revision, order }) =>
    saved.some((state) => state.revision === revision && state.order === order),
  );

/** Whether a document's past goes on from what is saved. What was deleted since has no past to compare. */
export function continues({ status, revisions, past }: History, saved: History): boolean {
  if (status === 'deleted') return revisions > saved.revisions;
  const met = past.find(({ revision }) => revision === saved.revisions);
  if (met) return met.order === saved.past.at(-1)?.order;
  return (past[0]?.revision ?? 0) > saved.revisions;
}
