import type { UploadFile } from '../gather.ts';
import type { History, PastState } from './history.ts';
import type { SavedDocument } from './read-backup.ts';

/** Uploads to be sent one after the other, and how many documents are whole when all have been read. */
export interface UploadSequence {
  /** Of a document whose revisions have more files than one upload holds: its pictures, sent before the uploads. */
  ahead?: { document: SavedDocument; pictures: UploadFile[][] };
  uploads: UploadFile[][];
  documents: number;
}

/** The API takes at most 50 files an upload. */
const limits = { files: 50, bytes: 40_000_000, documents: 20 };

/** Puts documents with short pasts into one upload together, and a long past into several.
 *  @param revisionsInPress How many revisions of a document the press has already. */
export function planUploads(
  saved: SavedDocument[],
  revisionsInPress: (slug: string) => number,
): UploadSequence[] {
  const sequences: UploadSequence[] = [];
  let open: UploadSequence | undefined;
  for (const one of saved) {
    const planned = sequenceOf(one, revisionsInPress(one.history.slug));
    const together = distinct([...(open?.uploads[0] ?? []), ...(planned.uploads[0] ?? [])]);
    if (planned.ahead || planned.uploads.length > 1) sequences.push(planned);
    else if (open && open.documents < limits.documents && fits(together)) {
      open.uploads = [together];
      open.documents += 1;
    } else {
      open = planned;
      sequences.push(open);
    }
  }
  return sequences;
}

/** The uploads of one document, in order, each with its history. The last one also has the files of the current
 *  revision, because only the last upload publishes the document again. */
function sequenceOf(document: SavedDocument, revisionsInPress: number): UploadSequence {
  const { history, historyFile, files } = document;
  const filesOf = ({ manuscript, pictures }: PastState): UploadFile[] =>
    [manuscript ?? [], ...Object.values(pictures)].flat().flatMap((hash) => files.get(hash) ?? []);
  const current = history.past.filter(({ revision }) => revision === history.revision).flatMap(filesOf);
  const missing = history.past.filter(({ revision }) => revision > revisionsInPress).map(filesOf);
  const last = [...(missing.pop() ?? []), ...current];
  const parts = [...missing, last];
  const pictures = picturesAhead(parts, history);
  const isAhead = new Set(pictures.map(({ name }) => name));
  const uploads = inUploads(
    parts.map((part) => part.filter(({ name }) => !isAhead.has(name))),
    historyFile,
  );
  if (!pictures.length) return { uploads, documents: 1 };
  const ahead = inUploads(
    pictures.map((picture) => [picture]),
    historyFile,
  );
  const withoutHistory = ahead.map((upload) => upload.filter(({ name }) => name !== historyFile.name));
  return { ahead: { document, pictures: withoutHistory }, uploads, documents: 1 };
}

/** The pictures of every part that no upload can hold. */
function picturesAhead(parts: UploadFile[][], { past }: History): UploadFile[] {
  const tooLarge = parts.map(distinct).filter(({ length }) => length + 1 > limits.files);
  const manuscripts = new Set(past.map(({ manuscript }) => manuscript));
  return distinct(tooLarge.flat()).filter(({ name }) => !manuscripts.has(name));
}

/** Fills uploads with whole parts, each with the history. */
function inUploads(parts: UploadFile[][], historyFile: UploadFile): UploadFile[][] {
  const uploads: UploadFile[][] = [];
  for (const part of parts) {
    const longer = distinct([...(uploads.at(-1) ?? [historyFile]), ...part]);
    if (fits(longer) || !uploads.length) uploads.splice(-1, 1, longer);
    else uploads.push(distinct([historyFile, ...part]));
  }
  return uploads;
}

/** Documents may share pictures and text; each file is sent once. */
const distinct = (files: UploadFile[]): UploadFile[] => [
  ...new Map(files.map((file) => [file.name, file])).values(),
];

const fits = (files: UploadFile[]): boolean =>
  files.length <= limits.files && files.reduce((sum, { bytes }) => sum + bytes, 0) <= limits.bytes;
