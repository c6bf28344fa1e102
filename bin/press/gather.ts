import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
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
export async function gather(paths: string[]): Promise<Bundle[]> {
  const bundles = (await Promise.all(paths.map(gatherOne))).flat();
  if (!bundles.length) throw new Problem(`No Markdown file (.md) found in ${paths.join(', ')}.`);
  return bundles;
}

async function gatherOne(path: string): Promise<Bundle[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Problem(`${path} is not there.`);
  const root = found.isDirectory() ? path : dirname(path);
  const files = found.isDirectory() ? await manuscriptsBelow(path) : [path];
  if (!found.isDirectory() && !typeOf(path, manuscriptTypes)) {
    throw new Problem(
      `${path} is not Markdown (.md). Pictures come along with the manuscript that shows them.`,
    );
  }
  return Promise.all(files.map((file) => bundle(file, root)));
}

async function manuscriptsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  const nested = await Promise.all(
    visible.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return manuscriptsBelow(path);
      return entry.isFile() && typeOf(path, manuscriptTypes) ? [path] : [];
    }),
  );
  return nested.flat().sort();
}

async function bundle(path: string, root: string): Promise<Bundle> {
  const text = await readFile(path, 'utf8');
  const found = await Promise.all(mentioned(text).map((mention) => locate(mention, path, root)));
  const pictures = [...new Set(found.filter((picture) => picture !== undefined))];
  return {
    manuscript: await handed(path, root, manuscriptTypes),
    pictures: await Promise.all(pictures.map((picture) => handed(picture, root, pictureTypes))),
  };
}

/** Whatever in the text looks like the path of a picture; those that exist are sent along. */
function mentioned(text: string): string[] {
  const patterns = [
    /[^\s"'()<>[\]=]+\.(?:jpe?g|png|webp|gif)\b/gi,
    /(?<=[<"'(])[^<>"'()\n]+\.(?:jpe?g|png|webp|gif)(?=[>"')])/gi,
    /(?<=:[ \t]+)[^\s"'][^"'\n]*\.(?:jpe?g|png|webp|gif)(?=[ \t]*$)/gim,
  ];
  return [...new Set(patterns.flatMap((pattern) => text.match(pattern) ?? []))];
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
  const below = relative(root, path).replaceAll('\\', '/');
  const name = below.startsWith('..') ? basename(path) : below;
  return { name, path, type: typeOf(path, types) ?? '', bytes: (await stat(path)).size };
}

const typeOf = (path: string, types: Record<string, string>) => types[extname(path).toLowerCase()];
