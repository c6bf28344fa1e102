import { slugOf } from '../../runtime/slug.ts';
import type { Revision, StoredHead } from '../contract/document.ts';
import { termsOf } from '../documents/membership.ts';
import type { DocumentWrite } from '../ports.ts';
import type { IngestDeps } from '../uploads/ingest-upload.ts';
import type { History, PastState } from './history.ts';
import { type Restoring, readAnew } from './restore-files.ts';
import { headMeanwhile, restoredHead, restoredRevision } from './restored-state.ts';

/** The state that stands in the end; other ones may be newer, such as a writer's beside it. */
export const currentOf = ({ past, revision }: History): PastState[] =>
  past.filter((state) => state.revision === revision);

/** The oldest state that is missing; with the last one the document stands as it stood. */
export async function nextWrite(
  history: History,
  { seen, states }: { seen: StoredHead | undefined; states: PastState[] },
  restoring: Restoring,
  deps: IngestDeps,
): Promise<DocumentWrite | { wrong: string }> {
  const [state] = states;
  const revision = state && (await revisionFor(history.slug, state, restoring, deps));
  if (revision && 'wrong' in revision) return revision;
  const kept = revision?.status === 'deleted' ? undefined : revision;
  const name = state && history.names.includes(state.name) ? state.name : undefined;
  if (revision && states.length > 1) {
    return { seen, head: headMeanwhile(seen, revision), revision: kept, name };
  }
  const current = await currentRevision(history, revision, restoring, deps);
  if ('wrong' in current) return current;
  const head = restoredHead(history, current);
  await deps.content.keepTerms(head.status === 'published' ? spelledNames(head, history) : []);
  return { seen, head, revision: kept, name };
}

async function currentRevision(
  history: History,
  last: Revision | undefined,
  restoring: Restoring,
  deps: IngestDeps,
): Promise<Revision | { wrong: string }> {
  if (last?.revision === history.revision) return last;
  const [state] = currentOf(history);
  if (!state) return { wrong: `Its history does not tell revision ${history.revision}, which stands.` };
  return revisionFor(history.slug, state, restoring, deps);
}

async function revisionFor(
  slug: string,
  state: PastState,
  restoring: Restoring,
  deps: IngestDeps,
): Promise<Revision | { wrong: string }> {
  const read = await readAnew(state, restoring, deps);
  return 'wrong' in read ? read : restoredRevision(slug, state, read);
}

/** As the press spelled them, where it told. */
const spelledNames = (head: StoredHead, { spelled }: History) =>
  termsOf(head).map((name) => ({
    ...name,
    name: spelled.find((one) => one.kind === name.kind && slugOf(one.name) === name.slug)?.name ?? name.name,
  }));
