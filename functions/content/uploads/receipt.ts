import type { Notice } from '../contract/values.ts';
import {
  filesOf,
  isComplete,
  isRestoring,
  type ReceiptDocument,
  type Results,
  roleOf,
  type Upload,
} from './upload.ts';

/** What was read, refused and doubted of one upload, in plain words. */
export interface Receipt {
  id: string;
  state: 'waiting' | 'working' | 'done' | 'refused';
  documents: ReceiptDocument[];
  notices: Notice[];
}

/** A form that was posted just before it expired may still be on its way. */
const graceMs = 60_000;

/** The receipt as it stands at `now`. */
export function receiptOf(upload: Upload, results: Results, now: Date): Receipt {
  const inOrder = [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
  const documents = inOrder.flatMap(({ document }) => document ?? []);
  const notices = inOrder.flatMap((result) => result.notices);
  if (!isComplete(upload)) return incomplete(upload, documents, notices, now);
  const settled = filesOf(upload, 'manuscripts').every(({ number }) => results.has(number));
  const taken =
    documents.length > 0 || (isRestoring(upload) && notices.every(({ level }) => level !== 'error'));
  const state = settled ? (taken ? 'done' : 'refused') : 'working';
  const noManuscript = settled && !filesOf(upload, 'manuscripts').length ? [picturesAlone(upload)] : [];
  return { id: upload.id, state, documents, notices: [...notices, ...noManuscript] };
}

function incomplete(upload: Upload, documents: ReceiptDocument[], notices: Notice[], now: Date): Receipt {
  const expired = now.getTime() > Date.parse(upload.expires) + graceMs;
  const lines = upload.files.flatMap((file, number) => {
    if (!upload.arrived.includes(number))
      return [expired ? neverArrived(file.name) : notYetArrived(file.name)];
    return expired && roleOf(file.type) === 'manuscripts' ? [notRead(file.name)] : [];
  });
  return {
    id: upload.id,
    state: expired ? 'refused' : 'waiting',
    documents,
    notices: [...notices, ...lines],
  };
}

const notYetArrived = (file: string): Notice => ({ level: 'note', file, text: 'Has not arrived yet.' });

const neverArrived = (file: string): Notice => ({
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

/** A file that arrived and was deleted before it was read. */
export const takenAway = (file: string): Notice => ({
  level: 'error',
  file,
  text: 'Was taken away before it could be read. Please hand it in again.',
});
