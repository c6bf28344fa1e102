import type { Paper } from '../look/paper.ts';
import { assetNamed } from './assets.ts';
import { composeArticle, composeStanding } from './compose-document.ts';
import { composeFront } from './compose-front.ts';
import { composeFeed, composeList, composeYears } from './compose-list.ts';
import { composeShard, composeSitemapIndex, composeStandingSitemap } from './compose-sitemap.ts';
import { robots } from './pages/sitemap.ts';
import type { Page } from './ports.ts';
import type { Reading } from './reading.ts';
import { type Address, addressOf } from './routes.ts';

/** Readers ask again each time, CloudFront after ten seconds. */
const fresh = 'public, max-age=0, s-maxage=10';
/** For what carries a hash of itself in its name. */
const forever = 'public, max-age=31536000, immutable';

/** What stands at a path now, `undefined` if nothing does: a function of what is stored and of nothing else. */
export async function composePage(path: string, reading: Reading): Promise<Page | undefined> {
  const address = addressOf(path);
  if (!address) return undefined;
  const [paper] = await Promise.all([reading.paper(), foreseen(address, reading)]);
  if (address.page === 'asset') return asset(address.name, paper);
  const text = await compose(address, reading, paper);
  return text === undefined
    ? undefined
    : { body: Buffer.from(text), type: typeOf(address), cacheControl: fresh };
}

/** What the page will surely ask for, so that it is looked up in one call with the press. */
function foreseen(address: Address, reading: Reading): Promise<unknown> | undefined {
  if (address.page === 'front') return reading.published('front');
  if ('slug' in address) return reading.published(address.slug);
  return 'from' in address && address.from !== undefined ? reading.published(address.from) : undefined;
}

function compose(
  address: Exclude<Address, { page: 'asset' }>,
  reading: Reading,
  paper: Paper,
): Promise<string | undefined> {
  switch (address.page) {
    case 'front':
      return composeFront(reading, paper);
    case 'article':
      return composeArticle(address.slug, reading, paper);
    case 'standing':
      return composeStanding(address.slug, reading, paper);
    case 'list':
      return composeList(address, reading, paper);
    case 'years':
      return composeYears(reading, paper);
    case 'feed':
      return composeFeed(address.list, reading, paper);
    case 'sitemap-index':
      return composeSitemapIndex(reading, paper);
    case 'sitemap':
      return composeShard(address.from, reading, paper);
    case 'standing-sitemap':
      return composeStandingSitemap(reading, paper);
    case 'robots':
      return Promise.resolve(robots(paper.site));
  }
}

function asset(name: string, paper: Paper): Page | undefined {
  const found = assetNamed(name, paper);
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
