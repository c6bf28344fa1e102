import { constants, deflateRawSync, deflateSync } from 'node:zlib';

/** What a PDF is made of, besides its page; the numbers are those of its objects. */
interface Parts {
  /** Of the one page: operators. */
  content?: string;
  /** In place of 4, the content: an object, as text or bytes. */
  contentObject?: string | Buffer;
  mediaBox?: string;
  /** Added to the catalogue, to the page and to the trailer. */
  catalogue?: string;
  page?: string;
  trailer?: string;
  pages?: string;
  /** From 6 on. */
  more?: (string | Buffer)[];
}

const greeting = 'BT /F1 24 Tf 50 700 Td (Rents are frozen) Tj ET 0.8 0.1 0.1 rg 50 50 200 200 re f';

/** A PDF of one page, written by hand: smaller and stranger than any program makes one. */
export function aPdfOf({
  content = greeting,
  contentObject = stream(Buffer.from(content)),
  mediaBox = '[0 0 595 842]',
  catalogue = '',
  page = '',
  trailer = '',
  pages = '/Kids[3 0 R]/Count 1',
  more = [],
}: Parts = {}): Buffer {
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${catalogue}>>`,
    `<</Type/Pages${pages}>>`,
    `<</Type/Page/Parent 2 0 R/MediaBox${mediaBox}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</I 6 0 R>>>>${page}>>`,
    contentObject,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...more,
  ];
  let file = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n', 'latin1');
  const offsets: number[] = [];
  for (const [at, object] of objects.entries()) {
    offsets.push(file.length);
    const begin = Buffer.from(`${at + 1} 0 obj\n`);
    file = Buffer.concat([file, begin, Buffer.from(object), Buffer.from('\nendobj\n')]);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(end)]);
}

export const stream = (bytes: Uint8Array, entries = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`<</Length ${bytes.length}${entries}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);

/** Opens with no password: the sums in it fit none. */
export const aLockedPdf = (): Buffer =>
  aPdfOf({
    trailer: `/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>>>/ID[<00><00>]`,
  });

/** So many megabytes of one byte, compressed twice: a few kilobytes. */
export function bomb(megabytes: number, byte = ' '): Buffer {
  const piece = deflateRawSync(Buffer.alloc(1_000_000, byte), { finishFlush: constants.Z_FULL_FLUSH });
  const once = Buffer.concat([Buffer.from('789c', 'hex'), ...Array.from({ length: megabytes }, () => piece)]);
  return deflateSync(once, { level: 9 });
}

export const twiceCompressed = '/Filter[/FlateDecode/FlateDecode]';
