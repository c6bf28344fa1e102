import type { Notice } from '../contract/values.ts';
import { type FileResult, filesOf, isComplete, type ReceiptDocument, roleOf, type Upload } from './upload.ts';

/** What was read, refused and doubted of one upload, in plain words. */
export interface Receipt {
  id: string;
  state: 'waiting' | 'working' | 'done' | 'refused';
  documents: ReceiptDocument[];
  notices: Notice[];
}

/** What has become of files, by their number. */
export type Results = ReadonlyMap<number, FileResult>;

/** A form that was posted in its last moment may still be on its way. */
const graceMs = 60_000;

/** The receipt as it stands at `now`. */
export function receiptOf(upload: Upload, results: Results, now: Date): Receipt {
  const found = [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
  const documents = found.flatMap(({ document }) => document ?? []);
  const notices = found.flatMap((result) => result.notices);
  if (!isComplete(upload)) return incomplete(upload, documents, notices, now);
  const settled = filesOf(upload, 'manuscripts').every(({ number }) => results.has(number));
  const state = settled ? (documents.length ? 'done' : 'refused') : 'working';
  const nothing = settled && !filesOf(upload, 'manuscripts').length ? [picturesAlone(upload)] : [];
  return { id: upload.id, state, documents, notices: [...notices, ...nothing] };
}

function incomplete(upload: Upload, documents: ReceiptDocument[], notices: Notice[], now: Date): Receipt {
  const over = now.getTime() > Date.parse(upload.expires) + graceMs;
  const lines = upload.files.flatMap((file, number) => {
    if (!upload.arrived.includes(number)) return [over ? neverCame(file.name) : awaited(file.name)];
    return over && roleOf(file.type) === 'manuscripts' ? [notRead(file.name)] : [];
  });
  return { id: upload.id, state: over ? 'refused' : 'waiting', documents, notices: [...notices, ...lines] };
}

const awaited = (file: string): Notice => ({ level: 'note', file, text: 'Has not arrived yet.' });

const neverCame = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Never arrived, and its form has expired. Please hand the files in again.',
});

const notRead = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Was not read, because another file of this upload never arrived.',
});

const picturesAlone = ({ files }: Upload): Notice => ({
  level: 'error',
  file: files[0]?.name ?? '',
  text: 'Pictures come with the manuscript that shows them; there was no manuscript in this upload.',
});
