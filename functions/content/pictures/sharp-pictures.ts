import sharp, { type Sharp } from 'sharp';
import type { Encoding, Measured, PictureEncoder, PictureType, VariantSpec } from './read-picture.ts';

const mostSeconds = 20;

/** Only the four accepted types are decoded, whatever a file is named: no SVG, PDF or TIFF. */
function openOnlyPictures(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((kind) => `VipsForeignLoad${kind}Buffer`),
  });
}

/** Pictures by sharp (libvips), as a short-lived function needs it: no cache, files made side by side. */
export function sharpPictures(): PictureEncoder {
  openOnlyPictures();
  sharp.cache(false);
  sharp.concurrency(1);
  return { measure, encode };
}

/** What sharp throws carries no code; all of it means that the picture cannot be opened. */
async function measure(bytes: Uint8Array): Promise<Measured | undefined> {
  try {
    const header = await sharp(bytes, { animated: true, limitInputPixels: false }).metadata();
    const { autoOrient, pageHeight, pages = 1, hasAlpha, isPalette } = header;
    const height = pages > 1 ? (pageHeight ?? header.height) : autoOrient.height;
    return { width: autoOrient.width, height, frames: pages, transparent: hasAlpha, palette: isPalette };
  } catch {
    return undefined;
  }
}

async function encode(bytes: Uint8Array, { frames }: Measured, variants: VariantSpec[]): Promise<Encoding> {
  try {
    const open =
      frames > 1 ? moving(bytes) : await still(bytes, Math.max(...variants.map(({ width }) => width)));
    return { outcome: 'encoded', files: await Promise.all(variants.map((each) => file(open(), each))) };
  } catch (cause) {
    const slow = cause instanceof Error && cause.message.includes('timeout');
    return { outcome: slow ? 'too-slow' : 'broken' };
  }
}

/** Broken and cut off pictures are errors; 40 megapixels as a second guard. */
const strict = { failOn: 'error', limitInputPixels: 40_000_000 } as const;

/** Decoded and scaled once: the smaller ones are made from the widest. */
async function still(bytes: Uint8Array, widest: number): Promise<() => Sharp> {
  const { data, info } = await sharp(bytes, strict)
    .timeout({ seconds: mostSeconds })
    .autoOrient()
    .resize({ width: widest, withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return () => sharp(data, { raw: { width, height, channels } });
}

const moving = (bytes: Uint8Array) => () => sharp(bytes, { ...strict, animated: true }).toColourspace('srgb');

async function file(picture: Sharp, { width, type, exact }: VariantSpec) {
  const sized = picture.timeout({ seconds: mostSeconds }).resize({ width, withoutEnlargement: true });
  const made = await encoders[type](sized.clone()).toBuffer({ resolveWithObject: true });
  const lossless = exact && (await sized.webp({ lossless: true }).toBuffer({ resolveWithObject: true }));
  const { data, info } = lossless && lossless.data.length < made.data.length ? lossless : made;
  return { type, bytes: new Uint8Array(data), width: info.width, height: info.pageHeight ?? info.height };
}

const encoders: Record<PictureType, (picture: Sharp) => Sharp> = {
  'image/webp': (picture) => picture.webp({ quality: 80 }),
  'image/jpeg': (picture) => picture.jpeg({ quality: 80, mozjpeg: true }),
  'image/png': (picture) => picture.png({ compressionLevel: 9, palette: true }),
  'image/gif': (picture) => picture.gif(),
};
