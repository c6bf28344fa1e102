import type { Picture } from '../contract/values.ts';
import { bodyKey, manuscriptKey } from '../documents/archive-keys.ts';
import type { IngestDeps } from '../uploads/ingest-upload.ts';
import { sourceOf } from '../uploads/manuscript-in-hand.ts';
import type { Results } from '../uploads/receipt.ts';
import { filesOf, type Upload } from '../uploads/upload.ts';
import type { PastState } from './history.ts';
import { nothingSaid, type ReadAnew } from './restored-state.ts';

/** An upload that brings documents back; its files are named by their SHA-256, histories by their slugs. */
export interface Restoring {
  upload: Upload;
  results: Results;
}

/** Whether all files of a state are in the upload: a long past comes in several. */
export const bringsFilesOf = ({ upload }: Restoring, { manuscript, pictures }: PastState): boolean => {
  const names = new Set(upload.files.map(({ name }) => name));
  return [manuscript ?? [], ...Object.values(pictures)].flat().every((name) => names.has(name));
};

/** Reads the files of a state as when they came first. */
export async function readAnew(
  state: PastState,
  restoring: Restoring,
  deps: IngestDeps,
): Promise<ReadAnew | { wrong: string }> {
  if (!state.manuscript) return nothingSaid(state.kind);
  const shelf = shelfFor(state, restoring);
  if ('wrong' in shelf) return shelf;
  const file = filesOf(restoring.upload, 'manuscripts').find(({ name }) => name === state.manuscript);
  const bytes = file && (await deps.uploadedFiles.read(file));
  if (!bytes || manuscriptKey(bytes) !== `manuscripts/${state.manuscript}`) return damaged(state);
  const read = await deps.reader.read({ name: state.name, bytes }, shelf);
  if (read.outcome === 'refused') return unreadable(state, read.notices[0]?.text);
  const { fields, body } = read;
  if (fields.kind !== state.kind) return damaged(state);
  await Promise.all([deps.archive.keepManuscript(bytes), deps.archive.keepBody(body)]);
  const source = sourceOf({ bytes, read });
  return {
    fields,
    source,
    body: bodyKey(body),
    manuscript: manuscriptKey(bytes),
    originals: shelf.originals,
  };
}

interface Shelf {
  pictures: Map<string, Picture>;
  originals: Record<string, string>;
}

/** The pictures of a state under the names they had. */
function shelfFor(
  { revision, pictures }: PastState,
  { upload, results }: Restoring,
): Shelf | { wrong: string } {
  const shelf: Shelf = { pictures: new Map(), originals: {} };
  for (const [name, hash] of Object.entries(pictures)) {
    const { picture, original } = results.get(upload.files.findIndex((file) => file.name === hash)) ?? {};
    if (!picture || original !== `originals/${hash}`) {
      return {
        wrong: `The picture “${name}” of revision ${revision} is damaged or cannot be read any more.`,
      };
    }
    shelf.pictures.set(name, { ...picture, name });
    shelf.originals[name] = original;
  }
  return shelf;
}

const damaged = ({ revision }: PastState) => ({
  wrong: `The manuscript of revision ${revision} is not the one its history names.`,
});

const unreadable = ({ revision }: PastState, why = '') => ({
  wrong: `Revision ${revision} cannot be read any more. ${why}`.trim(),
});
