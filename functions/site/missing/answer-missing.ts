import type { StoredHead } from '../../content/contract/document.ts';
import { type List, termOf } from '../../content/contract/lists.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import { numbersOf, placesOfNumber } from '../../content/contract/serials.ts';
import { addressOf } from '../find-address.ts';
import { documentIn, hasPage, type Published } from '../has-page.ts';
import { documentAddress, documentHref } from '../kinds/kinds.ts';
import { missingPage } from '../pages/text-pages.tsx';
import type { Content } from '../ports.ts';
import { type Address, bulletinAddress, hrefOf, pathOf } from '../routes.ts';
import { siteConfigOf } from '../site-config.ts';

/** What a reader gets where the bucket has no page. `to` is percent-encoded, and `elsewhere` leads there for now;
 *  `pending` is not rendered yet. */
export type Answer =
  | { outcome: 'moved' | 'elsewhere'; to: string }
  | { outcome: 'gone' | 'missing' | 'pending'; html: string };

export interface Deps {
  content: Pick<Content, 'lookUp' | 'positions' | 'terms' | 'termsUpTo'>;
  /** Origin of the site. */
  site: string;
}

/**
 * Finds in the content table why there is no page at the path (as requested, percent-encoded, without query). What the
 * renderer makes a page of is on its way: other pages may link to it already.
 */
export async function answerMissing(requested: string, deps: Deps): Promise<Answer> {
  const path = decoded(requested);
  const address = path === undefined ? undefined : nearestAddress(path);
  const documents = await lookUp(address, deps);
  const press = documents.get('press');
  const config = siteConfigOf(press?.status === 'published' ? press : undefined, deps.site);
  const reason = await whyNoPage(path, address, { documents, config }, deps);
  return 'to' in reason ? reason : { outcome: reason.outcome, html: missingPage(config, reason) };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
      .normalize('NFC')
      .replace(/\/index\.html$/, '/');
  } catch {
    // Not UTF-8: the site has no such path.
    return undefined;
  }
}

/** Slugs and names are lower-case, and folders end in a slash. */
function nearestAddress(requested: string): Address | undefined {
  const path = requested.toLowerCase().replace(/\/+/g, '/').replace(/\/$/, '');
  return addressOf(`${path}/`) ?? addressOf(path);
}

/** The press, and the document that the address names. */
async function lookUp(address: Address | undefined, { content }: Deps) {
  const slug = address && documentIn(address);
  const { documents } = await content.lookUp({ documents: slug ? ['press', slug] : ['press'], terms: [] });
  return documents;
}

type Reason =
  | { outcome: 'moved' | 'elsewhere'; to: string }
  | { outcome: 'gone'; reason?: string }
  | { outcome: 'missing' | 'pending' };

async function whyNoPage(
  path: string | undefined,
  address: Address | undefined,
  published: Published,
  deps: Deps,
): Promise<Reason> {
  if (!address || address.page === 'asset') return { outcome: 'missing' };
  if (address.page === 'latest') return newestNumber(numbersOf(address.serial), {}, deps);
  if (address.page === 'document' || address.page === 'edition' || address.page === 'bulletin') {
    const document = published.documents.get(address.slug);
    if (!document && address.page === 'bulletin') return byNumber(address, deps);
    const found = document && (await present(document, deps));
    const isPending = address.page === 'edition' && (await hasPage(address, published, deps.content));
    return isPending ? { outcome: 'pending' } : whyNoDocument(path, found);
  }
  // Only the spelling of the path is wrong, perhaps.
  if (pathOf(address) !== path) return { outcome: 'moved', to: hrefOf(address) };
  return { outcome: (await hasPage(address, published, deps.content)) ? 'pending' : 'missing' };
}

/** A bulletin at the number it has in its serial, where no document has that for a slug. */
async function byNumber({ serial, slug }: { serial: string; slug: string }, deps: Deps): Promise<Reason> {
  const begins = placesOfNumber(slug);
  if (begins === undefined) return { outcome: 'missing' };
  return newestNumber(numbersOf(serial), { begins, below: `${begins}~` }, deps);
}

/** It is read from the table and no page: the newest number has one address, and this one leads there. */
async function newestNumber(
  list: List,
  { begins = '', below }: { begins?: string; below?: string },
  { content }: Deps,
): Promise<Reason> {
  const [newest] = await content.positions(list, { towards: 'older', below, count: 1 });
  if (!newest?.sort.startsWith(begins)) return { outcome: 'missing' };
  const serial = termOf(list)?.slug ?? '';
  return { outcome: 'elsewhere', to: hrefOf(bulletinAddress(serial, newest.slug)) };
}

function whyNoDocument(path: string | undefined, document: StoredHead | undefined): Reason {
  if (document?.status === 'withdrawn') return { outcome: 'gone', reason: document.reason };
  if (document?.status !== 'published') return { outcome: 'missing' };
  const [address, to] = [documentAddress(document), documentHref(document)];
  if (address && pathOf(address) === path) return { outcome: 'pending' };
  return to === undefined ? { outcome: 'missing' } : { outcome: 'moved', to };
}

/** Where a marker leads on, one or two calls more, however often its document has moved. */
async function present(document: StoredHead, { content }: Deps): Promise<StoredHead | undefined> {
  const moves = await readMoves([document], async ({ slugs, ids }) => {
    const found = await content.lookUp({ documents: slugs, ids, terms: [] });
    return { heads: found.documents, slugs: found.slugs };
  });
  return presentHead(document, moves);
}
