import { isLive, isPublic, type Revision, type StoredHead } from '../../content/contract/document.ts';
import { entryOf, listOf, type Membership, placeInSeries } from '../../content/contract/lists.ts';
import { picturesIn } from '../../content/contract/shown-pictures.ts';
import type { Picture } from '../../content/contract/values.ts';
import type { Fields } from '../../content/kinds/kinds.ts';
import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { slugOf } from '../../runtime/slug.ts';
import { documentAddress } from '../kinds/kinds.ts';
import { previewed } from '../pages/preview-notice.tsx';
import { composePage } from '../rendering/compose-page.ts';
import { type RenderSnapshot, renderSnapshot, type Sources } from '../rendering/render-snapshot.ts';
import { pathOf } from '../routes.ts';
import { siteConfigOf } from '../site-config.ts';
import { linkIn, type PreviewLink, previewLife, previewPurpose, textOf } from './preview-link.ts';

export interface PreviewDeps extends Sources {
  revisions: {
    head(slug: string): Promise<StoredHead | undefined>;
    revision(slug: string, revision: number, since?: string): Promise<Revision | undefined>;
  };
  /** A link to an original of the archive, for some minutes, at which it is of this media type. */
  originals: { sign(key: string, type: string | undefined): Promise<string> };
  keys: Pick<Keys, 'sign' | 'verify'>;
  clock: Clock;
}

/**
 * An address at which what waits to be published is shown as readers will see it. It works for a week, and no more once
 * the document is published or withdrawn.
 * @throws Problem 404 where there is no such document, 409 where nothing waits or its kind has no page.
 */
export async function linkPreview(
  slug: string,
  { revisions, keys, clock, site }: PreviewDeps,
): Promise<{ url: string; expires: string }> {
  const head = await revisions.head(slug);
  if (!isLive(head)) throw new Problem(404, `There is no document “${slug}”.`);
  if (pathFor(head) === undefined)
    throw new Problem(
      409,
      `“${slug}” is of the kind ${head.fields.kind}, which has no page to be previewed.`,
    );
  const revision = isNewerBeside(head) ? head.pending?.revision : head.revision;
  if (revision === undefined)
    throw new Problem(409, `Nothing of “${slug}” waits to be published: readers have what there is.`);
  const now = clock.now().getTime();
  const expires = new Date(now + previewLife).toISOString();
  const text = textOf({ slug, revision, made: new Date(now).toISOString(), expires });
  const signature = await keys.sign(previewPurpose, text);
  return { url: `${site}/api/previews/${text}.${signature}`, expires: `${expires.slice(0, 19)}Z` };
}

/** As “press publish” takes the newest draft, whoever handed it in. What is scheduled becomes live by itself, so it is that. */
const isNewerBeside = (head: StoredHead): boolean =>
  isPublic(head) || (head.status !== 'scheduled' && (head.pending?.order ?? '') > head.order);

/** The page as HTML, and the origins that its pictures come from. @throws Problem 404 and 410 in words for readers. */
export async function showPreview(
  link: string,
  deps: PreviewDeps,
): Promise<{ html: string; origins: string[] }> {
  const wanted = await verified(link, deps);
  const head = await deps.revisions.head(wanted.slug);
  if (!isLive(head)) throw over();
  const revision = await deps.revisions.revision(wanted.slug, wanted.revision, head.since);
  if (!revision?.body || isDecided(head, revision, wanted)) throw over();
  const document = asPublished(head, revision, wanted.made);
  const snapshot = withDocument(document, renderSnapshot(deps), deps.site);
  const path = pathFor(document);
  const page = path === undefined ? undefined : await composePage(path, snapshot);
  if (!page) throw over();
  const { language } = await snapshot.config();
  const { fields } = document;
  const entry = fields.kind === 'article' ? entryOf({ ...document, fields }) : undefined;
  const html = previewed(Buffer.from(page.body).toString(), { entry, language });
  return withPictures(html, document, deps);
}

async function verified(link: string, { keys, clock }: PreviewDeps): Promise<PreviewLink> {
  const [text = '', ...signature] = link.split('.');
  const isOurs = await keys.verify(previewPurpose, text, signature.join('.'));
  const found = isOurs ? linkIn(text) : undefined;
  if (!found) throw new Problem(404, 'There is no preview at this address. Perhaps the link was cut off.');
  if (found.expires <= clock.now().toISOString()) throw over();
  return found;
}

const over = () =>
  new Problem(
    410,
    'This preview is over: a week has passed, or what it showed was published or changed. Ask the editors for another.',
  );

/** Readers were given something since. */
const isDecided = (head: StoredHead, { source, body }: Revision, { made }: PreviewLink): boolean =>
  isPublic(head) && (head.at > made || (head.source === source && head.body === body));

/** Its page, or that of the site which it changes. */
function pathFor(document: StoredHead): string | undefined {
  const { kind } = document.fields;
  if (kind === 'front' || kind === 'press') return '/';
  const address = documentAddress(document);
  return address && pathOf(address);
}

/** In its places among others, so that the page leads on as it will. */
function asPublished(head: StoredHead, revision: Revision, made: string): StoredHead {
  const own = 'published' in revision.fields ? revision.fields.published : undefined;
  const published = revision.published ?? own ?? made;
  const fields = withoutCover(revision.fields, head);
  const lists = placesAmongOthers(fields, `${published}#${head.slug}`);
  return { ...head, ...revision, fields, status: 'published', published, lists };
}

/** The cover of a PDF is made of it and is no original: it is shown where readers have it. */
function withoutCover(fields: Fields, { status, fields: present }: StoredHead): Fields {
  if (!('file' in fields) || !fields.file) return fields;
  const isShown = status === 'published' && 'file' in present && present.file?.path === fields.file.path;
  const { cover, ...file } = fields.file;
  return isShown ? fields : { ...fields, file };
}

/** The lists from which the page of an article takes what is next to it. */
function placesAmongOthers(fields: Fields, sort: string): Membership[] {
  if (fields.kind !== 'article') return [];
  const { section, series } = fields;
  return [
    ...(section === undefined ? [] : [{ list: listOf({ kind: 'sections', slug: slugOf(section) }), sort }]),
    ...(series === undefined ? [] : [placeInSeries(slugOf(series.title), series.part, sort)]),
  ];
}

const withDocument = (document: StoredHead, snapshot: RenderSnapshot, site: string): RenderSnapshot => ({
  ...snapshot,
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
async function withPictures(
  html: string,
  document: StoredHead,
  { bodies, originals }: PreviewDeps,
): Promise<{ html: string; origins: string[] }> {
  const body = await bodies.body(document.body);
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
