import { isUnchanged, type Notice, type Receipt, type ReceiptDocument } from './receipt.ts';

/** An upload's receipt with the manuscripts that were in it, in order. */
export interface SettledUpload extends Receipt {
  manuscripts: string[];
}

const signs = { error: '✗', warning: '!', note: '·' } as const;

/** A receipt for the terminal: each document, directly followed by what there is to say of its file. */
export function receiptLines(upload: SettledUpload): string[] {
  const files = filesOf(upload);
  const told = upload.documents.flatMap((document, at) => {
    const notices = upload.notices.filter(({ file }) => file === files[at]);
    return [documentLine(document, notices.some(isUnchanged)), ...noticeLines(notices)];
  });
  return [...told, ...noticeLines(upload.notices.filter(({ file }) => !files.includes(file)))];
}

/** Notices as lines; what is said more than once of a file is said once. */
export function noticeLines(notices: readonly Notice[]): string[] {
  const remarks = notices.filter((notice) => !isUnchanged(notice));
  const alike = Map.groupBy(remarks, ({ level, file, text }) => [level, file, text].join('\n'));
  return [...alike.values()].flatMap(([first, ...more]) => (first ? [noticeLine(first, more.length)] : []));
}

function noticeLine({ level, file, line, text }: Notice, more: number): string {
  const place = line ? `${file}:${line}` : file;
  return `${signs[level]} ${place}: ${text}${more ? ` … and ${more} more like it` : ''}`;
}

function documentLine({ title, revision, status, url }: ReceiptDocument, unchanged: boolean): string {
  const became = unchanged ? 'unchanged' : `${status}, revision ${revision}`;
  if (status === 'published') return `✓ ${title} — ${became}: ${url}`;
  return `✓ ${title} — ${unchanged ? `unchanged, ${status}` : became}`;
}

/**
 * The files the documents came from: the press tells both in the order of the upload, and gives every
 * manuscript that it refused an error. Empty where that does not come out even.
 */
function filesOf({ manuscripts, documents, notices }: SettledUpload): string[] {
  const refused = new Set(notices.filter(({ level }) => level === 'error').map(({ file }) => file));
  const taken = manuscripts.filter((name) => !refused.has(name));
  return taken.length === documents.length ? taken : [];
}
