import type { StoredHead } from '../contract/document.ts';
import type { Picture } from '../contract/values.ts';
import type { IngestDeps } from './ingest-upload.ts';
import { type ManuscriptDraft, picturesIn, shelfOf } from './manuscript-in-hand.ts';
import type { Results } from './receipt.ts';

/**
 * A corrected manuscript may come without its pictures: those of the revision before stand in. Which one that
 * is shows only once the manuscript has been read, so it is read again, now with the earlier shelf.
 */
export async function withEarlierPictures(
  one: ManuscriptDraft,
  before: StoredHead | undefined,
  results: Results,
  { archive, reader }: IngestDeps,
): Promise<ManuscriptDraft> {
  if (!before || !one.read.missing.length) return one;
  const earlier: Map<string, Picture> = picturesIn(before.fields, await archive.body(before.body));
  if (!earlier.size) return one;
  const shelf = { pictures: shelfOf(results), earlier };
  const read = await reader.read({ name: one.file.name, bytes: one.bytes }, shelf);
  return read.outcome === 'read' ? { ...one, read } : one;
}
