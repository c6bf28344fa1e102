import { createHash } from 'node:crypto';
import type { Notice, Picture } from '../contract/values.ts';
import { fileTypeOf } from './file-type.ts';
import { widths } from './picture.ts';

/** A file to be stored under its site path (`/media/…`); never changes once written. */
export interface MediaFile {
  path: string;
  type: string;
  bytes: Uint8Array;
}

export interface ReadPicture {
  outcome: 'read';
  /** Without alt, credit and caption: those stand in the manuscript that shows it. */
  picture: Picture;
  files: MediaFile[];
}

export interface RefusedPicture {
  outcome: 'refused';
  notices: Notice[];
}

/** What a picture's header says; width and height as it is to be seen, in pixels, of one frame. */
export interface Measured {
  width: number;
  height: number;
  frames: number;
  transparent: boolean;
  /** It has a palette, as drawings and screenshots do. */
  palette: boolean;
}

export type PictureType = 'image/webp' | 'image/jpeg' | 'image/png' | 'image/gif';

/** A file to be made from a picture. */
export interface VariantSpec {
  width: number;
  type: PictureType;
  /** Without loss, where that is smaller. */
  exact?: boolean;
}

export type Encoding =
  | { outcome: 'encoded'; files: { width: number; height: number; type: PictureType; bytes: Uint8Array }[] }
  | { outcome: 'broken' }
  | { outcome: 'too-slow' };

/** Decodes and encodes pictures. The same bytes give the same files, upright, in sRGB, without metadata. */
export interface PictureEncoder {
  /** Reads the header alone; undefined if it is not that of a picture. */
  measure(bytes: Uint8Array): Promise<Measured | undefined>;
  encode(bytes: Uint8Array, measured: Measured, variants: VariantSpec[]): Promise<Encoding>;
}

/** How a picture becomes files. Where the same picture would become others, they get new settings, so that a path never
 *  changes its content: since the second, what has a palette stays sharp. */
type Settings = '1' | '2';
const mostBytes = 25 * 1024 * 1024;
const mostPixels = 40_000_000;
/** WebP's own limit is 16,383. */
const longestSide = 16_000;
const kinds = ['a JPEG picture', 'a PNG picture', 'a WebP picture', 'a GIF picture'];

/** Makes the sized variants of one picture; refuses what is no picture, is broken or too large, in plain words.
 *  @param media How the addresses of its files begin that are to be made again. */
export async function readPicture(
  bytes: Uint8Array,
  name: string,
  encoder: PictureEncoder,
  media?: string,
): Promise<ReadPicture | RefusedPicture> {
  const objection = notAPicture(bytes);
  if (objection) return refused(name, objection);
  const measured = await encoder.measure(bytes);
  if (!measured) return refused(name, broken);
  const excess = tooLarge(measured);
  if (excess) return refused(name, excess);
  const wasMadeBefore = media === mediaOf(bytes, '1');
  const settings: Settings = measured.palette && measured.frames === 1 && !wasMadeBefore ? '2' : '1';
  const encoding = await encoder.encode(bytes, measured, variantsOf(measured, settings));
  if (encoding.outcome === 'broken') return refused(name, broken);
  if (encoding.outcome === 'too-slow') return refused(name, tooSlow);
  return inSizes(name, mediaOf(bytes, settings), measured, encoding.files);
}

const broken =
  'This picture is damaged or cut off and cannot be opened. Export it again and hand it in anew.';
const tooSlow = 'This picture took too long to open. Export it again, smaller, as JPEG or PNG.';

const refused = (file: string, text: string): RefusedPicture => ({
  outcome: 'refused',
  notices: [{ level: 'error', file, text }],
});

function notAPicture(bytes: Uint8Array): string | undefined {
  if (bytes.length > mostBytes) return 'This picture is larger than 25 MB. Save it smaller.';
  const type = fileTypeOf(bytes);
  if (type && kinds.includes(type)) return undefined;
  const found = type ? `This is ${type}` : 'This is no picture';
  return `${found}, whatever its name says. Pictures can be JPEG, PNG, WebP or GIF.`;
}

function tooLarge({ width, height, frames }: Measured): string | undefined {
  const megapixels = Math.ceil((width * height * frames) / 1_000_000);
  if (width * height * frames > mostPixels)
    return frames > 1
      ? `This moving picture has ${megapixels} megapixels over its ${frames} frames; 40 are the most. Make it smaller or shorter.`
      : `This picture has ${megapixels} megapixels; 40 are the most. Save it smaller, for example 4,000 pixels wide.`;
  return Math.max(width, height) > longestSide
    ? `This picture is ${width} by ${height} pixels; no side may be longer than 16,000. Save it smaller.`
    : undefined;
}

/** WebP in every width up to its own, and one file that every browser reads. */
function variantsOf({ width, frames, transparent }: Measured, settings: Settings): VariantSpec[] {
  const widest = Math.min(width, widths.at(-1) ?? width);
  const sizes = [...widths.filter((each) => each < widest), widest];
  const fallback = Math.min(width, frames > 1 ? 480 : 960);
  const type = transparent || settings === '2' ? 'image/png' : 'image/jpeg';
  // Scaled down, a drawing has shades that only cost room without loss.
  const isExact = (each: number) => settings === '2' && each === width;
  return [
    ...sizes.map((each): VariantSpec => ({ width: each, type: 'image/webp', exact: isExact(each) })),
    { width: fallback, type: frames > 1 ? 'image/gif' : type },
  ];
}

/** How the addresses of all its files begin. */
const mediaOf = (bytes: Uint8Array, settings: Settings): string =>
  `/media/${createHash('sha256').update(`${settings}\n`).update(bytes).digest('hex').slice(0, 20)}-`;

const endings = {
  'image/webp': 'webp',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
} as const;

function inSizes(
  name: string,
  media: string,
  { width, height }: Measured,
  encoded: Extract<Encoding, { outcome: 'encoded' }>['files'],
): ReadPicture {
  const stored = encoded.map((file) => ({
    ...file,
    path: `${media}${file.width}.${endings[file.type]}`,
  }));
  const variants = stored.filter(({ type }) => type === 'image/webp');
  const src = stored.find(({ type }) => type !== 'image/webp')?.path ?? '';
  return {
    outcome: 'read',
    picture: { name, width, height, src, variants: variants.map(({ bytes, ...variant }) => variant) },
    files: stored.map(({ path, type, bytes }) => ({ path, type, bytes })),
  };
}
