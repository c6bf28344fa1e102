import { posix } from 'node:path';
import type { AttachedFile, Picture } from '../contract/values.ts';

/** Files by the name they were handed in under. */
type ByName<File> = ReadonlyMap<string, File>;

/** What a manuscript refers to. Its pictures are looked for in its own upload first, then in the revision before it; so is
 *  its PDF. */
export interface PictureShelf {
  pictures: ByName<Picture>;
  earlier?: ByName<Picture>;
  files?: ByName<AttachedFile>;
  earlierFiles?: ByName<AttachedFile>;
  /** What this upload brought and could not be read: what was there before does not stand in for it. */
  unread?: ByName<string>;
  /** Site paths of other manuscripts' pages, by the path with which it links to them. */
  pages?: ReadonlyMap<string, string>;
  /** What is shown in place of a picture that is nowhere, by its path as written. */
  standIn?(path: string): Picture | undefined;
}

/** Widths a picture is made in, where it is wide enough. */
export const widths = [480, 960, 1600] as const;

/** The column of text is 42rem wide at most; below that a picture takes the window. */
const sizes = '(min-width: 45rem) 42rem, 100vw';

/**
 * The picture a manuscript means by `path`: beside the manuscript, else the only one of the upload whose path ends so,
 * else the only one with that base name, else the same in the revision before, unless the upload brought it anew. A `?` or `#` begins a query or fragment, unless a file has
 * it in its name.
 */
export function pictureAt(path: string, manuscript: string, shelf: PictureShelf): Picture | undefined {
  if (isWithin(path, manuscript)) return shelf.pictures.get(posix.join(posix.dirname(manuscript), path));
  return foundOrEarlier(path, manuscript, shelf, [shelf.pictures, shelf.earlier]);
}

/** The PDF that a manuscript means by `path`, found like a picture. */
export const attachedFileAt = (
  path: string,
  manuscript: string,
  shelf: PictureShelf,
): AttachedFile | undefined => foundOrEarlier(path, manuscript, shelf, [shelf.files, shelf.earlierFiles]);

function foundOrEarlier<File>(
  path: string,
  manuscript: string,
  { unread }: PictureShelf,
  [own, earlier]: [own?: ByName<File>, earlier?: ByName<File>],
): File | undefined {
  const handedIn = found(path, manuscript, own);
  return handedIn || found(path, manuscript, unread) ? handedIn : found(path, manuscript, earlier);
}

function found<File>(path: string, manuscript: string, shelf: ByName<File> = new Map()): File | undefined {
  const wanted = [...new Set([path, withoutSuffix(path)])].map(plainPath);
  return wanted.map((each) => lookUp(each, manuscript, shelf)).find((file) => file !== undefined);
}

/** Whether a picture stands in the document itself (`essay.docx/image1.png`): no other can stand for it, whatever its
 *  name, nor one that the document had before, because word processors number them anew. */
const isWithin = (path: string, manuscript: string): boolean =>
  path.startsWith(`${posix.basename(manuscript)}/`);

/** Without a query and a fragment. */
export const withoutSuffix = (path: string): string => path.replace(/[?#].*$/s, '');

/** Whether it ends like a picture that the press takes, whatever its query or fragment. */
export const isPicturePath = (path: string): boolean =>
  /\.(?:jpe?g|jfif|png|webp|gif|avif|tiff?|svg)$/i.test(withoutSuffix(path));

function lookUp<File>(path: string, manuscript: string, files: ByName<File>): File | undefined {
  const relative = posix.normalize(posix.join(posix.dirname(manuscript), path));
  const exact = files.get(relative) ?? files.get(posix.normalize(path).replace(/^\/+/, ''));
  if (exact) return exact;
  const end = posix.normalize(path).replace(/^(?:\.\.\/|\/)+/, '');
  const base = posix.basename(path).toLowerCase();
  return (
    theOnly(files, (name) => name.endsWith(`/${end}`)) ??
    files.get(end) ??
    theOnly(files, (name) => posix.basename(name).toLowerCase() === base)
  );
}

function theOnly<File>(files: ByName<File>, isWanted: (name: string) => boolean): File | undefined {
  const wanted = [...files].filter(([name]) => isWanted(name));
  return wanted.length === 1 ? wanted[0]?.[1] : undefined;
}

/** `my%20picture.jpg` is written for `my picture.jpg`. */
export function plainPath(path: string): string {
  const plain = path.replaceAll('\\', '/');
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
