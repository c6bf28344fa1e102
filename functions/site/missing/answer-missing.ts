import { presentHead, readMoves } from '../../content/contract/moves.ts';
import { missingPage } from '../pages/missing.tsx';
import type { Content, StoredHead } from '../ports.ts';
import { type Address, addressOf, hrefOf, pathOf } from '../routes.ts';
import { siteConfigOf } from '../site-config.ts';

/** What a reader gets where the bucket has no page. `to` is percent-encoded. */
export type Answer =
  | { outcome: 'moved'; to: string }
  | { outcome: 'gone' | 'missing' | 'coming'; html: string };

export interface Deps {
  content: Pick<Content, 'lookUp'>;
  /** Origin of the site. */
  site: string;
}

/** Tells by the content table why no page stands at the path (as asked for, percent-encoded, without query). */
export async function answerMissing(path: string, deps: Deps): Promise<Answer> {
  const asked = readable(path);
  const address = asked === undefined ? undefined : nearest(asked);
  const slug = address && 'slug' in address ? address.slug : undefined;
  const { press, document } = await lookUp(slug, deps);
  const fate = slug === undefined ? fateOfList(asked, address) : fateOf(document, asked);
  if (fate.is === 'at') return { outcome: 'moved', to: fate.href };
  const html = missingPage(siteConfigOf(press, deps.site), words(fate));
  return { outcome: fate.is, html };
}

type Fate =
  | { is: 'at'; href: string }
  | { is: 'gone'; reason?: string }
  | { is: 'missing' }
  | { is: 'coming' };

/** Slugs and names are lower-case, and folders end in a slash. */
function nearest(asked: string): Address | undefined {
  const path = asked.toLowerCase().replace(/\/+/g, '/').replace(/\/$/, '');
  return addressOf(`${path}/`) ?? addressOf(path);
}

function readable(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
      .normalize('NFC')
      .replace(/\/index\.html$/, '/');
  } catch {
    // Not UTF-8: nothing of ours is there.
    return undefined;
  }
}

/** One call as a rule; one or two more where a marker leads on, however often its document has moved. */
async function lookUp(slug: string | undefined, { content }: Deps) {
  const { documents } = await content.lookUp({ documents: slug ? ['press', slug] : ['press'], names: [] });
  const press = documents.get('press');
  const document = slug === undefined ? undefined : documents.get(slug);
  const moves = await readMoves(document ? [document] : [], async ({ slugs, ids }) => {
    const found = await content.lookUp({ documents: slugs, ids, names: [] });
    return { heads: found.documents, slugs: found.slugs };
  });
  return {
    press: press?.status === 'published' ? press : undefined,
    document: document && presentHead(document, moves),
  };
}

function fateOf(document: StoredHead | undefined, asked: string | undefined): Fate {
  if (document?.status === 'withdrawn') return { is: 'gone', reason: document.reason };
  if (document?.status !== 'published') return { is: 'missing' };
  const address = addressOfDocument(document);
  if (!address) return { is: 'missing' };
  return pathOf(address) === asked ? { is: 'coming' } : { is: 'at', href: hrefOf(address) };
}

function addressOfDocument({ slug, fields: { kind } }: StoredHead): Address | undefined {
  if (kind === 'article') return { page: 'article', slug };
  return kind === 'page' ? { page: 'standing', slug } : undefined;
}

/** A list that is there is in the bucket: all that can be put right is how it was written. */
function fateOfList(asked: string | undefined, address: Address | undefined): Fate {
  if (!address) return { is: 'missing' };
  if (pathOf(address) !== asked) return { is: 'at', href: hrefOf(address) };
  // There is always a front page, once the first render of a new press is through.
  return { is: address.page === 'front' ? 'coming' : 'missing' };
}

function words(fate: Exclude<Fate, { is: 'at' }>) {
  switch (fate.is) {
    case 'gone':
      return {
        title: 'No longer published',
        text: fate.reason
          ? 'What stood here has been withdrawn. The editors say:'
          : 'What stood here has been withdrawn.',
        reason: fate.reason,
      };
    case 'coming':
      return {
        title: 'On its way',
        text: 'This page is being made at this very moment. Please try again shortly.',
      };
    case 'missing':
      return {
        title: 'Nothing stands here',
        text: 'There is no page at this address. Perhaps it was mistyped, or the link was wrong.',
      };
  }
}
