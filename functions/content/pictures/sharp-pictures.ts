import sharp, { type Sharp } from 'sharp';
import { asStillAvif } from './file-type.ts';
import type {
  Encoding,
  Measured,
  PictureEncoder,
  PictureType,
  Unopened,
  VariantSpec,
} from './read-picture.ts';

/** Only the accepted types are decoded, whatever a file is named: no PDF, and nothing by ImageMagick. */
function openOnlyPictures(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff', 'Svg'].map(
      (kind) => `VipsForeignLoad${kind}Buffer`,
    ),
  });
}

/** Pictures by sharp (libvips), as a short-lived function needs it: no cache, files made side by side. Whatever a
 *  picture does to it, it does to the whole process: see `picture-process.ts`. */
export function sharpPictures(): PictureEncoder {
  openOnlyPictures();
  sharp.cache(false);
  sharp.concurrency(1);
  return { measure, encode };
}

/** What sharp throws carries no code; all of it means that the picture cannot be opened. */
async function measure(bytes: Uint8Array): Promise<Measured | Unopened> {
  try {
    const header = await sharp(asStillAvif(bytes), { limitInputPixels: false }).metadata();
    const { format, autoOrient, pages = 1, hasAlpha, isPalette } = header;
    const frames = format === 'gif' || format === 'webp' ? pages : 1;
    return {
      width: autoOrient.width,
      height: frames > 1 ? (header.pageHeight ?? header.height) : autoOrient.height,
      frames,
      pages: pages / frames,
      transparent: hasAlpha,
      palette: isPalette || format === 'svg',
    };
  } catch {
    return 'broken';
  }
}

async function encode(bytes: Uint8Array, measured: Measured, variants: VariantSpec[]): Promise<Encoding> {
  try {
    const widest = Math.max(...variants.map(({ width }) => width));
    const open = measured.frames > 1 ? moving(bytes) : await still(asStillAvif(bytes), measured, widest);
    return { outcome: 'encoded', files: await Promise.all(variants.map((each) => file(open(), each))) };
  } catch {
    return { outcome: 'broken' };
  }
}

/** Broken and cut off pictures are errors; 40 megapixels as a second guard. */
const strict = { failOn: 'error', limitInputPixels: 40_000_000 } as const;

/** Decoded and scaled once: the smaller ones are made from the widest. A drawing is drawn at that size. */
async function still(bytes: Uint8Array, { drawn }: Measured, widest: number): Promise<() => Sharp> {
  const { data, info } = await sharp(bytes, { ...strict, ...(drawn && { limitInputPixels: false }) })
    .autoOrient()
    .resize({ width: widest, withoutEnlargement: !drawn })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return () => sharp(data, { raw: { width, height, channels } });
}

const moving = (bytes: Uint8Array) => () => sharp(bytes, { ...strict, animated: true }).toColourspace('srgb');

async function file(picture: Sharp, { width, type, exact }: VariantSpec) {
  const sized = picture.resize({ width, withoutEnlargement: true });
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
