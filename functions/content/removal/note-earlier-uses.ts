import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Revision } from '../contract/document.ts';
import { commonFields } from '../kinds/kinds.ts';
import type { Archive, HistoryReader } from '../ports.ts';
import { usesOf } from './file-uses.ts';
import type { EarlierUses, FileUses } from './ports.ts';

export interface EarlierDeps {
  earlierUses: EarlierUses;
  histories: Pick<HistoryReader, 'allHeads' | 'past'>;
  fileUses: Pick<FileUses, 'note'>;
  archive: Pick<Archive, 'body'>;
}

const page = 50;
const concurrency = 8;

/** Of long ago: nothing that is still on its way. */
const earlier = new Date(0).toISOString();

/**
 * Notes the uses of every document that was stored before uses were noted, once: until then nobody knows what shares a
 * file. Called again, it goes on where it got to. Returns whether all of them are noted; it stops when `isOver`.
 */
export async function noteEarlierUses(deps: EarlierDeps, isOver: () => boolean): Promise<boolean> {
  const progress = await deps.earlierUses.progress();
  let after = progress?.after;
  for (let done = progress?.done ?? false; !done; ) {
    if (isOver()) return false;
    const { items, next } = await deps.histories.allHeads({ limit: page, after });
    await mapConcurrently(items, { concurrency }, ({ slug }) => noteDocument(slug, deps));
    after = next;
    done = next === undefined;
    await deps.earlierUses.advance({ done, after });
  }
  return true;
}

async function noteDocument(slug: string, deps: EarlierDeps): Promise<void> {
  let after: string | undefined;
  do {
    const { items, next } = await deps.histories.past(slug, { limit: page, after });
    for (const revision of items) await noteRevision(revision, deps);
    after = next;
  } while (after !== undefined);
}

async function noteRevision(revision: Revision, { archive, fileUses }: EarlierDeps): Promise<void> {
  if (!revision.body) return;
  const { picture } = commonFields(revision.fields);
  const shown = Object.keys(revision.originals).length ? (await archive.body(revision.body)).pictures : [];
  const pictures = [...(picture ? [picture] : []), ...shown];
  await fileUses.note(usesOf({ ...revision, pictures }, { upload: revision.order, at: earlier }));
}
