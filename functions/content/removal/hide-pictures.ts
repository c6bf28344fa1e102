import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { ContentStore, UploadStore } from '../ports.ts';
import { hasUnread } from '../uploads/upload.ts';
import {
  type FileState,
  fileStateOf,
  isOfStay,
  type PictureFile,
  type Stay,
  usesInFlight,
} from './file-uses.ts';
import type { EdgeCopies, FileUses, Remakes, ShownPictures } from './ports.ts';

export interface LookDeps {
  fileUses: Pick<FileUses, 'of'>;
  content: Pick<ContentStore, 'lookUp'>;
  uploads: Pick<UploadStore, 'find'>;
  clock: Clock;
}

export interface HideDeps extends LookDeps {
  shownPictures: ShownPictures;
  edge: EdgeCopies;
  remakes: Remakes;
}

/** Files and uploads looked at at once. */
const concurrency = 4;

/**
 * How the documents that use a file stand now; what is being erased counts for nothing. A hand-in that noted a use and
 * then took another way, to another slug or to a refusal, is on its way no more once its upload is settled. What it
 * wrote was written by then, so the documents are looked at once more after the uploads.
 */
export async function lookAt(file: string, deps: LookDeps, erased?: Stay): Promise<FileState> {
  const { uses, heads, now } = await usesNow(file, deps, erased);
  const uploads = new Set(usesInFlight(uses, heads, now).map(({ upload }) => upload));
  const settled = await settledOf([...uploads], deps);
  if (!settled.size) return fileStateOf(uses, heads, now);
  const again = await usesNow(file, deps, erased);
  return fileStateOf(again.uses, again.heads, again.now, settled);
}

async function usesNow(file: string, { fileUses, content, clock }: LookDeps, erased: Stay | undefined) {
  const uses = (await fileUses.of(file)).filter((use) => !(erased && isOfStay(use, erased)));
  const slugs = [...new Set(uses.map(({ slug }) => slug))];
  const { heads } = slugs.length
    ? await content.lookUp({ slugs, filenames: [] })
    : { heads: new Map<string, never>() };
  return { uses, heads, now: clock.now() };
}

/** The uploads of which every manuscript has its result: no write of theirs succeeds any more. */
async function settledOf(ids: string[], { uploads }: LookDeps): Promise<Set<string>> {
  const settled = await mapConcurrently(ids, { concurrency }, async (id) => {
    const found = await uploads.find(id);
    return found && !hasUnread(found.upload, found.results) ? [id] : [];
  });
  return new Set(settled.flat());
}

/** How long a takedown waits for a hand-in that may show the picture, in milliseconds: it has a minute in all. */
const waitsFor = 30_000;

/**
 * Takes from their addresses those pictures that no published document shows. Whether one does is looked at again
 * after the deletion: one that a document came to show meanwhile is made again. Returns whether to come back: a hand-in
 * is on its way of which nobody knows yet whether it will show one of them.
 *
 * @param isRetry The call before may have died between the files and the edge.
 */
export async function hidePictures(
  pictures: readonly PictureFile[],
  since: string,
  isRetry: boolean,
  deps: HideDeps,
): Promise<PictureFile[]> {
  const looked = await mapConcurrently(pictures, { concurrency }, async (picture) => ({
    picture,
    turn: await turnOf(picture, since, deps),
  }));
  const hidden = looked.filter(({ turn }) => turn === 'hide').map(({ picture }) => picture);
  await dropCopies(await mapConcurrently(hidden, { concurrency }, (one) => remove(one, isRetry, deps)), deps);
  const unsettled = await mapConcurrently(looked, { concurrency }, async ({ picture, turn }) =>
    turn === 'wait' || (await isUnsettled(picture, deps)) ? [picture] : [],
  );
  return unsettled.flat();
}

async function turnOf(
  { file }: PictureFile,
  since: string,
  deps: HideDeps,
): Promise<'wait' | 'hide' | 'leave'> {
  const { inFlight, shown } = await lookAt(file, deps);
  if (shown) return 'leave';
  return inFlight && deps.clock.now().getTime() - Date.parse(since) < waitsFor ? 'wait' : 'hide';
}

/** The addresses it had, for the edge. CloudFront takes 3,000 of them at once, but 15 that end in `*`. */
async function remove(
  { media }: PictureFile,
  isRetry: boolean,
  { shownPictures }: HideDeps,
): Promise<string[]> {
  const paths = await shownPictures.remove(media);
  return paths.length || !isRetry ? paths : [`${media}*`];
}

async function dropCopies(paths: string[][], { edge }: HideDeps): Promise<void> {
  if (paths.flat().length) await edge.invalidate(paths.flat());
}

async function isUnsettled(picture: PictureFile, deps: HideDeps): Promise<boolean> {
  const { inFlight, shown } = await lookAt(picture.file, deps);
  // Also where nothing was deleted: it may have been by a call that died before it looked again.
  if (shown) await deps.remakes.request(picture);
  return inFlight && !shown;
}
