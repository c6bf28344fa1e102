import { isLive, isPublic, type Revision, type StoredHead } from '../../content/contract/document.ts';
import { mayRead, type Viewer } from '../../content/contract/own-documents.ts';
import type { Body, Notice } from '../../content/contract/values.ts';
import type { Fields } from '../../content/kinds/kinds.ts';
import type {
  AbsentPicture,
  PreviewAnswer,
  PreviewJob,
  ReadPreview,
} from '../../content/preview/read-preview.ts';
import { absoluteHtml } from '../../look/absolute-html.ts';
import { escaped } from '../../look/markup.tsx';
import { Problem } from '../../runtime/problem.ts';
import { placesAmongOthers, withoutCover } from './as-published.ts';
import { comingWith } from './coming-edition.ts';
import { composeUnpublished, pathFor, withOriginals } from './compose-unpublished.ts';
import type { PreviewDeps } from './show-preview.ts';

/** Reads what people write as content reads what they hand in. Never rejects over a text: one that cannot be read, or not
 *  in time, is refused. */
export interface TextReader {
  read(job: PreviewJob): Promise<PreviewAnswer>;
}

export interface PreviewTextDeps extends Omit<PreviewDeps, 'keys'> {
  reader: TextReader;
}

export interface TextPreview {
  /** The whole page, for a frame of its own: without scripts, with whole addresses. Null for a text that would be refused. */
  html: string | null;
  notices: Notice[];
}

/**
 * A text as readers would see it, and what a receipt would say of it, for what the text itself shows; nothing is stored.
 * Where it names pictures of its document, these are shown, and others by their names.
 * @param asked.slug The document it is a version of, if there is one: of several revisions the newest that they may read.
 * @throws Problem 413 for a page that is too large to be answered.
 */
export async function previewText(
  { name, text, slug }: { name: string; text: string; slug?: string },
  who: Viewer,
  deps: PreviewTextDeps,
): Promise<TextPreview> {
  const stored = slug === undefined ? undefined : await newestReadable(slug, who, deps);
  const read = await deps.reader.read({ name, text, earlier: stored && earlierOf(stored) });
  if (read.outcome === 'refused') return { html: null, notices: read.notices };
  const now = deps.clock.now().toISOString();
  const { at, drafts } = who.isEditor ? await comingAlong(read, stored, now, deps) : { at: now, drafts: [] };
  const document = asDocument(read, stored, at);
  const page = await pageOf(document, read.body, drafts, deps);
  const own = stored?.isShown ? [] : [{ ...document, inText: read.body.pictures }];
  const { html: shown } = await withOriginals(page, [...own, ...drafts], deps);
  const html = absoluteHtml(withoutScripts(withNames(shown, read.absent)), deps.site);
  return { html: answerable(html), notices: [...read.notices, ...shownElsewhere(name, read.fields)] };
}

/** What stands or waits at a slug. */
interface Stored {
  head: StoredHead;
  revision: Revision;
  body: Body;
  /** Readers have it, and its pictures. */
  isShown: boolean;
}

async function newestReadable(
  slug: string,
  who: Viewer,
  { revisions, bodies }: PreviewTextDeps,
): Promise<Stored | undefined> {
  const head = await revisions.head(slug);
  if (!isLive(head)) return undefined;
  const waiting = head.pending && (await revisions.revision(slug, head.pending.revision, head.since));
  const revision = [waiting ?? [], head].flat().find((one) => one.body && mayRead(who, head, one));
  if (!revision) return undefined;
  const isShown = revision === head && head.status === 'published';
  return { head, revision, body: await bodies.body(revision.body), isShown };
}

const earlierOf = ({ head, revision: { fields, pages }, body, isShown }: Stored): PreviewJob['earlier'] => ({
  fields: isShown ? fields : withoutCover(fields, head),
  body,
  ...(pages && { pages }),
});

/** No key of the archive is like it. */
const unstored = 'unstored';

/** With what is to come with it, and when. What readers have already comes at no time any more. */
async function comingAlong(
  { fields, slug, titleSlug }: ReadPreview,
  stored: Stored | undefined,
  now: string,
  deps: PreviewTextDeps,
) {
  const { head } = stored ?? {};
  const document = { ...head, fields, slug: head?.slug ?? slug ?? titleSlug };
  const { at = now, drafts } = await comingWith(document, now, deps);
  return { at, drafts };
}

/** What it would be, had it been handed in and published. */
function asDocument(read: ReadPreview, stored: Stored | undefined, now: string): StoredHead {
  const { fields } = read;
  const before = stored && isPublic(stored.head) ? stored.head.published : undefined;
  const published = ('published' in fields ? fields.published : undefined) ?? before ?? now;
  const slug = stored?.head.slug ?? read.slug ?? read.titleSlug;
  return {
    ...{ slug, status: 'published', revision: 1, revisions: 1, fields, published, at: now },
    ...{ order: '', by: '', name: '', source: '', manuscript: '', entry: '', body: unstored },
    originals: stored?.revision.originals ?? {},
    lists: placesAmongOthers(fields, published, slug),
  };
}

/** A kind whose page another room makes is shown by its text. */
async function pageOf(
  document: StoredHead,
  body: Body,
  drafts: StoredHead[],
  deps: PreviewTextDeps,
): Promise<string> {
  const shown = pathFor(document) === undefined ? { ...document, fields: asPage(document.fields) } : document;
  const page = await composeUnpublished(shown, deps, { body, drafts });
  if (!page) throw new Error(`No page was made of a document of the kind ${shown.fields.kind}`);
  return page.html;
}

function asPage(fields: Fields): Extract<Fields, { kind: 'page' }> {
  const { title } = fields;
  return {
    kind: 'page',
    title,
    ...('standfirst' in fields && fields.standfirst && { standfirst: fields.standfirst }),
    ...('language' in fields && fields.language && { language: fields.language }),
    ...('picture' in fields && fields.picture && { picture: fields.picture }),
  };
}

const around: Partial<Record<Fields['kind'], string>> = {
  event: 'The page of an event also has its dates, its programme and its tickets, which are not shown here.',
  newsletter: 'The letter also has the pieces that it carries, which are not shown here.',
};

function shownElsewhere(file: string, { kind }: Fields): Notice[] {
  const text = around[kind];
  return text === undefined ? [] : [{ level: 'note', file, text }];
}

/** Data for search engines: browsers run none of it. In what is rendered here it ends with the first such tag. */
const withoutScripts = (html: string): string => html.replace(/<script\b[^>]*>.*?<\/script>/gs, '');

/** A frame with its name where a picture will be. In what is rendered here values are quoted. */
function withNames(html: string, absent: AbsentPicture[]): string {
  const paths = new Map(absent.map(({ path, src }) => [src, path]));
  return html.replace(/<img\b(?:"[^"]*"|[^">])*>/g, (tag) => {
    const path = paths.get(/ src="([^"]*)"/.exec(tag)?.[1] ?? '');
    return path === undefined
      ? tag
      : `<span class="absent rubric" data-picture="${escaped(path)}">${escaped(path)}</span>`;
  });
}

/** In bytes. Lambda answers with at most 6 MB, of JSON within JSON. */
const mostHtml = 5_000_000;

function answerable(html: string): string {
  if (Buffer.byteLength(JSON.stringify(JSON.stringify(html))) <= mostHtml) return html;
  throw new Problem(413, 'The page of this text is too large to be previewed. Hand the text in, in parts.');
}
