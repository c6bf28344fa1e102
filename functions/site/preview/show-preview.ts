import { idOf, isLive, isPublic, type Revision, type StoredHead } from '../../content/contract/document.ts';
import { entryOf } from '../../content/contract/lists.ts';
import { mayRead, maySee, type Viewer } from '../../content/contract/own-documents.ts';
import { revisionMeant } from '../../content/contract/revision-id.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { Problem } from '../../runtime/problem.ts';
import { type PreviewState, previewed } from '../pages/preview-notice.tsx';
import type { Sources } from '../rendering/render-snapshot.ts';
import { asPublished } from './as-published.ts';
import { comingWith, type Together } from './coming-edition.ts';
import { composeUnpublished, type Originals, pathFor, withOriginals } from './compose-unpublished.ts';
import { linkIn, type PreviewLink, previewLife, previewPurpose, textOf } from './preview-link.ts';

export interface PreviewDeps extends Sources {
  revisions: {
    head(slug: string): Promise<StoredHead | undefined>;
    revision(slug: string, revision: number, since?: string): Promise<Revision | undefined>;
  };
  originals: Originals;
  keys: Pick<Keys, 'sign' | 'verify'>;
  clock: Clock;
}

/**
 * An address at which what waits to be published, or the revision that is named, is shown as readers would see it. It
 * works for a week, and no more once the document is published or withdrawn.
 * @param wanted Number or id of a revision.
 * @throws Problem 404 where there is no such document or revision, 409 where nothing waits or its kind has no page.
 */
export async function linkPreview(
  slug: string,
  who: Viewer,
  { revisions, keys, clock, site }: PreviewDeps,
  wanted?: string,
): Promise<{ url: string; expires: string }> {
  const head = await revisions.head(slug);
  if (!isLive(head) || !maySee(who, head)) throw new Problem(404, `There is no document “${slug}”.`);
  if (pathFor(head) === undefined) throw new Problem(409, withoutPage(head));
  const shown = wanted === undefined ? waiting(head, who) : await namedRevision(head, wanted, who, revisions);
  const now = clock.now().getTime();
  const expires = new Date(now + previewLife).toISOString();
  const made = new Date(now).toISOString();
  const text = textOf({ slug, id: idOf(head), ...shown, made, expires, withOthers: who.isEditor });
  const signature = await keys.sign(previewPurpose, text);
  return { url: `${site}/api/previews/${text}.${signature}`, expires: `${expires.slice(0, 19)}Z` };
}

const withoutPage = ({ slug, fields: { kind } }: StoredHead): string =>
  `“${slug}” is of the kind ${kind}, which has no page to be previewed${
    kind === 'newsletter' ? `: “press newsletter preview ${slug}” shows its mail` : ''
  }.`;

function waiting(head: StoredHead, who: Viewer): Pick<PreviewLink, 'revision'> {
  const waits = isNewerBeside(head) ? head.pending : head;
  if (waits !== undefined && mayRead(who, head, { ...waits, slug: head.slug }))
    return { revision: waits.revision };
  throw new Problem(
    409,
    `Nothing of “${head.slug}” waits to be published: readers have what there is. To see a revision, name its number.`,
  );
}

async function namedRevision(
  head: StoredHead,
  wanted: string,
  who: Viewer,
  revisions: PreviewDeps['revisions'],
): Promise<Pick<PreviewLink, 'revision' | 'from'>> {
  const meant = revisionMeant(head.slug, wanted);
  const found = meant && (await revisionFrom(meant.slug, meant.revision, head, revisions));
  if (!meant || !found || !mayRead(who, head, found))
    throw new Problem(
      404,
      `“${head.slug}” has no revision ${wanted} with a text: “press show ${head.slug}” lists them.`,
    );
  return { revision: meant.revision, from: meant.slug };
}

/** A revision of this document, also from under a slug that leads here now. */
async function revisionFrom(
  slug: string,
  number: number,
  head: StoredHead,
  revisions: PreviewDeps['revisions'],
): Promise<Revision | undefined> {
  const at = slug === head.slug ? head : await revisions.head(slug);
  const isOfIt = at === head || (at?.status === 'moved' && idOf(at) === idOf(head));
  const found = isOfIt ? await revisions.revision(slug, number, at?.since) : undefined;
  return found?.body && found.status !== 'moved' ? found : undefined;
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
  if (!isLive(head) || idOf(head) !== wanted.id) throw over();
  const { slug, from = slug, revision: number } = wanted;
  const revision = await revisionFrom(from, number, head, deps.revisions);
  if (!revision || isDecided(head, revision, wanted)) throw over();
  const { at, drafts } = await comingAlong(head, revision, wanted, deps);
  const document = asPublished(head, revision, { at, now: wanted.made });
  const page = await composeUnpublished(document, deps, { drafts });
  if (!page) throw over();
  const { fields } = document;
  const entry = fields.kind === 'article' ? entryOf({ ...document, fields }) : undefined;
  const html = previewed(page.html, { entry, config: page.config, state: stateOf(head, revision) });
  const { pictures: inText } = await deps.bodies.body(document.body);
  return withOriginals(html, [{ ...document, inText }, ...drafts], deps);
}

/** What readers get at one moment with what waits; an old revision is shown by itself. */
async function comingAlong(
  head: StoredHead,
  revision: Revision,
  { made, withOthers }: PreviewLink,
  deps: PreviewDeps,
): Promise<Together> {
  if (!withOthers || (isPublic(head) && !isText(head.pending, revision))) return { drafts: [] };
  const { slug, former } = head;
  const { fields, publishAt } = revision;
  return comingWith({ slug, former, fields, publishAt }, made, deps);
}

function stateOf(head: StoredHead, revision: Revision): PreviewState {
  if (head.status !== 'published' || isText(head.pending, revision)) return 'waiting';
  if (isText(head, revision)) return 'present';
  return revision.order < head.order ? 'older' : 'waiting';
}

const isText = (one: Pick<Revision, 'source' | 'body'> | undefined, { source, body }: Revision): boolean =>
  one !== undefined && one.source === source && one.body === body;

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

/** Readers were given something since. What was named may be what they have. */
const isDecided = (head: StoredHead, revision: Revision, { made, from }: PreviewLink): boolean =>
  isPublic(head) && (head.at > made || (from === undefined && isText(head, revision)));
