import { countOf } from './terminal.ts';

export interface ReceiptDocument {
  slug: string;
  kind: string;
  title: string;
  revision: number;
  status: string;
  url: string;
  /** It waits for an editor beside something newer than what it began from. */
  overtaken?: boolean;
}

export interface Notice {
  level: 'error' | 'warning' | 'note';
  file: string;
  line?: number;
  text: string;
}

/** What the press answers about an upload (`GET /api/uploads/{id}`). */
export interface Receipt {
  id: string;
  state: 'waiting' | 'working' | 'done' | 'refused';
  documents: ReceiptDocument[];
  notices: Notice[];
}

/** An upload's receipt with the manuscripts that were in it, in order. */
export interface SettledUpload extends Receipt {
  manuscripts: string[];
}

/** The receipt will not change any more. */
export const isSettled = ({ state }: Receipt): boolean => state === 'done' || state === 'refused';

export const hasErrors = ({ state, notices }: Receipt): boolean =>
  state === 'refused' || notices.some(({ level }) => level === 'error');

/** A note that the press has this file already, as it is. */
const isUnchanged = ({ level, text }: Notice): boolean => level === 'note' && text.startsWith('Unchanged:');

/** A picture that a manuscript shows is not there. The press begins its notice so. */
const isMissingPicture = ({ level, text }: Notice): boolean =>
  level === 'warning' && text.startsWith('Missing: the picture ');

/** Whether everything named is there now: nothing was refused or overtaken, and no picture is missing. */
export const hasEverything = (receipt: Receipt): boolean =>
  !hasErrors(receipt) &&
  !receipt.documents.some(({ overtaken }) => overtaken) &&
  !receipt.notices.some(isMissingPicture);

const signs = { error: '✗', warning: '!', note: '·' } as const;

/** All receipts of a command for the terminal: a remark that several files share stands at the end, once. */
export function receiptsLines(uploads: readonly SettledUpload[]): string[] {
  const shared = sharedRemarks(uploads);
  const own = uploads.map((upload) => ({
    ...upload,
    notices: upload.notices.filter((notice) => !shared.has(remarkKey(notice))),
  }));
  return [...own.flatMap(receiptLines), ...sharedLines([...shared.values()])];
}

/** What is said of files alike, such as a field that the press does not know. */
interface SharedRemark {
  first: Notice;
  files: Set<string>;
}

const remarkKey = ({ level, text }: Notice): string => `${level} ${text}`;

/** Warnings and notes on more than one file, by what they say. Files of different uploads may have the same name. */
function sharedRemarks(uploads: readonly SettledUpload[]): Map<string, SharedRemark> {
  const remarks = new Map<string, SharedRemark>();
  for (const { id, notices } of uploads)
    for (const notice of notices) {
      if (notice.level === 'error' || isUnchanged(notice)) continue;
      const remark = remarks.get(remarkKey(notice)) ?? { first: notice, files: new Set() };
      remark.files.add(`${id} ${notice.file}`);
      remarks.set(remarkKey(notice), remark);
    }
  return new Map([...remarks].filter(([, { files }]) => files.size > 1));
}

/** Warnings first, then what most files have. */
const sharedLines = (remarks: SharedRemark[]): string[] =>
  remarks
    .sort(
      (a, b) =>
        Number(a.first.level === 'note') - Number(b.first.level === 'note') || b.files.size - a.files.size,
    )
    .map(({ first, files }) => {
      const others = ` and ${countOf(files.size - 1, 'more file')}`;
      return `${signs[first.level]} ${placeOf(first)}${others}: ${first.text}`;
    });

const placeOf = ({ file, line }: Notice): string => (line ? `${file}:${line}` : file);

/** A receipt for the terminal: each document, directly followed by the notices about its file. */
export function receiptLines(upload: SettledUpload): string[] {
  const files = filesOf(upload);
  const lines = upload.documents.flatMap((document, at) => {
    const notices = upload.notices.filter(({ file }) => file === files[at]);
    return [documentLine(document, notices.some(isUnchanged)), ...noticeLines(notices)];
  });
  return [...lines, ...noticeLines(upload.notices.filter(({ file }) => !files.includes(file)))];
}

/** Notices as lines; equal notices about a file are one line. */
export function noticeLines(notices: readonly Notice[]): string[] {
  const remarks = notices.filter((notice) => !isUnchanged(notice));
  const alike = Map.groupBy(remarks, ({ level, file, text }) => [level, file, text].join('\n'));
  return [...alike.values()].flatMap(([first, ...more]) => (first ? [noticeLine(first, more.length)] : []));
}

function noticeLine(notice: Notice, more: number): string {
  const { level, text } = notice;
  return `${signs[level]} ${placeOf(notice)}: ${text}${more ? ` … and ${more} more like it` : ''}`;
}

function documentLine(
  { title, revision, status, url, overtaken }: ReceiptDocument,
  unchanged: boolean,
): string {
  if (overtaken) return `! ${title} — kept as a draft, revision ${revision}: something newer stands`;
  const became = unchanged ? 'unchanged' : `${status}, revision ${revision}`;
  if (status === 'published') return `✓ ${title} — ${became}: ${url}`;
  return `✓ ${title} — ${unchanged ? `unchanged, ${status}` : became}`;
}

/**
 * The file each document was made of: documents are in the order of the upload's manuscripts, and each refused
 * manuscript has an error. Empty when the numbers do not match.
 */
function filesOf({ manuscripts, documents, notices }: SettledUpload): string[] {
  const refused = new Set(notices.filter(({ level }) => level === 'error').map(({ file }) => file));
  const taken = manuscripts.filter((name) => !refused.has(name));
  return taken.length === documents.length ? taken : [];
}

/** The documents of an upload by the names of their files; empty when the numbers do not match. */
export const documentsByFile = (settled: SettledUpload): Map<string, ReceiptDocument> =>
  new Map(
    filesOf(settled).flatMap((name, at) => {
      const document = settled.documents[at];
      return document ? [[name, document] as const] : [];
    }),
  );

/** All receipts in one sentence: "38 documents taken, 3 of them unchanged; 4 files refused; 12 remarks." */
export function receiptSummary(receipts: readonly Receipt[]): string {
  const documents = receipts.reduce((sum, receipt) => sum + receipt.documents.length, 0);
  const notices = receipts.flatMap((receipt) => receipt.notices);
  const unchanged = notices.filter(isUnchanged).length;
  const remarks = notices.filter((notice) => notice.level !== 'error' && !isUnchanged(notice)).length;
  const settled = receipts.filter(isSettled);
  const unsettled = receipts.filter((receipt) => !isSettled(receipt));
  const parts = [
    `${countOf(documents, 'document')} taken${unchanged ? `, ${unchanged} of them unchanged` : ''}`,
    ...unlessNone(filesWithErrors(settled), 'file', ' refused'),
    ...unlessNone(filesWithErrors(unsettled), 'file', ' without a receipt'),
    ...unlessNone(remarks, 'remark'),
  ];
  return `${parts.join('; ')}.`;
}

/** Counted for each upload: files of different uploads may have the same name. */
const filesWithErrors = (receipts: readonly Receipt[]): number =>
  receipts.reduce((sum, { notices }) => {
    const errors = notices.filter(({ level }) => level === 'error');
    return sum + new Set(errors.map(({ file }) => file)).size;
  }, 0);

const unlessNone = (count: number, noun: string, suffix = ''): string[] =>
  count ? [`${countOf(count, noun)}${suffix}`] : [];
