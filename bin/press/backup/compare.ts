import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { type Press, Problem } from '../client.ts';
import { savedHistory, slugsIn } from './folder.ts';
import {
  type DocumentState,
  type History,
  type PastState,
  readHistory,
  readStableHistory,
  sameState,
} from './history.ts';

/**
 * What the press has of a saved document: `behind` nothing or a beginning, so that a restore continues it; `same` all
 * of it; `newer` more than is saved; `another` a document that is no version of the saved one.
 */
export type Comparison = 'behind' | 'same' | 'newer' | 'another';

export async function compareWithPress(
  saved: History,
  state: DocumentState | undefined,
  press: Press,
): Promise<Comparison> {
  if (!state) return 'behind';
  if (sameState(saved, state)) return 'same';
  const { slug, revisions, order } = state;
  if (state.since !== saved.since) return compareOthers(saved, state);
  if (saved.past.some((past) => past.revision === revisions && past.order === order)) return 'behind';
  const current = await readHistory(press, slug);
  return current ? compareHistories(saved, current.history) : 'newer';
}

/** Two documents that followed each other at one slug: where the older one is deleted or has moved, the newer can
 *  follow it. */
function compareOthers(saved: History, { status, order }: DocumentState): Comparison {
  if (order > saved.order) return 'newer';
  const isLeftBehind = status === 'deleted' || status === 'moved';
  return isLeftBehind && saved.since !== undefined ? 'behind' : 'another';
}

/** The orders of past states never change. The document's own also rises when a hand-in changes nothing. */
export function compareHistories(saved: History, current: History): Comparison {
  if (isBeginning(current.past, saved.past) || areOneDeletion(current, saved))
    return current.order > saved.order ? 'newer' : 'behind';
  return current.order >= saved.order && continues(current, saved) ? 'newer' : 'another';
}

const isBeginning = (past: PastState[], saved: PastState[]): boolean =>
  past.every(({ revision, order }) =>
    saved.some((state) => state.revision === revision && state.order === order),
  );

/** A deletion that is repeated only raises its order. */
const areOneDeletion = (current: History, saved: History): boolean =>
  current.status === 'deleted' && saved.status === 'deleted' && current.revisions === saved.revisions;

/** Whether a document's past continues the saved one. A document that was deleted since has no past to compare. */
export function continues(current: History, saved: History): boolean {
  const { status, revisions, past } = current;
  // Another document stands there now, which began after this one was saved.
  if (current.since !== saved.since) return current.since !== undefined && current.since >= saved.order;
  if (status === 'deleted') return revisions > saved.revisions || areOneDeletion(current, saved);
  const common = past.find(({ revision }) => revision === saved.revisions);
  if (common) return common.order === saved.past.at(-1)?.order;
  return (past[0]?.revision ?? 0) > saved.revisions;
}

/** Demands that what the press has goes on from what is saved. A press that was restored in part has less of some
 *  documents, or none; the folder keeps these as they are.
 *  @returns the slugs of which the folder has more.
 *  @throws Problem for the backup of another press, or of this one before it was set back and went on. */
export async function demandSamePress(
  folder: string,
  states: DocumentState[],
  press: Press,
  concurrency: number,
): Promise<string[]> {
  const known = new Set(states.map(({ slug }) => slug));
  const slugs = await slugsIn(folder);
  const unknown = slugs.filter((slug) => !known.has(slug));
  if (unknown[0] && unknown.length === slugs.length) {
    throw new Problem(
      `${folder} holds “${unknown[0]}”, which this press has never had: it is another press’s backup. Name a new folder.`,
    );
  }
  let conflict: string | undefined;
  const behind = await mapConcurrently(states, { concurrency }, async (state) => {
    if (conflict) return [];
    const saved = await savedHistory(folder, state.slug);
    if (saved && isBehind(state, saved)) return [state.slug];
    if (saved && !(await continuesSaved(saved, state, press))) conflict = state.slug;
    return [];
  });
  if (conflict) {
    throw new Problem(
      `${folder} holds a past of “${conflict}” that this press does not go on from: it is another press’s backup, or this press was set back since. It stays as it is. Name a new folder.`,
    );
  }
  return [...unknown, ...behind.flat()].sort();
}

/** A restore has got this far, and not to the end. */
const isBehind = ({ since, revisions, order }: DocumentState, saved: History): boolean =>
  since === saved.since &&
  revisions < saved.revisions &&
  saved.past.some((past) => past.revision === revisions && past.order === order);

async function continuesSaved(saved: History, state: DocumentState, press: Press): Promise<boolean> {
  if (sameState(saved, state)) return true;
  if (state.since === saved.since && isOlder(state, saved)) return false;
  return continues((await readStableHistory(press, state.slug)).history, saved);
}

/** With more revisions the order may fall: an editor's hand-in precedes a writer's that was opened later. */
const isOlder = (state: DocumentState, saved: DocumentState): boolean =>
  state.revisions < saved.revisions || (state.revisions === saved.revisions && state.order < saved.order);
