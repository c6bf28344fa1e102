import type { StoredHead } from '../../content/contract/document.ts';
import { entryOf, type List } from '../../content/contract/lists.ts';
import { picturesIn } from '../../content/contract/shown-pictures.ts';
import type { Body, Picture } from '../../content/contract/values.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { byteOrder } from '../../runtime/byte-order.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { documentAddress } from '../kinds/kinds.ts';
import type { ListEntry, ListRange } from '../ports.ts';
import { composePage } from '../rendering/compose-page.ts';
import { type RenderSnapshot, renderSnapshot, type Sources } from '../rendering/render-snapshot.ts';
import { pathOf } from '../routes.ts';
import { siteConfigOf } from '../site-config.ts';

export interface Originals {
  /** A link to an original of the archive, for some minutes, at which it is of this media type. */
  sign(key: string, type: string | undefined): Promise<string>;
}

/** The page of a document that readers do not have, as if they had it and the drafts that come with it, among all that
 *  they have. Undefined for a kind without one. @param more.body Its text, where that is not stored. */
export async function composeUnpublished(
  document: StoredHead,
  sources: Sources,
  { body, drafts = [] }: { body?: Body; drafts?: StoredHead[] } = {},
): Promise<{ html: string; config: SiteConfig } | undefined> {
  const snapshot = withDocument({ document, body, drafts }, renderSnapshot(sources), sources.site);
  const path = pathFor(document);
  const page = path === undefined ? undefined : await composePage(path, snapshot);
  return page && { html: Buffer.from(page.body).toString(), config: await snapshot.config() };
}

/** Its page, or that of the site which it changes. */
export function pathFor(document: StoredHead): string | undefined {
  const { kind } = document.fields;
  if (kind === 'front' || kind === 'press') return '/';
  const address = documentAddress(document);
  return address && pathOf(address);
}

interface Unpublished {
  document: StoredHead;
  body: Body | undefined;
  /** What readers get with it. */
  drafts: StoredHead[];
}

function withDocument(
  { document, body, drafts }: Unpublished,
  snapshot: RenderSnapshot,
  site: string,
): RenderSnapshot {
  const shown = new Map([...drafts, document].map((head) => [head.slug, head]));
  const press = shown.get('press');
  return {
    ...snapshot,
    body: async (key) => (body && key === document.body ? body : snapshot.body(key)),
    published: async (slug) => shown.get(slug) ?? snapshot.published(slug),
    publishedOrMoved: async (slug) =>
      shown.get(slug) ?? presentOf(await snapshot.publishedOrMoved(slug), shown),
    // What readers have of them stands in lists at its old place. The document itself is not to be its own neighbour.
    entries: async (list, range) => {
      const found = await snapshot.entries(list, { ...range, count: range.count + shown.size });
      const others = found.filter(({ entry }) => !shown.has(entry.slug));
      return inRange([...others, ...drafts.flatMap((draft) => entriesOf(draft, list))], range);
    },
    config: async () => (press ? siteConfigOf(press, site) : snapshot.config()),
  };
}

/** A document that an older slug leads to, as it will be. */
const presentOf = (head: StoredHead | undefined, shown: ReadonlyMap<string, StoredHead>) =>
  head && (shown.get(head.slug) ?? head);

const entriesOf = (head: StoredHead, list: List): ListEntry[] =>
  head.lists.flatMap((place) =>
    place.list === list ? { sort: place.sort, border: false, entry: entryOf(head) } : [],
  );

function inRange(entries: ListEntry[], range: ListRange): ListEntry[] {
  const isIn = ({ sort }: ListEntry): boolean =>
    range.towards === 'newer'
      ? byteOrder(sort, range.above) > 0
      : (range.from === undefined || byteOrder(sort, range.from) <= 0) &&
        (range.below === undefined || byteOrder(sort, range.below) < 0);
  const ordered = entries.filter(isIn).sort((one, other) => byteOrder(one.sort, other.sort));
  return (range.towards === 'newer' ? ordered : ordered.reverse()).slice(0, range.count);
}

/** Readers have no pictures of what is not published: the page shows the originals. */
export async function withOriginals(
  html: string,
  documents: ShownDocument[],
  { originals }: { originals: Originals },
): Promise<{ html: string; origins: string[] }> {
  const files = documents.flatMap((document) =>
    filesShown(document).map((file) => ({ ...file, key: document.originals[file.name] })),
  );
  const present = files.filter(({ paths }) => paths.some((path) => html.includes(path)));
  const signed = await mapConcurrently(present, { concurrency: 8 }, async ({ name, paths, key }) => {
    return key === undefined ? [] : [{ paths, url: await originals.sign(key, mediaTypeOf(name)) }];
  });
  const shown = signed.flat();
  const origins = [...new Set(shown.map(({ url }) => new URL(url).origin))];
  return { html: shown.reduce(withFile, html), origins };
}

interface ShownDocument extends Pick<StoredHead, 'fields' | 'originals'> {
  /** Of its text, where that is shown. */
  inText?: Picture[];
}

interface FileShown {
  /** As handed in. */
  name: string;
  /** Where readers will get it. */
  paths: string[];
}

/** Pictures and the PDF. Of its cover there is no original: see `withoutCover`. */
function filesShown({ fields, inText = [] }: ShownDocument): FileShown[] {
  const file = 'file' in fields ? fields.file : undefined;
  const pictures = [...picturesIn(fields), ...inText].map(({ name, src, variants }) => ({
    name,
    paths: [src, ...variants.map(({ path }) => path)],
  }));
  return [...pictures, ...(file ? [{ name: file.name, paths: [file.path] }] : [])];
}

/** Originals are stored without one: browsers find out what a picture is, but for a drawing, which is text. */
const mediaTypeOf = (name: string): string | undefined =>
  [[/\.svg$/i, 'image/svg+xml'] as const, [/\.pdf$/i, 'application/pdf'] as const].find(([ending]) =>
    ending.test(name),
  )?.[1];

/** As a source alone, and in a list of several sizes. */
const placesOfAddress = [
  ['"', '"'],
  ['"', ' '],
  [' ', ' '],
];

function withFile(html: string, { paths, url }: { paths: string[]; url: string }): string {
  const places = paths.flatMap((path) =>
    placesOfAddress.map(([before, after]) => [before, path, after] as const),
  );
  return places.reduce(
    (text, [before, path, after]) =>
      text.replaceAll(`${before}${path}${after}`, () => `${before}${inHtml(url)}${after}`),
    html,
  );
}

const inHtml = (url: string): string => url.replaceAll('&', '&amp;').replaceAll(',', '%2C');
