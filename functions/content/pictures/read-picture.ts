import { createHash } from 'node:crypto';
import type { Notice, Picture } from '../contract/values.ts';
import { drawingOf, sizesOf } from './drawing.ts';
import { fileTypeOf, isAvifSequence } from './file-type.ts';
import { widths } from './picture.ts';
import { acceptedTypes, notTakenAs } from './picture-types.ts';

/** A file to be stored under its site path (`/media/…`); never changes once written. */
export interface MediaFile {
  path: string;
  type: string;
  bytes: Uint8Array;
  /** It may be shown in a window of its own, whatever a browser does with its type. */
  inline?: boolean;
}

export interface ReadPicture {
  outcome: 'read';
  /** Without alt, credit and caption: those stand in the manuscript that shows it. */
  picture: Picture;
  files: MediaFile[];
  /** What readers do not get of it. */
  notices: Notice[];
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
  /** How many pictures are in the file, if it is none that moves; the first is taken. */
  pages?: number;
  transparent: boolean;
  /** It has a palette, as drawings and screenshots do. */
  palette: boolean;
  /** It is an SVG and can be drawn in any width: in that of its widest variant. */
  drawn?: boolean;
}

/** Why a picture was not opened. */
export type Unopened = 'broken' | 'too-slow' | 'too-large';

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
  | { outcome: Unopened };

/** Decodes and encodes pictures. The same bytes give the same files, upright, in sRGB, without metadata. */
export interface PictureEncoder {
  /** Reads the header alone. */
  measure(bytes: Uint8Array): Promise<Measured | Unopened>;
  encode(bytes: Uint8Array, measured: Measured, variants: VariantSpec[]): Promise<Encoding>;
}

/** How a picture becomes files. Where the same picture would become others, they get new settings, so that a path never
 *  changes its content: since the second, what has a palette stays sharp. */
type Settings = '1' | '2';
const mostBytes = 25 * 1024 * 1024;
/** Of an SVG, which takes many times as much memory as bytes. */
const mostDrawnBytes = 10 * 1024 * 1024;
const mostPixels = 40_000_000;
/** Its decoder takes 17 bytes a pixel, four times as many as others. */
const mostAvifPixels = 24_000_000;
/** WebP's own limit is 16,383. */
const longestSide = 16_000;

/** Makes the sized variants of one picture; refuses what is no picture, is broken or too large, in plain words.
 *  @param media How the addresses of its files begin that are to be made again. */
export async function readPicture(
  bytes: Uint8Array,
  name: string,
  encoder: PictureEncoder,
  media?: string,
): Promise<ReadPicture | RefusedPicture> {
  const type = fileTypeOf(bytes);
  const objection = notAPicture(bytes, type);
  if (objection) return refused(name, objection);
  const header = await encoder.measure(bytes);
  if (typeof header === 'string') return refused(name, whyUnopened[header]);
  // What was taken before there was this limit is made again.
  const isNewAvif = type === 'an AVIF picture' && media === undefined;
  const toMake =
    type === 'an SVG drawing' ? drawingToMake(bytes, header) : pictureToMake(bytes, header, isNewAvif);
  if (typeof toMake === 'string') return refused(name, toMake);
  const { measured, shown, remarks } = toMake;
  const wasMadeBefore = media === mediaOf(bytes, '1');
  const settings: Settings = measured.palette && measured.frames === 1 && !wasMadeBefore ? '2' : '1';
  const encoding = await encoder.encode(bytes, measured, variantsOf(measured, settings));
  if (encoding.outcome !== 'encoded') return refused(name, whyUnopened[encoding.outcome]);
  return {
    ...inSizes(name, mediaOf(bytes, settings), shown, encoding.files),
    notices: remarks.map((text) => ({ level: 'warning', file: name, text })),
  };
}

const whyUnopened: Record<Unopened, string> = {
  broken: 'This picture is damaged or cut off and cannot be opened. Export it again and hand it in anew.',
  'too-slow': 'This picture took too long to open. Export it again, smaller or simpler, as JPEG or PNG.',
  'too-large':
    'This picture takes too much memory to open. Export it again, smaller or simpler, as JPEG or PNG.',
};

const refused = (file: string, text: string): RefusedPicture => ({
  outcome: 'refused',
  notices: [{ level: 'error', file, text }],
});

function notAPicture(bytes: Uint8Array, type: string | undefined): string | undefined {
  if (bytes.length > mostBytes) return 'This picture is larger than 25 MB. Save it smaller, or as JPEG.';
  if (type === undefined || !acceptedTypes.includes(type)) return notTakenAs(type);
  return type === 'an SVG drawing' && bytes.length > mostDrawnBytes
    ? 'This drawing is larger than 10 MB. Export it as PNG.'
    : undefined;
}

/** A picture as it is made and as it is shown, and what readers do not see of it; or why it is not taken. */
type ToMake = { measured: Measured; shown: Pick<Picture, 'width' | 'height'>; remarks: string[] } | string;

function pictureToMake(bytes: Uint8Array, measured: Measured, isNewAvif: boolean): ToMake {
  const { pages = 1 } = measured;
  const pagesLeftOut = `This file holds ${pages} pictures; the first is shown. Save the others as files of their own.`;
  const movement =
    'This moving AVIF stands still: its first picture is shown. Save it as WebP or GIF to have it move.';
  return (
    tooLarge(measured, isNewAvif) ?? {
      measured,
      shown: measured,
      remarks: [...(pages > 1 ? [pagesLeftOut] : []), ...(isAvifSequence(bytes) ? [movement] : [])],
    }
  );
}

function drawingToMake(bytes: Uint8Array, measured: Measured): ToMake {
  const drawing = drawingOf(bytes);
  const sizes = sizesOf(measured, drawing);
  if (!sizes)
    return `This drawing is ${measured.width} by ${measured.height}, hardly more than a line. Look at the viewBox of its <svg>, or export it as PNG.`;
  return {
    measured: { ...measured, ...sizes.drawn, drawn: true },
    shown: sizes.shown,
    remarks: drawing.remarks,
  };
}

function tooLarge({ width, height, frames }: Measured, isNewAvif: boolean): string | undefined {
  const megapixels = Math.ceil((width * height * frames) / 1_000_000);
  if (width * height * frames > mostPixels)
    return frames > 1
      ? `This moving picture has ${megapixels} megapixels over its ${frames} frames; 40 are the most. Make it smaller or shorter.`
      : `This picture has ${megapixels} megapixels; 40 are the most. Save it smaller, for example 4,000 pixels wide.`;
  if (isNewAvif && width * height > mostAvifPixels)
    return `This AVIF picture has ${megapixels} megapixels; 24 are the most of an AVIF. Save it smaller, for example 4,000 pixels wide, or as JPEG.`;
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
  { width, height }: Pick<Picture, 'width' | 'height'>,
  encoded: Extract<Encoding, { outcome: 'encoded' }>['files'],
): Omit<ReadPicture, 'notices'> {
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
