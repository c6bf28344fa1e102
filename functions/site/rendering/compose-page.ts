import type { SiteConfig } from '../../look/site-config.ts';
import { addressOf } from '../find-address.ts';
import { standingAt } from '../has-page.ts';
import { composeOlderEdition } from '../kinds/book.ts';
import { composeFront } from '../kinds/front.ts';
import { documentAddress, kinds } from '../kinds/kinds.ts';
import { deskPage } from '../pages/desk.tsx';
import { robots } from '../pages/sitemap.ts';
import type { Page } from '../ports.ts';
import { type Address, pathOf, standingAddress } from '../routes.ts';
import { assetNamed } from './assets.ts';
import { composeTermIndex } from './compose-index.ts';
import { composeFeed, composeList, composeYears } from './compose-list.ts';
import { composeShard, composeSitemapIndex, composeStandingSitemap } from './compose-sitemap.ts';
import { deskFile } from './desk-files.ts';
import type { RenderSnapshot } from './render-snapshot.ts';

/** Readers ask again each time, CloudFront after ten seconds. */
const fresh = 'public, max-age=0, s-maxage=10';
/** For what carries a hash of itself in its name. */
const forever = 'public, max-age=31536000, immutable';

/** The page that belongs at a path now, `undefined` if none does: a function of what is stored and of nothing else. */
export async function composePage(path: string, snapshot: RenderSnapshot): Promise<Page | undefined> {
  const address = addressOf(path);
  if (!address) return undefined;
  const [config] = await Promise.all([snapshot.config(), prefetch(address, snapshot)]);
  if (address.page === 'asset') return asset(address.name, config);
  const text = await compose(address, snapshot, config);
  return text === undefined
    ? undefined
    : { body: Buffer.from(text), type: typeOf(address), cacheControl: fresh };
}

/** Requests the document that the page will need, so that one call looks it up together with the press. */
function prefetch(address: Address, snapshot: RenderSnapshot): Promise<unknown> | undefined {
  if (address.page === 'front') return snapshot.published('front');
  if ('slug' in address) return snapshot.published(address.slug);
  const opens = address.page === 'list' || address.page === 'sitemap' ? address.from : undefined;
  return opens === undefined ? undefined : snapshot.published(opens);
}

function compose(
  address: Exclude<Address, { page: 'asset' }>,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  switch (address.page) {
    case 'front':
      return composeFront(snapshot, config);
    case 'document':
      return composeAt(address, address.slug, snapshot, config);
    case 'edition':
      return composeOlderEdition(address, snapshot, config);
    case 'bulletin':
      return composeAt(address, address.slug, snapshot, config);
    case 'latest':
      return Promise.resolve(undefined);
    case 'list':
      return composeUnlessStanding(address, snapshot, config, () => composeList(address, snapshot, config));
    case 'years':
      return composeYears(snapshot, config);
    case 'term-index':
      return composeUnlessStanding(address, snapshot, config, () =>
        composeTermIndex(address, snapshot, config),
      );
    case 'feed':
      return composeFeed(address.list, snapshot, config);
    case 'sitemap-index':
      return composeSitemapIndex(snapshot, config);
    case 'sitemap':
      return composeShard(address.from, snapshot, config);
    case 'standing-sitemap':
      return composeStandingSitemap(snapshot, config);
    case 'robots':
      return Promise.resolve(robots(config.site));
    case 'desk':
      return Promise.resolve(deskPage(config));
  }
}

/** The list, or the standing page that was there before there were such lists. */
async function composeUnlessStanding(
  address: Address,
  snapshot: RenderSnapshot,
  config: SiteConfig,
  composeOwn: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const slug = standingAt(address);
  const standing =
    slug === undefined ? undefined : await composeAt(standingAddress(slug), slug, snapshot, config);
  return standing ?? composeOwn();
}

/** The page of the document that stands at the address now: one that is of another kind or serial has another. */
async function composeAt(
  address: Address,
  slug: string,
  snapshot: RenderSnapshot,
  config: SiteConfig,
): Promise<string | undefined> {
  const document = await snapshot.published(slug);
  const present = document && documentAddress(document);
  if (!present || pathOf(present) !== pathOf(address)) return undefined;
  return kinds.get(document.fields.kind)?.pages?.compose(document, snapshot, config);
}

function asset(name: string, config: SiteConfig): Page | undefined {
  const found = assetNamed(name, config) ?? deskFile(name);
  return found && { body: Buffer.from(found.body), type: found.type, cacheControl: forever };
}

function typeOf({ page }: Address): string {
  switch (page) {
    case 'feed':
      return 'application/atom+xml; charset=utf-8';
    case 'sitemap':
    case 'sitemap-index':
    case 'standing-sitemap':
      return 'application/xml; charset=utf-8';
    case 'robots':
      return 'text/plain; charset=utf-8';
    default:
      return 'text/html; charset=utf-8';
  }
}
