import type { StoredHead } from '../content/contract/document.ts';
import { listOf, type TermKind } from '../content/contract/lists.ts';
import { type Link, type SiteConfig, siteConfigFrom } from '../look/site-config.ts';
import { slugOf } from '../runtime/slug.ts';
import { hrefOf, standingAddress } from './routes.ts';

/** What all pages share, from the press document or without one. `site` is the site's origin. */
export const siteConfigOf = (press: StoredHead | undefined, site: string): SiteConfig =>
  siteConfigFrom(press?.fields.kind === 'press' ? press.fields : undefined, site, {
    section: (name) => termLink('sections', name).href,
    page: (slug) => hrefOf(standingAddress(slug)),
  });

/** To the list of everything under a term, by the name it has in front matter. */
export const termLink = (kind: TermKind, name: string): Link => ({
  name,
  href: hrefOf({ page: 'list', list: listOf({ kind, slug: slugOf(name) }) }),
});

/** To the list of the year in which an article was published or written. */
export const yearLink = (kind: 'years' | 'written', date: string): Link => termLink(kind, date.slice(0, 4));
