import { isCameraRaw } from './tiff-tags.ts';

/** The first bytes by which a file shows what it is, whatever its name says. */
const signatures: [name: string, bytes: string, offset?: number][] = [
  ['a JPEG picture', 'ff d8 ff'],
  ['a PNG picture', '89 50 4e 47 0d 0a 1a 0a'],
  ['a GIF picture', '47 49 46 38 37 61'],
  ['a GIF picture', '47 49 46 38 39 61'],
  ['a WebP picture', '57 45 42 50', 8],
  ['a JPEG XL picture', 'ff 0a'],
  ['a JPEG XL picture', '00 00 00 0c 4a 58 4c 20'],
  ['a JPEG 2000 picture', '00 00 00 0c 6a 50 20 20'],
  ['a camera’s raw picture', '49 49 2a 00 10 00 00 00 43 52'],
  ['a TIFF picture', '49 49 2a 00'],
  ['a TIFF picture', '4d 4d 00 2a'],
  ['a TIFF picture', '49 49 2b 00'],
  ['a TIFF picture', '4d 4d 00 2b'],
  ['a camera’s raw picture', '49 49 55 00'],
  ['a camera’s raw picture', '49 49 52 4f'],
  ['a camera’s raw picture', '46 55 4a 49 46 49 4c 4d 43 43 44 2d 52 41 57'],
  ['a Photoshop file', '38 42 50 53'],
  ['a GIMP file', '67 69 6d 70 20 78 63 66'],
  ['a WMF drawing', 'd7 cd c6 9a'],
  ['a WMF drawing', '01 00 09 00 00 03'],
  ['an icon (ICO)', '00 00 01 00'],
  ['a PostScript file (EPS)', '25 21 50 53'],
  ['a PostScript file (EPS)', 'c5 d0 d3 c6'],
  ['a PDF document', '25 50 44 46 2d'],
  ['an RTF document', '7b 5c 72 74 66'],
  ['an old Word document (.doc)', 'd0 cf 11 e0 a1 b1 1a e1'],
  ['a gzip archive', '1f 8b'],
  ['a RAR archive', '52 61 72 21 1a 07'],
  ['a 7z archive', '37 7a bc af 27 1c'],
  ['an MP3 recording', '49 44 33'],
  ['a program', '7f 45 4c 46'],
];

/** What a zip archive holds, by a note or a name near its beginning. A short name may also be there by chance. */
const zipped: [name: string, sign: RegExp][] = [
  ['an OpenDocument text (.odt)', /mimetypeapplication\/vnd\.oasis\.opendocument\.text/],
  ['an EPUB book', /mimetypeapplication\/epub\+zip/],
  ['a Word document (.docx)', /word\//],
  ['a spreadsheet (.xlsx)', /xl\//],
];

/** What the content is, in words that fit into "This is …"; undefined if no known sign is there. */
export function fileTypeOf(bytes: Uint8Array): string | undefined {
  const found = signatures.find(([, sign, offset = 0]) => startsWith(bytes, sign, offset))?.[0];
  if (found) return found === 'a TIFF picture' && isCameraRaw(bytes) ? 'a camera’s raw picture' : found;
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (/^\0\0..ftyp/s.test(head)) return mediaTypeOf(head);
  const signs = (...all: [bytes: string, offset: number][]) =>
    all.every(([sign, offset]) => startsWith(bytes, sign, offset));
  if (signs(['01 00 00 00', 0], ['20 45 4d 46', 40])) return 'an EMF drawing';
  if (signs(['42 4d', 0], ['00 00 00 00', 6], ['00 00 00', 15])) return 'a BMP picture';
  if (head.startsWith('PK\u0003\u0004'))
    return zipped.find(([, sign]) => sign.test(head))?.[0] ?? 'a zip archive';
  return markupOf(Buffer.from(bytes.subarray(0, longestProlog)).toString('latin1'));
}

/** Programs write their licence, or what they know of the drawing, in a comment before the root. */
const longestProlog = 262_144;

/** ISO media: the first brand is what wrote it, the others are how it may be read. */
function mediaTypeOf(head: string): string {
  const brands = head.slice(8, Math.min(head.charCodeAt(3), head.length)).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => /^avi[fs]$/.test(brand))) return 'an AVIF picture';
  return brands.some((brand) => /^(?:he[iv][cmsx]|mif1|msf1)$/.test(brand)) ? 'a HEIC picture' : 'a video';
}

function markupOf(head: string): string | undefined {
  const text = fromRoot(head.replace(/^\u00ef\u00bb\u00bf/, ''));
  if (/^(?:<svg|<[\w.-]+:svg)[\s>]/i.test(text) || /^<!doctype\s+svg[\s>[]/i.test(text))
    return 'an SVG drawing';
  return /^(<!doctype html|<html[\s>])/i.test(text) ? 'a web page (HTML)' : undefined;
}

/** What comes before the root in XML, and how it ends. */
const beforeRoot = [
  ['<!--', '-->'],
  ['<?', '?>'],
] as const;

/** One part after the other: a pattern for all of them would try every way to tell them apart. */
function fromRoot(head: string): string {
  let markup = head.trimStart();
  for (;;) {
    const part = beforeRoot.find(
      ([begin, end]) => markup.startsWith(begin) && markup.includes(end, begin.length),
    );
    if (!part) return markup;
    const [begin, end] = part;
    markup = markup.slice(markup.indexOf(end, begin.length) + end.length).trimStart();
  }
}

function startsWith(bytes: Uint8Array, sign: string, offset: number): boolean {
  return sign.split(' ').every((byte, index) => bytes[offset + index] === Number.parseInt(byte, 16));
}

/** Whether it is a moving AVIF. Its first picture stands in it once more, as a still. */
export const isAvifSequence = (bytes: Uint8Array): boolean => startsWith(bytes, '66 74 79 70 61 76 69 73', 4);

/** libvips opens only what says of itself that it is a still. */
export function asStillAvif(bytes: Uint8Array): Uint8Array {
  if (!isAvifSequence(bytes)) return bytes;
  const still = Uint8Array.from(bytes);
  still.set(Buffer.from('avif'), 8);
  return still;
}
