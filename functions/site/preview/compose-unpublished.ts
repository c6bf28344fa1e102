import type { StoredHead } from '../../content/contract/document.ts';
import { listOf, type Membership, placeInSeries } from '../../content/contract/lists.ts';
import { placeInSerial } from '../../content/contract/serials.ts';
import { picturesIn } from '../../content/contract/shown-pictures.ts';
import { type Body, type PartialDate, type Picture, sortDate } from '../../content/contract/values.ts';
import type { Fields } from '../../content/kinds/kinds.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { slugOf } from '../../runtime/slug.ts';
import { documentAddress } from '../kinds/kinds.ts';
import { composePage } from '../rendering/compose-page.ts';
import { type RenderSnapshot, renderSnapshot, type Sources } from '../rendering/render-snapshot.ts';
import { pathOf } from '../routes.ts';
import { siteConfigOf } from '../site-config.ts';

export interface Originals {
  /** A link to an original of the archive, for some minutes, at which it is of this media type. */
  sign(key: string, type: string | undefined): Promise<string>;
}

/** The page of a document that readers do not have, as if they had it, among all that they have. Undefined for a kind
 *  without one. @param body Its text, where that is not stored. */
export async function composeUnpublished(
  document: StoredHead,
  sources: Sources,
  body?: Body,
): Promise<{ html: string; language: string } | undefined> {
  const snapshot = withDocument({ document, body }, renderSnapshot(sources), sources.site);
  const path = pathFor(document);
  const page = path === undefined ? undefined : await composePage(path, snapshot);
  const { language } = await snapshot.config();
  return page && { html: Buffer.from(page.body).toString(), language };
}

/** Its page, or that of the site which it changes. */
export function pathFor(document: StoredHead): string | undefined {
  const { kind } = document.fields;
  if (kind === 'front' || kind === 'press') return '/';
  const address = documentAddress(document);
  return address && pathOf(address);
}

/** The cover of a PDF is made of it and is no original: it is shown where readers have it. */
export function withoutCover(fields: Fields, { status, fields: present }: StoredHead): Fields {
  if (!('file' in fields) || !fields.file) return fields;
  const isShown = status === 'published' && 'file' in present && present.file?.path === fields.file.path;
  const { cover, ...file } = fields.file;
  return isShown ? fields : { ...fields, file };
}

/** The lists from which the page of an article or a bulletin takes what is next to it. */
export function placesAmongOthers(fields: Fields, published: PartialDate, slug: string): Membership[] {
  const sort = `${sortDate(published)}#${slug}`;
  if (fields.kind === 'bulletin') return [placeInSerial(fields.serial.slug, fields, sort)];
  if (fields.kind !== 'article') return [];
  const { section, series } = fields;
  return [
    ...(section === undefined ? [] : [{ list: listOf({ kind: 'sections', slug: slugOf(section) }), sort }]),
    ...(series === undefined ? [] : [placeInSeries(slugOf(series.title), series.part, sort)]),
  ];
}

const withDocument = (
  { document, body }: { document: StoredHead; body: Body | undefined },
  snapshot: RenderSnapshot,
  site: string,
): RenderSnapshot => ({
  ...snapshot,
  body: async (key) => (body && key === document.body ? body : snapshot.body(key)),
  published: async (slug) => (slug === document.slug ? document : snapshot.published(slug)),
  publishedOrMoved: async (slug) => (slug === document.slug ? document : snapshot.publishedOrMoved(slug)),
  // What readers have of it stands in lists, and is not to be its own neighbour.
  entries: async (list, range) => {
    const found = await snapshot.entries(list, { ...range, count: range.count + 1 });
    return found.filter(({ entry }) => entry.slug !== document.slug).slice(0, range.count);
  },
  config: async () => (document.slug === 'press' ? siteConfigOf(document, site) : snapshot.config()),
});

/** Readers have no pictures of what is not published: the page shows the originals. */
export async function withOriginals(
  html: string,
  document: Pick<StoredHead, 'fields' | 'originals'>,
  body: Body,
  { originals }: { originals: Originals },
): Promise<{ html: string; origins: string[] }> {
  const files = filesShown(document.fields, body.pictures);
  const signed = await mapConcurrently(files, { concurrency: 8 }, async ({ name, paths }) => {
    const key = document.originals[name];
    return key === undefined ? [] : [{ paths, url: await originals.sign(key, mediaTypeOf(name)) }];
  });
  const shown = signed.flat();
  const origins = [...new Set(shown.map(({ url }) => new URL(url).origin))];
  return { html: shown.reduce(withFile, html), origins };
}

interface FileShown {
  /** As handed in. */
  name: string;
  /** Where readers will get it. */
  paths: string[];
}

/** Pictures and the PDF. Of its cover there is no original: see `asPublished`. */
function filesShown(fields: Fields, inBody: Picture[]): FileShown[] {
  const file = 'file' in fields ? fields.file : undefined;
  const pictures = [...picturesIn(fields), ...inBody].map(({ name, src, variants }) => ({
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
