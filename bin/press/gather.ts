import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { filesBelow, type OtherFile } from './files-below.ts';
import { type LeftOut, leftOutLines } from './left-out.ts';
import { mentionedIn } from './mentioned-pictures.ts';
import { Problem } from './problem.ts';

/** A file to hand in: `name` is what the press calls it, `path` where it lies here. */
export interface Handed {
  name: string;
  path: string;
  type: string;
  bytes: number;
}

/** A manuscript and the pictures that stand beside it. */
export interface Bundle {
  manuscript: Handed;
  pictures: Handed[];
  /** Names of pictures it mentions that are there, of a type the press does not take. */
  unusable: string[];
}

/** What there is to hand in, and what lay beside it and stays. */
export interface Gathered {
  bundles: Bundle[];
  left: LeftOut;
}

const manuscriptTypes: Record<string, string> = { '.md': 'text/markdown', '.markdown': 'text/markdown' };
const pictureTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
};

/** Every manuscript in the files and folders named, each with the pictures it mentions.
 *  A file in a folder is called by its path below that folder.
 *  @throws Problem for a path that is not there or holds nothing the press can read. */
export async function gather(paths: string[]): Promise<Gathered> {
  const found = await Promise.all(paths.map(gatherOne));
  const bundles = found.flatMap((one) => one.bundles);
  const taken = new Set(bundles.flatMap(({ pictures }) => pictures.map(({ path }) => resolve(path))));
  const others = found.flatMap((one) => one.others).filter(({ path }) => !taken.has(resolve(path)));
  const left = { pictures: found.flatMap((one) => one.unusable), others };
  if (!bundles.length) {
    const nothing = `No Markdown file (.md) found in ${paths.join(', ')}.`;
    throw new Problem([nothing, ...leftOutLines(left)].join('\n'));
  }
  return { bundles, left };
}

interface Found {
  bundles: Bundle[];
  unusable: string[];
  others: OtherFile[];
}

async function gatherOne(path: string): Promise<Found> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Problem(`${path} is not there.`);
  const root = found.isDirectory() ? path : dirname(path);
  const below = found.isDirectory() ? await filesBelow(path) : [{ path, link: false }];
  const [files, others] = parted(below, ({ path, link }) => !link && !!typeOf(path, manuscriptTypes));
  if (!found.isDirectory() && !typeOf(path, manuscriptTypes)) {
    throw new Problem(
      `${path} is not Markdown (.md). Pictures come along with the manuscript that shows them.`,
    );
  }
  const bundles = await Promise.all(files.map((file) => bundle(file.path, root)));
  const unusable = [...new Set(bundles.flatMap((one) => one.unusable))];
  const unnamed = others.filter(({ path }) => !unusable.includes(nameOf(path, root)));
  return { bundles, unusable, others: unnamed };
}

async function bundle(path: string, root: string): Promise<Bundle> {
  const text = await readFile(path, 'utf8');
  const mentions = await Promise.all(mentionedIn(text).map((mention) => locate(mention, path, root)));
  const found = [...new Set(mentions.filter((picture) => picture !== undefined))];
  const [pictures, unusable] = parted(found, (picture) => !!typeOf(picture, pictureTypes));
  return {
    unusable: unusable.map((picture) => nameOf(picture, root)),
    manuscript: await handed(path, root, manuscriptTypes),
    pictures: await Promise.all(pictures.map((picture) => handed(picture, root, pictureTypes))),
  };
}

/** Beside the manuscript first; a path from the root of a site is tried where such sites keep it. */
async function locate(mention: string, manuscript: string, root: string): Promise<string | undefined> {
  if (/^[a-z]+:|^\/\//i.test(mention)) return undefined;
  const path = decoded(mention);
  const fromRoot = path.replace(/^\/+/, '');
  const places = path.startsWith('/')
    ? [root, join(root, 'static'), join(root, 'public'), dirname(root), join(dirname(root), 'static')].map(
        (place) => join(place, fromRoot),
      )
    : [resolve(dirname(manuscript), path), resolve(root, path)];
  for (const place of places) if ((await stat(place).catch(() => undefined))?.isFile()) return place;
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function handed(path: string, root: string, types: Record<string, string>): Promise<Handed> {
  const { size: bytes } = await stat(path);
  return { name: nameOf(path, root), path, type: typeOf(path, types) ?? '', bytes };
}

function nameOf(path: string, root: string): string {
  const below = relative(root, path).replaceAll('\\', '/');
  return below.startsWith('..') ? basename(path) : below;
}

const parted = <T>(items: T[], wanted: (item: T) => boolean): [T[], T[]] => [
  items.filter(wanted),
  items.filter((item) => !wanted(item)),
];

const typeOf = (path: string, types: Record<string, string>) => types[extname(path).toLowerCase()];
