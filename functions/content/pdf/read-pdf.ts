import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { AttachedFile, Notice } from '../contract/values.ts';
import { fileTypeOf } from '../pictures/file-type.ts';
import {
  type MediaFile,
  type PictureEncoder,
  type RefusedPicture,
  readPicture,
} from '../pictures/read-picture.ts';
import { mostCharacters } from './most-characters.ts';
import type { OpenedPdf, PdfReader } from './pdf-reader.ts';

export interface PdfTools {
  pdfReader: Pick<PdfReader, 'open'>;
  encoder: PictureEncoder;
}

export interface ReadPdf {
  outcome: 'read';
  file: AttachedFile;
  /** Gzipped; absent where there is none. */
  text?: Uint8Array;
  /** The PDF as it came, and its cover in sizes. */
  files: MediaFile[];
  /** Warnings and notes. */
  notices: Notice[];
}

const mostBytes = 25_000_000;

/** Of the gzipped text: a file's result is one item of a table, with 400 KB at most. */
const mostText = 300_000;

/** In bytes, as JSON within JSON: Lambda answers with at most 6 MB, and the text of the document has to fit too. */
const mostEscaped = 3_000_000;

/** How a PDF becomes files; another number where the same one would become others. */
const settings = 'pdf 1';

/** How the addresses of all its files begin. */
const mediaOf = (bytes: Uint8Array): string =>
  `/media/${createHash('sha256').update(`${settings}\n`).update(bytes).digest('hex').slice(0, 20)}-`;

/** Reads a PDF: how many pages it has, its text, its first page as a cover. The file itself stays as it came. */
export async function readPdf(
  bytes: Uint8Array,
  name: string,
  { pdfReader, encoder }: PdfTools,
): Promise<ReadPdf | RefusedPicture> {
  const objection = notAPdf(bytes);
  if (objection) return refused(name, objection);
  const opened = await pdfReader.open(bytes);
  if (opened.outcome !== 'read') return refused(name, objections[opened.outcome]);
  const media = mediaOf(bytes);
  const path = `${media}${opened.pages}.pdf`;
  const cover = opened.cover && (await coverIn(opened.cover, name, media, encoder));
  const text = shortenedText(opened.text);
  return {
    outcome: 'read',
    file: {
      ...{ name, path, bytes: bytes.length, pages: opened.pages },
      ...(cover && { cover: cover.picture }),
    },
    ...(text.bytes && { text: text.bytes }),
    files: [{ path, type: 'application/pdf', bytes, inline: true }, ...(cover?.files ?? [])],
    notices: [...remarksOn(opened, text.isCut || opened.isCut), ...(cover ? [] : [noCover])].map(
      (remark) => ({
        ...remark,
        file: name,
      }),
    ),
  };
}

/** A picture in the sizes of any, at addresses that begin like the PDF's. */
async function coverIn(png: Uint8Array, name: string, media: string, encoder: PictureEncoder) {
  const read = await readPicture(png, name, encoder);
  if (read.outcome === 'refused') return undefined;
  const addressed = (path: string) => media + path.slice(path.lastIndexOf('-') + 1);
  const { src, variants, ...others } = read.picture;
  const picture = {
    ...others,
    src: addressed(src),
    variants: variants.map(({ path, ...variant }) => ({ ...variant, path: addressed(path) })),
  };
  return { picture, files: read.files.map(({ path, ...file }) => ({ ...file, path: addressed(path) })) };
}

/** As much of the text, gzipped, as has room. */
function shortenedText(text: string): { bytes?: Uint8Array; isCut: boolean } {
  if (!text) return { isCut: false };
  for (let length = Math.min(text.length, mostCharacters); ; length = Math.floor(length * 0.8)) {
    const kept = text.slice(0, length).toWellFormed();
    if (Buffer.byteLength(JSON.stringify(JSON.stringify(kept))) > mostEscaped) continue;
    const bytes = gzipSync(kept);
    if (bytes.length <= mostText) return { bytes: Uint8Array.from(bytes), isCut: length < text.length };
  }
}

type Remark = Pick<Notice, 'level' | 'text'>;

function remarksOn(
  {
    pages,
    readPages,
    emptyPages,
    badPages,
    hasScript,
    hasAttachments,
    isXfa,
  }: Extract<OpenedPdf, { pages: number }>,
  isCut: boolean,
): Remark[] {
  const warnings = [
    isXfa && 'This PDF is a form of Adobe’s own (XFA), which browsers do not show. Print it into a new PDF.',
    emptyPages === readPages
      ? `This PDF has no text that could be read: it is pictures of text, or does not say which letters it shows. Readers can
        look at it, but nobody can search it here. Export it anew from the program it was written in; of a scan, run text
        recognition (OCR) over it.`
      : emptyPages * 2 > readPages &&
        `${emptyPages} of ${readPages} pages have no text that could be read, so they cannot be searched.`,
    badPages > 0 &&
      `${badPages} of ${readPages} pages of this PDF are damaged: they and those behind them may not open for readers, and may not be found by a search. Export it again.`,
    (isCut || readPages < pages) &&
      'This PDF is so long that the text of its last pages is not kept for searching. The file itself is whole.',
  ];
  const notes = [
    hasScript &&
      'There is a program (JavaScript) in this PDF. It stays in the file, and the press never runs it.',
    hasAttachments &&
      'There are other files within this PDF. They stay in it, and readers can take them out.',
  ];
  return [...told('warning', warnings), ...told('note', notes)];
}

const told = (level: Notice['level'], texts: (string | false)[]): Remark[] =>
  texts.flatMap((text) => (text ? [{ level, text: text.replace(/\s+/g, ' ') }] : []));

const noCover: Remark = {
  level: 'warning',
  text: 'The first page of this PDF could not be drawn, so readers get the file without a cover.',
};

function notAPdf(bytes: Uint8Array): string | undefined {
  if (bytes.length > mostBytes)
    return 'This PDF is larger than 25 MB. Export it again with smaller pictures.';
  const type = fileTypeOf(bytes);
  if (type === 'a PDF document') return undefined;
  return `${type ? `This is ${type}` : 'This is no PDF'}, whatever its name says. Export it again as PDF.`;
}

const objections = {
  locked:
    'This PDF is locked with a password, so readers could not open it. Open it, print or export it to a new PDF without a password, and hand that in.',
  broken: 'This PDF is damaged or cut off and cannot be opened. Export it again and hand it in anew.',
  'too-slow':
    'This PDF took too long to open, so it was given up. Print it into a new PDF, or hand it in in parts.',
  'too-large':
    'This PDF takes too much memory to open. Print it into a new PDF with smaller pictures, or hand it in in parts.',
} as const;

const refused = (file: string, text: string): RefusedPicture => ({
  outcome: 'refused',
  notices: [{ level: 'error', file, text }],
});
