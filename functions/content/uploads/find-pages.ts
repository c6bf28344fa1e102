import { posix } from 'node:path';
import { follow } from '../documents/claim.ts';
import { pathOf } from '../kinds/kinds.ts';
import { mostLinks } from '../manuscripts/markdown/body-context.ts';
import type { ContentStore } from '../ports.ts';
import { readLeads } from './look-up-claims.ts';
import { limits } from './upload.ts';

interface Deps {
  /** Site paths of the upload's own documents, by the names of their files. */
  ownPages: ReadonlyMap<string, string>;
  content: Pick<ContentStore, 'lookUp'>;
}

/** A manuscript's name and the site path of what it became. */
type Page = readonly [name: string, path: string];

/**
 * Site paths of the pages to which `manuscript` links by the paths of their manuscripts. A file of exactly that name
 * comes first, of the upload or of an earlier one; else the only other one whose path ends alike, because the same
 * file may have been handed in from another folder. What leads to nothing, or to several, is left out.
 */
export async function findPages(
  paths: string[],
  manuscript: string,
  { ownPages, content }: Deps,
): Promise<Map<string, string>> {
  const links = paths.slice(0, mostLinks).map((path) => ({ path, names: namesOf(path, manuscript) }));
  const stored = await storedPages(
    links.flatMap(({ names }) => names).filter((name) => !ownPages.has(name)),
    content,
  );
  const others = [...ownPages, ...stored.alike].filter(([name]) => name !== manuscript);
  return new Map(
    links.flatMap(({ path, names }) => {
      const exact = names.map((name) => ownPages.get(name) ?? stored.exact.get(name));
      const page = exact.find((one) => one !== undefined) ?? onlyPage(others, names);
      return page === undefined ? [] : [[path, page] as const];
    }),
  );
}

/** The files among `names` to which `manuscript` may link by these paths. */
export function linkedFiles(paths: string[], manuscript: string, names: string[]): Set<string> {
  const wanted = paths.slice(0, mostLinks).flatMap((path) => namesOf(path, manuscript));
  return new Set(names.filter((name) => wanted.some((one) => endAlike(name, one))));
}

/** Names under which the file may have been handed in: seen from the manuscript's folder, or from the upload's. */
function namesOf(path: string, manuscript: string): string[] {
  const beside = path.startsWith('/') ? [] : [posix.join(posix.dirname(manuscript), path)];
  const names = [...beside, posix.normalize(path)].map((name) => name.replace(/^(?:\.\.\/|\/)+/, ''));
  return [...new Set(names)].filter((name) => name.length <= limits.name);
}

/** Live documents that files of these names became, and of these base names under the name they have now. */
async function storedPages(
  names: string[],
  content: Deps['content'],
): Promise<{ exact: Map<string, string>; alike: Page[] }> {
  if (!names.length) return { exact: new Map(), alike: [] };
  const asked = { slugs: [], filenames: names.map((name) => ({ name, title: '' })) };
  const { filenames, namesakes } = await content.lookUp(asked);
  const alike = [...namesakes.values()].flat().map(({ slug }) => slug);
  const slugs = [...new Set([...filenames.values(), ...alike])];
  if (!slugs.length) return { exact: new Map(), alike: [] };
  const { heads: found } = await content.lookUp({ slugs, filenames: [] });
  const moves = await readLeads([...found.values()], content);
  const pageOf = (slug: string, name?: string): Page[] => {
    const head = follow(slug, moves);
    return head ? [[name ?? head.name, pathOf(head.fields, head.slug)]] : [];
  };
  return {
    exact: new Map([...filenames].flatMap(([name, slug]) => pageOf(slug, name))),
    alike: alike.flatMap((slug) => pageOf(slug)),
  };
}

const endAlike = (a: string, b: string): boolean => a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);

/** The page of the only document whose file's path ends like one of the names, or the other way round. */
function onlyPage(pages: Page[], names: string[]): string | undefined {
  const alike = pages.filter(([name]) => names.some((wanted) => endAlike(name, wanted)));
  const paths = new Set(alike.map(([, path]) => path));
  return paths.size === 1 ? [...paths][0] : undefined;
}
