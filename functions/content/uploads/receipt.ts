import { posix } from 'node:path';
import type { Notice } from '../contract/values.ts';
import {
  filesOf,
  isComplete,
  isRestoring,
  type ReceiptDocument,
  type Results,
  type Upload,
} from './upload.ts';

/** What was read, refused and doubted of one upload, in plain words. `done` and `refused` are final. */
export interface Receipt {
  id: string;
  state: 'waiting' | 'working' | 'done' | 'refused';
  documents: ReceiptDocument[];
  notices: Notice[];
}

/**
 * The receipt of what is stored: no clock decides what it ends with.
 * @param allArrived Every file is known to have arrived, if not to have been read.
 */
export function receiptOf(upload: Upload, results: Results, { allArrived = false } = {}): Receipt {
  const { id, missing } = upload;
  if (missing) return { id, state: 'refused', documents: [], notices: closedNotices(upload, missing) };
  const inOrder = [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
  const documents = inOrder.flatMap(({ document }) => document ?? []);
  const notices = inOrder.flatMap((result) => result.notices);
  if (isComplete(upload)) return complete(upload, results, { documents, notices });
  const line = allArrived ? notYetRead : notYetReady;
  const unready = upload.files.flatMap(({ name }, number) =>
    upload.ready.includes(number) ? [] : line(name),
  );
  return { id, state: allArrived ? 'working' : 'waiting', documents, notices: [...notices, ...unready] };
}

function complete(
  upload: Upload,
  results: Results,
  { documents, notices }: Pick<Receipt, 'documents' | 'notices'>,
): Receipt {
  const { id } = upload;
  const manuscripts = filesOf(upload, 'manuscripts').map(({ number }) => results.get(number));
  if (!manuscripts.length) {
    return { id, state: 'refused', documents, notices: [...notices, picturesAlone(upload)] };
  }
  if (manuscripts.includes(undefined)) return { id, state: 'working', documents, notices };
  // The result of a document that was deleted since is blank; that of a refused manuscript never is.
  const taken = isRestoring(upload)
    ? documents.length > 0 || isFaultless(notices)
    : manuscripts.some((result) => result && (result.document || isFaultless(result.notices)));
  const state = taken ? 'done' : 'refused';
  return { id, state, documents, notices: [...notices, ...unnamedPdfs(upload, results)] };
}

/** Pictures that no text shows are left out in silence; a PDF is too much of a work for that. */
function unnamedPdfs(upload: Upload, results: Results): Notice[] {
  const manuscripts = filesOf(upload, 'manuscripts').map(({ number }) => results.get(number));
  if (isRestoring(upload) || manuscripts.some((result) => !result?.document)) return [];
  const brought = manuscripts.map((result) => result?.brings);
  return filesOf(upload, 'pictures')
    .filter(({ number }) => results.get(number)?.file)
    .filter(({ name }) => !brought.includes(name))
    .map(({ name }) => notBrought(name));
}

const notBrought = (file: string): Notice => ({
  level: 'warning',
  file,
  text: `No text of this upload names this PDF, so readers do not get it. Write \`file: ${posix.basename(file)}\` into the front matter of the text that it belongs to.`,
});

const isFaultless = (notices: Notice[]): boolean => notices.every(({ level }) => level !== 'error');

/** Nothing of a closed upload is taken, so what was read of it is not told. */
const closedNotices = ({ files }: Upload, missing: number[]): Notice[] =>
  files.map(({ name }, number) => (missing.includes(number) ? neverArrived(name) : notTaken(name)));

const notYetReady = (file: string): Notice => ({
  level: 'note',
  file,
  text: 'Has not arrived yet, or has not been read yet.',
});

const notYetRead = (file: string): Notice => ({
  level: 'note',
  file,
  text: 'Has arrived, and has not been read yet. It will be; there is no need to hand it in again.',
});

const neverArrived = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Did not arrive in time for its form. Please hand the files in again.',
});

const notTaken = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Was not taken, because another file of this upload did not arrive in time.',
});

const picturesAlone = ({ files }: Upload): Notice => ({
  level: 'error',
  file: files[0]?.name ?? '',
  text: 'Pictures come with the manuscript that shows them; there was no manuscript in this upload.',
});

/** A file that arrived and was deleted before it was read. */
export const takenAway = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Was taken away before it could be read. Please hand it in again.',
});
