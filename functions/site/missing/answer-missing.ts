import type { StoredHead } from '../../content/contract/document.ts';
import { presentHead, readMoves } from '../../content/contract/moves.ts';
import { addressOf } from '../find-address.ts';
import { documentAddress } from '../kinds/kinds.ts';
import { missingPage } from '../pages/text-pages.tsx';
import type { Content } from '../ports.ts';
import { type Address, hrefOf, pathOf } from '../routes.ts';
import { siteConfigOf } from '../site-config.ts';

/** What a reader gets where the bucket has no page. `to` is percent-encoded; `pending` is not rendered yet. */
export type Answer =
  | { outcome: 'moved'; to: string }
  | { outcome: 'gone' | 'missing' | 'pending'; html: string };

export interface Deps {
  content: Pick<Content, 'lookUp'>;
  /** Origin of the site. */
  site: string;
}

/** Finds in the content table why there is no page at the path (as requested, percent-encoded, without query). */
export async function answerMissing(requested: string, deps: Deps): Promise<Answer> {
  const path = decoded(requested);
  const address = path === undefined ? undefined : nearestAddress(path);
  const slug = address && 'slug' in address ? address.slug : undefined;
  const { press, document } = await lookUp(slug, deps);
  const reason = slug === undefined ? whyNoList(path, address) : whyNoDocument(path, document);
  if (reason.outcome === 'moved') return reason;
  return { outcome: reason.outcome, html: missingPage(siteConfigOf(press, deps.site), reason) };
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

/** One call as a rule; one or two more where a marker leads on, however often its document has moved. */
async function lookUp(slug: string | undefined, { content }: Deps) {
  const { documents } = await content.lookUp({ documents: slug ? ['press', slug] : ['press'], terms: [] });
  const press = documents.get('press');
  const document = slug === undefined ? undefined : documents.get(slug);
  const moves = await readMoves(document ? [document] : [], async ({ slugs, ids }) => {
    const found = await content.lookUp({ documents: slugs, ids, terms: [] });
    return { heads: found.documents, slugs: found.slugs };
  });
  return {
    press: press?.status === 'published' ? press : undefined,
    document: document && presentHead(document, moves),
  };
}

type Reason =
  | { outcome: 'moved'; to: string }
  | { outcome: 'gone'; reason?: string }
  | { outcome: 'missing' | 'pending' };

function whyNoDocument(path: string | undefined, document: StoredHead | undefined): Reason {
  if (document?.status === 'withdrawn') return { outcome: 'gone', reason: document.reason };
  if (document?.status !== 'published') return { outcome: 'missing' };
  const address = documentAddress(document);
  if (!address) return { outcome: 'missing' };
  return pathOf(address) === path ? { outcome: 'pending' } : { outcome: 'moved', to: hrefOf(address) };
}

/** The pages of lists with entries are in the bucket: only the spelling of their path can be wrong. */
function whyNoList(path: string | undefined, address: Address | undefined): Reason {
  if (!address) return { outcome: 'missing' };
  if (pathOf(address) !== path) return { outcome: 'moved', to: hrefOf(address) };
  // There is always a front page, after the first render of a new press.
  return { outcome: address.page === 'front' ? 'pending' : 'missing' };
}
