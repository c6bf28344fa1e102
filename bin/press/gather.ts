import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Problem } from './client.ts';
import { takeOutPictures } from './embedded-pictures.ts';
import { pdfsIn, pdfsInOffice, pdfType, wayForPdf } from './named-pdfs.ts';
import { wayForFile } from './other-formats.ts';
import { countOf } from './terminal.ts';

/** A file of an upload: `name` is what the press calls it, `path` where it is on this machine. */
export interface UploadFile {
  name: string;
  path: string;
  type: string;
  bytes: number;
  /** The revision that it began from (`SLUG/NUMBER`). */
  basedOn?: string;
  /** What is sent in place of the file. */
  content?: string | Uint8Array<ArrayBuffer>;
}

/** A manuscript with the pictures it shows, and the PDF that it brings among them. */
export interface Bundle {
  manuscript: UploadFile;
  pictures: UploadFile[];
  /** What is probably the title, to tell which manuscripts may be one document. */
  title?: string;
  /** It is an edition, which keeps what it lists from readers until it goes. */
  isEdition?: boolean;
  /** Names of existing pictures it shows, of a type the press does not take. */
  unusable: string[];
  /** Pictures it names that lie outside of the folder. */
  outside: string[];
  /** How many of its pictures stood in its text. */
  embedded?: number;
}

/** What the folders hold besides the bundles. */
export interface LeftOut {
  /** Names of pictures that a manuscript shows, of a type the press does not take. */
  pictures: string[];
  /** Pictures that a manuscript names, outside of its folder. */
  outside: OutsidePicture[];
  /** Files that may be no manuscripts: about their folder, or plain text. They are taken where they are named themselves. */
  readmes: string[];
  others: FoundFile[];
}

export interface OutsidePicture {
  /** The manuscript's name. */
  manuscript: string;
  path: string;
}

export interface FoundFile {
  path: string;
  /** A symbolic link. It is not followed, because it may lead anywhere. */
  link: boolean;
}

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const openDocumentType = 'application/vnd.oasis.opendocument.text';
const manuscriptTypes: Record<string, string> = {
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.docx': wordType,
  '.odt': openDocumentType,
  '.html': 'text/html',
  '.htm': 'text/html',
  '.txt': 'text/plain',
};
const pictureTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jfif': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.svg': 'image/svg+xml',
};
const shownTypes: Record<string, string> = { ...pictureTypes, '.pdf': pdfType };

/** Every manuscript in the files and folders named, each with the pictures it shows. No text can make the command send
 *  what its folder does not hold: see `foldersFor`.
 *  A file in a folder is named by its path below that folder, one beside the folder by its path below the one above.
 *  @throws Problem for a path that is not there or holds nothing the press can read. */
export async function gather(paths: string[]): Promise<{ bundles: Bundle[]; leftOut: LeftOut }> {
  const found = await Promise.all(paths.map(gatherOne));
  const bundles = [
    ...new Map(
      found.flatMap((one) => one.bundles).map((bundle) => [resolve(bundle.manuscript.path), bundle]),
    ).values(),
  ];
  const taken = new Set(bundles.flatMap(({ pictures }) => pictures.map(({ path }) => resolve(path))));
  const others = found.flatMap((one) => one.others).filter(({ path }) => !taken.has(resolve(path)));
  const taking = new Set(bundles.map(({ manuscript }) => resolve(manuscript.path)));
  const readmes = found.flatMap((one) => one.readmes).filter((path) => !taking.has(resolve(path)));
  const leftOut = {
    pictures: found.flatMap((one) => one.unusable),
    outside: bundles.flatMap(({ manuscript: { name }, outside }) =>
      outside.map((path) => ({ manuscript: name, path })),
    ),
    readmes: [...new Set(readmes)],
    others,
  };
  if (!bundles.length) {
    const nothing = `No manuscript (.md, .docx, .odt, .html) found in ${paths.join(', ')}.`;
    throw new Problem([nothing, ...leftOutLines(leftOut)].join('\n'));
  }
  return { bundles, leftOut };
}

interface Found {
  bundles: Bundle[];
  unusable: string[];
  readmes: string[];
  others: FoundFile[];
}

/** What programs put into folders is plain text more often than what people write. */
const isReadme = ({ path }: FoundFile): boolean => /^readme(?:\.[a-z-]+)?\.\w+$|\.txt$/i.test(basename(path));

/** Word keeps one beside each document that is open. */
const isLock = ({ path }: FoundFile): boolean => basename(path).startsWith('~$');

async function gatherOne(path: string): Promise<Found> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Problem(`${path} is not there.`);
  const root = found.isDirectory() ? path : dirname(path);
  const all = found.isDirectory() ? await filesBelow(path) : [{ path, link: false }];
  const [readmes, files] = partition(
    all,
    (file) => found.isDirectory() && !file.link && isReadme(file) && !!typeOf(file.path, manuscriptTypes),
  );
  const [manuscripts, others] = partition(
    files,
    (file) => !file.link && !isLock(file) && !!typeOf(file.path, manuscriptTypes),
  );
  if (!found.isDirectory() && endingOf(path) === '.pdf') throw new Problem(wayForPdf(basename(path)));
  if (!found.isDirectory() && !typeOf(path, manuscriptTypes)) {
    throw new Problem(`${path} is no manuscript: ${wayForFile(endingOf(path))}`);
  }
  const place = { root, folders: await foldersFor(root) };
  const bundles = await Promise.all(manuscripts.map((file) => bundleOf(file.path, place)));
  const unusable = [...new Set(bundles.flatMap((one) => one.unusable))];
  const outside = new Set(bundles.flatMap((one) => one.outside).map((path) => resolve(path)));
  const unnamed = others.filter(
    ({ path }) => !unusable.includes(nameOf(path, root)) && !outside.has(resolve(path)),
  );
  return { bundles, unusable, readmes: readmes.map(({ path }) => path), others: unnamed };
}

/** Every file in a folder and below it, sorted by path. Hidden files and `node_modules` are left out. */
async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  const nested = await Promise.all(visible.map((entry) => filesOf(entry, join(folder, entry.name))));
  return nested.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesOf(entry: Dirent, path: string): FoundFile[] | Promise<FoundFile[]> {
  if (entry.isDirectory()) return filesBelow(path);
  const link = entry.isSymbolicLink();
  return link || entry.isFile() ? [{ path, link }] : [];
}

/** Types of documents that have their pictures within. */
const holdsPictures = new Set([wordType, openDocumentType]);

async function bundleOf(path: string, place: Place): Promise<Bundle> {
  const { root } = place;
  const manuscript = await uploadFile(path, root, manuscriptTypes);
  const bytes = await readFile(path);
  if (holdsPictures.has(manuscript.type)) {
    const { pictures, outside } = await shownFiles(await pdfsInOffice(bytes), path, place);
    return { manuscript, pictures, unusable: [], outside };
  }
  const parted = takeOutPictures(bytes, manuscript.name);
  const embedded = (parted?.pictures ?? []).map((picture) =>
    sentInstead({ ...picture, path: `${path}#${picture.name}` }, picture.bytes),
  );
  const text = Buffer.from(parted?.bytes ?? bytes).toString('utf8');
  const { pictures, unusable, outside } = await shownFiles(
    [...picturesIn(text), ...pdfsIn(text)],
    path,
    place,
  );
  return {
    ...{ unusable, outside },
    manuscript: parted ? sentInstead(manuscript, parted.bytes) : manuscript,
    title: titleIn(text),
    ...(/^kind:[ \t]*["']?edition\b/im.test(text) && { isEdition: true }),
    pictures: [...pictures, ...embedded],
    ...(embedded.length && { embedded: embedded.length }),
  };
}

/** What a manuscript names, as far as it is there. */
async function shownFiles(names: string[], manuscript: string, place: Place) {
  const found = await Promise.all(names.map((name) => locate(name, manuscript, place)));
  const shown = [...new Set(found.flatMap((one) => one?.path ?? []))];
  const [taken, unusable] = partition(shown, (file) => !!typeOf(file, shownTypes));
  const files = await Promise.all(taken.map((file) => uploadFile(file, place.root, shownTypes)));
  return {
    pictures: distinct(files),
    unusable: unusable.map((file) => nameOf(file, place.root)),
    outside: [...new Set(found.flatMap((one) => one?.outside ?? []))],
  };
}

/** Under names of their own: one in the folder and one beside it may have the same path. */
function distinct(files: UploadFile[]): UploadFile[] {
  const paths = new Map<string, string>();
  for (const { name, path } of files) if (!paths.has(name)) paths.set(name, path);
  return files.map((file) =>
    paths.get(file.name) === file.path ? file : { ...file, name: `beside/${file.name}` },
  );
}

/** The file with other bytes than those at its path, if it has a path at all. */
function sentInstead({ name, type, path }: Omit<UploadFile, 'bytes'>, bytes: Uint8Array): UploadFile {
  return { name, type, path, bytes: bytes.length, content: Uint8Array.from(bytes) };
}

/** What to tell of pictures that stood in the texts. */
export const embeddedLines = (bundles: readonly Bundle[]): string[] =>
  bundles.flatMap(({ manuscript, embedded }) =>
    embedded
      ? [
          `· ${manuscript.name}: ${countOf(embedded, 'picture')} in the text itself handed in as files beside it.`,
        ]
      : [],
  );

const titleIn = (text: string): string | undefined =>
  (/^title:(.+)$/im.exec(text) ?? /^#\s+(.+)$/m.exec(text) ?? /<h1[^>]*>([^<]+)/i.exec(text))?.[1];

/** Includes types that the press does not take, so that the author is told what to do. */
const pictureEndings = 'jpe?g|jfif|png|webp|gif|svgz?|tiff?|heic|heif|bmp|avif|jxl|jp2|psd|eps|emf|wmf';

const picturePatterns = [
  String.raw`(?<![^\s"'()<>[\]=])[^\s"'()<>[\]=]+\.(?:${pictureEndings})\b`,
  String.raw`(?<=[<"'(])[^<>"'()\n]+\.(?:${pictureEndings})(?=[>"')?#])`,
  String.raw`(?<=:[ \t]{1,20})[^\s"'][^"'\n]{0,300}\.(?:${pictureEndings})(?=[ \t]*$)`,
].map((source) => new RegExp(source, 'gim'));

/** Whatever in the text looks like the path of a picture; those that do not exist are dropped later. */
const picturesIn = (text: string): string[] => [
  ...new Set(picturePatterns.flatMap((pattern) => text.match(pattern) ?? [])),
];

/** Where the manuscripts are, and the folders from which their pictures may come. */
interface Place {
  root: string;
  /** As `realpath` gives them. */
  folders: string[];
}

/** Where site generators keep the pictures of a site, beside the folder of its texts. */
const pictureFolders = [
  'assets',
  'images',
  'img',
  'media',
  'photos',
  'pictures',
  'public',
  'static',
  'uploads',
];

/** The folder of the manuscripts, and those for pictures beside it. A link that leads elsewhere is none of them. */
async function foldersFor(root: string): Promise<string[]> {
  const [own, above] = await Promise.all([realpath(root), realpath(dirname(resolve(root)))]);
  return [own, ...pictureFolders.map((name) => join(above, name))];
}

/**
 * A relative path is looked up from the manuscript, then from the root; one that begins with `/` in the folders where
 * site generators keep the root of a site. `outside` is what is there and does not lie in the folders, links followed.
 */
async function locate(
  picture: string,
  manuscript: string,
  { root, folders }: Place,
): Promise<{ path?: string; outside?: string } | undefined> {
  if (/^[a-z]+:|^\/\//i.test(picture)) return undefined;
  const path = decoded(picture);
  const above = dirname(resolve(root));
  const places = path.startsWith('/')
    ? [root, join(root, 'static'), join(root, 'public'), above, join(above, 'static')].map((folder) =>
        join(folder, path.replace(/^\/+/, '')),
      )
    : [resolve(dirname(manuscript), path), resolve(root, path)];
  let outside: string | undefined;
  for (const place of places) {
    if (!(await stat(place).catch(() => undefined))?.isFile()) continue;
    const real = await realpath(place);
    if (folders.some((folder) => isBelow(real, folder))) return { path: place };
    outside ??= place;
  }
  return outside === undefined ? undefined : { outside };
}

function isBelow(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return !isAbsolute(below) && below !== '..' && !below.startsWith(`..${sep}`);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function uploadFile(path: string, root: string, types: Record<string, string>): Promise<UploadFile> {
  const { size: bytes } = await stat(path);
  return { name: nameOf(path, root), path, type: typeOf(path, types) ?? '', bytes };
}

/** Without characters that no name at a press may have. */
function nameOf(path: string, root: string): string {
  const below = relative(root, path)
    .replaceAll('\\', '/')
    .replace(/^\.\.\//, '')
    .replace(/[\p{Cc}\u202a-\u202e]/gu, '');
  return below.startsWith('../') ? basename(path) : below;
}

const partition = <T>(items: T[], wanted: (item: T) => boolean): [T[], T[]] => [
  items.filter(wanted),
  items.filter((item) => !wanted(item)),
];

const endingOf = (path: string): string => extname(path).toLowerCase();
const typeOf = (path: string, types: Record<string, string>) => types[endingOf(path)];

/** A line for each picture that is not taken and each README, and one for all other files. */
export function leftOutLines({ pictures, outside, readmes, others }: LeftOut): string[] {
  return [
    ...pictures.map(pictureLine),
    ...outside.map(outsideLine),
    ...readmes.map(readmeLine),
    ...(others.length ? [`Not taken: ${kindsOf(others)}.`] : []),
    ...others.filter(isPdf).slice(0, 1).map(pdfLine),
  ];
}

const readmeLine = (path: string): string =>
  `! ${path} is ${/\.txt$/i.test(path) ? 'plain text' : 'about its folder'} and was not handed in. If readers are to have it, name it: press upload ${path}`;

const pictureLine = (name: string): string =>
  `! ${basename(name)}: ${extname(name).slice(1).toUpperCase()} pictures are not taken; ${/\.hei[cf]$/i.test(name) ? howFromIphone : `save it as ${betterFor(name)}.`}`;

const howFromIphone =
  'open it in Preview or Photos and export it as JPEG, and for the next ones choose on the iPhone Settings, Camera, Formats, Most Compatible.';

const outsideLine = ({ manuscript, path }: OutsidePicture): string =>
  `! ${manuscript} names ${path}, which lies outside of its folder and was not handed in. If readers are to have it, put a copy into the folder.`;

const isPdf = ({ path, link }: FoundFile): boolean => !link && endingOf(path) === '.pdf';

const pdfLine = ({ path }: FoundFile): string => `! ${basename(path)}: ${wayForPdf(basename(path))}`;

/** PNG keeps the edges of drawings, JPEG makes photographs smaller. */
const betterFor = (name: string): string => (/\.(svgz|bmp|psd|eps|emf|wmf)$/i.test(name) ? 'PNG' : 'JPEG');

const kindsOf = (others: readonly FoundFile[]): string =>
  [...Map.groupBy(others, kindOf)].map(([kind, { length }]) => kindCount(kind, length)).join(', ');

const kindOf = ({ path, link }: FoundFile): string =>
  link ? 'link' : typeOf(path, pictureTypes) ? 'picture' : endingOf(path);

function kindCount(kind: string, count: number): string {
  switch (kind) {
    case 'link':
      return countOf(count, 'symbolic link');
    case 'picture':
      return `${countOf(count, 'picture')} that no manuscript shows`;
    case '':
      return `${countOf(count, 'file')} without an ending`;
    default:
      return `${count} ${kind}`;
  }
}
