import type { StoredHead } from '../contract/document.ts';
import type { IngestDeps } from '../uploads/ingest-upload.ts';
import type { History, PastState } from './history.ts';
import { bringsFilesOf, type Restoring } from './restore-files.ts';
import { currentOf, nextWrite } from './restore-step.ts';
import { leftToRestore } from './restored-state.ts';

/** `partly`: the rest of its past comes with another upload. */
export type Restored =
  | { outcome: 'restored' | 'partly' | 'there' | 'newer' | 'another'; head: StoredHead }
  | { outcome: 'refused'; text: string };

const mostAttempts = 12;

/**
 * Adds the states of a document that are not there yet, each with its own write and only to what was seen, so
 * that it can be begun again at any point and never covers what is newer.
 */
export async function restoreDocument(
  history: History,
  restoring: Restoring,
  deps: IngestDeps,
): Promise<Restored> {
  let added = false;
  for (let attempt = 0; attempt < mostAttempts; ) {
    if (attempt) await deps.backoff(attempt);
    const seen = (await deps.content.look({ slugs: [history.slug], names: [] })).heads.get(history.slug);
    const left = leftToRestore(seen, history);
    if (left.outcome !== 'left') return done(left.outcome, added, seen);
    const brought = (state: PastState) => bringsFilesOf(restoring, state);
    if (![left.states[0] ?? [], left.states.length < 2 ? currentOf(history) : []].flat().every(brought)) {
      return added && seen ? { outcome: 'partly', head: seen } : { outcome: 'refused', text: filesMissing };
    }
    const write = await nextWrite(history, { seen, states: left.states }, restoring, deps);
    if ('wrong' in write) return { outcome: 'refused', text: write.wrong };
    if ((await deps.content.write(write)) === 'written') added = true;
    else attempt++;
  }
  throw new Error(`Overtaken ${mostAttempts} times`);
}

const filesMissing = 'The files that its history names have not come with it.';

const done = (
  outcome: 'there' | 'newer' | 'another',
  added: boolean,
  seen: StoredHead | undefined,
): Restored => {
  if (!seen) throw new Error('Nothing stands where something was seen');
  return { outcome: outcome === 'there' && added ? 'restored' : outcome, head: seen };
};
