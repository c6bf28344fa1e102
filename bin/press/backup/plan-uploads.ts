import type { UploadFile } from '../gather.ts';
import type { PastState } from './history.ts';
import type { SavedDocument } from './read-backup.ts';

/** Uploads to be sent one after the other, and how many documents are whole when all have been read. */
export interface UploadSequence {
  uploads: UploadFile[][];
  documents: number;
}

export interface UploadPlan {
  sequences: UploadSequence[];
  /** Slugs of documents with a revision that has more files than one upload holds. */
  tooLarge: string[];
}

/** The API takes at most 50 files an upload. */
const limits = { files: 50, bytes: 40_000_000, documents: 20 };

/** Puts documents with short pasts into one upload together, and a long past into several.
 *  @param revisionsInPress How many revisions of a document the press has already. */
export function planUploads(saved: SavedDocument[], revisionsInPress: (slug: string) => number): UploadPlan {
  const sequences: UploadSequence[] = [];
  const tooLarge: string[] = [];
  let open: UploadSequence | undefined;
  for (const one of saved) {
    const { slug } = one.history;
    const uploads = uploadsOf(one, revisionsInPress(slug));
    const together = distinct([...(open?.uploads[0] ?? []), ...(uploads?.[0] ?? [])]);
    if (!uploads) tooLarge.push(slug);
    else if (uploads.length > 1) sequences.push({ uploads, documents: 1 });
    else if (open && open.documents < limits.documents && fits(together)) {
      open.uploads = [together];
      open.documents += 1;
    } else {
      open = { uploads, documents: 1 };
      sequences.push(open);
    }
  }
  return { sequences, tooLarge };
}

/** The uploads of one document, in order, each with its history. The last one also has the files of the current
 *  revision, because only the last upload publishes the document again.
 *  @returns undefined when a revision has more files than one upload holds. */
function uploadsOf(
  { history, historyFile, files }: SavedDocument,
  revisionsInPress: number,
): UploadFile[][] | undefined {
  const filesOf = ({ manuscript, pictures }: PastState): UploadFile[] =>
    [manuscript ?? [], ...Object.values(pictures)].flat().flatMap((hash) => files.get(hash) ?? []);
  const current = history.past.filter(({ revision }) => revision === history.revision).flatMap(filesOf);
  const missing = history.past.filter(({ revision }) => revision > revisionsInPress).map(filesOf);
  const last = [...(missing.pop() ?? []), ...current];
  const uploads: UploadFile[][] = [];
  for (const part of [...missing, last]) {
    const longer = distinct([...(uploads.at(-1) ?? [historyFile]), ...part]);
    if (fits(longer) || !uploads.length) uploads.splice(-1, 1, longer);
    else uploads.push(distinct([historyFile, ...part]));
  }
  return uploads.every(({ length }) => length <= limits.files) ? uploads : undefined;
}

/** Documents may share pictures and text; each file is sent once. */
const distinct = (files: UploadFile[]): UploadFile[] => [
  ...new Map(files.map((file) => [file.name, file])).values(),
];

const fits = (files: UploadFile[]): boolean =>
  files.length <= limits.files && files.reduce((sum, { bytes }) => sum + bytes, 0) <= limits.bytes;
