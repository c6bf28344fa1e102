/** The first bytes by which a file shows what it is, whatever its name says. */
const signatures: [name: string, bytes: string, offset?: number][] = [
  ['a JPEG picture', 'ff d8 ff'],
  ['a PNG picture', '89 50 4e 47 0d 0a 1a 0a'],
  ['a GIF picture', '47 49 46 38 37 61'],
  ['a GIF picture', '47 49 46 38 39 61'],
  ['a WebP picture', '57 45 42 50', 8],
  ['an AVIF picture', '66 74 79 70 61 76 69', 4],
  ['a HEIC picture', '66 74 79 70 68 65 69', 4],
  ['a HEIC picture', '66 74 79 70 6d 69 66 31', 4],
  ['a video', '66 74 79 70', 4],
  ['a TIFF picture', '49 49 2a 00'],
  ['a TIFF picture', '4d 4d 00 2a'],
  ['a PDF document', '25 50 44 46 2d'],
  ['an RTF document', '7b 5c 72 74 66'],
  ['an old Word document (.doc)', 'd0 cf 11 e0 a1 b1 1a e1'],
  ['a gzip archive', '1f 8b'],
  ['a RAR archive', '52 61 72 21 1a 07'],
  ['a 7z archive', '37 7a bc af 27 1c'],
  ['an MP3 recording', '49 44 33'],
  ['a program', '7f 45 4c 46'],
];

/** What a zip archive holds, by a name or a note near its beginning. */
const zipped: [name: string, sign: RegExp][] = [
  ['a Word document (.docx)', /word\//],
  ['a spreadsheet (.xlsx)', /xl\//],
  ['an OpenDocument text (.odt)', /mimetypeapplication\/vnd\.oasis\.opendocument\.text/],
  ['an EPUB book', /mimetypeapplication\/epub\+zip/],
];

/** What the content is, in words that fit into "This is …"; undefined if no known sign is there. */
export function fileTypeOf(bytes: Uint8Array): string | undefined {
  const found = signatures.find(([, sign, offset = 0]) => startsWith(bytes, sign, offset));
  if (found) return found[0];
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (head.startsWith('PK\u0003\u0004'))
    return zipped.find(([, sign]) => sign.test(head))?.[0] ?? 'a zip archive';
  return markupOf(withoutComments(head.replace(/^\s*<\?xml[^>]*>/i, '')));
}

function markupOf(text: string): string | undefined {
  if (/^<svg[\s>]/i.test(text)) return 'an SVG drawing';
  return /^(<!doctype html|<html[\s>])/i.test(text) ? 'a web page (HTML)' : undefined;
}

/** One comment after the other: a pattern for all of them would try every way to tell them apart. */
function withoutComments(text: string): string {
  let markup = text.trimStart();
  while (markup.startsWith('<!--') && markup.includes('-->', 4))
    markup = markup.slice(markup.indexOf('-->', 4) + 3).trimStart();
  return markup;
}

function startsWith(bytes: Uint8Array, sign: string, offset: number): boolean {
  return sign.split(' ').every((byte, index) => bytes[offset + index] === Number.parseInt(byte, 16));
}
