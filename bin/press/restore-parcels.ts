import type { Handed } from './gather.ts';
import type { PastState } from './history.ts';
import { Problem } from './problem.ts';
import type { SavedDocument } from './read-backup.ts';

/** Uploads to be sent one after the other, and how many documents are whole when all have come. */
export interface Chain {
  uploads: Handed[][];
  documents: number;
}

/** The API takes at most 50 files an upload. */
const parcel = { files: 50, documents: 20, bytes: 40_000_000 };

/** Short pasts go together, a past too long for one upload goes in several.
 *  @param standing How many revisions of a document the press has already. */
export function chainsOf(saved: SavedDocument[], standing: (slug: string) => number): Chain[] {
  const chains: Chain[] = [];
  let open: Chain | undefined;
  for (const one of saved) {
    const uploads = stretchesOf(one, standing(one.history.slug));
    const [first = []] = uploads;
    const together = distinct([...(open?.uploads[0] ?? []), ...first]);
    if (uploads.length > 1) chains.push({ uploads, documents: 1 });
    else if (open && open.documents < parcel.documents && fits(together)) {
      open.uploads = [together];
      open.documents += 1;
    } else {
      open = { uploads, documents: 1 };
      chains.push(open);
    }
  }
  return chains;
}

/** Each with the history and with the files of the state that stands: whichever is the last needs them. */
function stretchesOf({ history, historyFile, files }: SavedDocument, standing: number): Handed[][] {
  const filesOf = ({ manuscript, pictures }: PastState): Handed[] =>
    [manuscript ?? [], ...Object.values(pictures)].flat().flatMap((hash) => files.get(hash) ?? []);
  const current = history.past.filter(({ revision }) => revision === history.revision).flatMap(filesOf);
  const always = [historyFile, ...current];
  const stretches = [distinct(always)];
  for (const state of history.past.filter(({ revision }) => revision > standing)) {
    const longer = distinct([...(stretches.at(-1) ?? []), ...filesOf(state)]);
    if (fits(longer)) stretches[stretches.length - 1] = longer;
    else stretches.push(distinct([...always, ...filesOf(state)]));
  }
  const tooMany = stretches.some(({ length }) => length > parcel.files);
  if (tooMany) throw new Problem(`“${history.slug}” shows more pictures at once than one upload holds.`);
  return stretches;
}

/** Documents may show the same picture, or have the same text: it goes once. */
const distinct = (files: Handed[]): Handed[] => [...new Map(files.map((file) => [file.name, file])).values()];

const fits = (files: Handed[]): boolean =>
  files.length <= parcel.files && files.reduce((sum, { bytes }) => sum + bytes, 0) <= parcel.bytes;
