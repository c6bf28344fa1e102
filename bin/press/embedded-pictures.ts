import { createHash } from 'node:crypto';
import { extname, posix } from 'node:path';

/** A picture that was written into a manuscript, as a file beside it. */
export interface EmbeddedPicture {
  /** As the press calls it. */
  name: string;
  type: string;
  bytes: Uint8Array;
}

const dataUrl = /data:image\/(png|jpe?g|gif|webp|avif|tiff|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})/gi;

/**
 * Takes out the pictures that word processors write into a text as `data:` addresses, and puts the names of files in
 * their place. A name follows from what the picture shows, so the same one is one file, and the same at every run.
 * @param bytes The manuscript, in any encoding that has ASCII.
 * @returns undefined if there are none.
 */
export function takeOutPictures(
  bytes: Uint8Array,
  manuscript: string,
): { bytes: Uint8Array; pictures: EmbeddedPicture[] } | undefined {
  const pictures = new Map<string, EmbeddedPicture>();
  // A byte is a character here, so that all others stay as they are.
  const text = Buffer.from(bytes).toString('latin1');
  const left = text.replace(dataUrl, (_, format: string, base64: string) => {
    const picture = pictureOf(Buffer.from(base64, 'base64'), format.toLowerCase(), manuscript);
    pictures.set(picture.name, picture);
    return posix.basename(picture.name);
  });
  return pictures.size ? { bytes: Buffer.from(left, 'latin1'), pictures: [...pictures.values()] } : undefined;
}

function pictureOf(bytes: Uint8Array, format: string, manuscript: string): EmbeddedPicture {
  const subtype = format === 'jpg' ? 'jpeg' : format;
  const ending = { jpeg: 'jpg', 'svg+xml': 'svg' }[subtype] ?? subtype;
  const base = posix.basename(manuscript, extname(manuscript)).replace(/[^A-Za-z0-9-]+/g, '-');
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const file = `${base.slice(0, 60)}-${hash}.${ending}`;
  return { name: posix.join(posix.dirname(manuscript), file), type: `image/${subtype}`, bytes };
}
