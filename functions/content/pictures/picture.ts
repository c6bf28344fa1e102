import { posix } from 'node:path';
import type { Picture } from '../contract/values.ts';

/** Pictures by the name they were handed in under. */
type PicturesByName = ReadonlyMap<string, Picture>;

/** Where a manuscript's pictures are looked for: first in its own upload, then in the revision before it. */
export interface PictureShelf {
  pictures: PicturesByName;
  earlier?: PicturesByName;
}

/** Widths a picture is made in, where it is wide enough. */
export const widths = [480, 960, 1600] as const;

/** The column of text is 42rem wide at most; below that a picture takes the window. */
const sizes = '(min-width: 45rem) 42rem, 100vw';

/**
 * The picture a manuscript means by `path`: beside the manuscript, else the only one of the upload with that
 * base name, else the same in the revision before.
 */
export function pictureAt(path: string, manuscript: string, shelf: PictureShelf): Picture | undefined {
  const wanted = withoutEscapes(path);
  return [shelf.pictures, shelf.earlier]
    .filter((pictures) => pictures !== undefined)
    .map((pictures) => lookUp(wanted, manuscript, pictures))
    .find((picture) => picture !== undefined);
}

function lookUp(path: string, manuscript: string, pictures: PicturesByName): Picture | undefined {
  const relative = posix.normalize(posix.join(posix.dirname(manuscript), path));
  const exact = pictures.get(relative) ?? pictures.get(posix.normalize(path).replace(/^\/+/, ''));
  if (exact) return exact;
  const base = posix.basename(path).toLowerCase();
  const named = [...pictures].filter(([name]) => posix.basename(name).toLowerCase() === base);
  return named.length === 1 ? named[0]?.[1] : undefined;
}

/** `my%20picture.jpg` is written for `my picture.jpg`. */
function withoutEscapes(path: string): string {
  const plain = path.replace(/[?#].*$/s, '').replaceAll('\\', '/');
  return /%[0-9a-f]{2}/i.test(plain) ? safelyDecoded(plain) : plain;
}

function safelyDecoded(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** The picture itself, in sizes for the window it is seen in. */
export function pictureHtml(picture: Picture): string {
  const byType = Map.groupBy(picture.variants, ({ type }) => type);
  const sources = [...byType].map(([type, variants]) => {
    const srcset = variants.map(({ path, width }) => `${path} ${width}w`).join(', ');
    return `<source type="${escapeHtml(type)}" srcset="${escapeHtml(srcset)}" sizes="${sizes}">`;
  });
  const img = `<img src="${escapeHtml(picture.src)}" alt="${escapeHtml(picture.alt ?? '')}" width="${picture.width}" height="${picture.height}" loading="lazy" decoding="async">`;
  return `<picture>${sources.join('')}${img}</picture>`;
}

/** The picture with what is said of it underneath. */
export function figureHtml(picture: Picture): string {
  const caption = [
    picture.caption && escapeHtml(picture.caption),
    picture.credit && `<span class="credit">${escapeHtml(picture.credit)}</span>`,
  ]
    .filter(Boolean)
    .join(' ');
  return `<figure>${pictureHtml(picture)}${caption && `<figcaption>${caption}</figcaption>`}</figure>\n`;
}

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
