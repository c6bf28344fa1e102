import type { StoredHead } from '../content/contract/document.ts';
import { listOf, type TermKind } from '../content/contract/lists.ts';
import type { PressFields } from '../content/kinds/press.ts';
import { coloursOf } from '../look/colours.ts';
import type { Link, SiteConfig } from '../look/site-config.ts';
import { slugOf } from '../runtime/slug.ts';
import { hrefOf, standingAddress } from './routes.ts';

/** What a press is called until its `press` document has been handed in. */
const unnamed: PressFields = { title: 'A new paper' };

/** What all pages share, from the press document or without one. `site` is the site's origin. */
export function siteConfigOf(press: StoredHead | undefined, site: string): SiteConfig {
  const fields = press?.fields.kind === 'press' ? press.fields : unnamed;
  return {
    site,
    title: fields.title,
    strapline: fields.strapline,
    language: fields.language ?? 'en',
    sections: (fields.sections ?? []).map((name) => termLink('sections', name)),
    pages: (fields.pages ?? []).map(({ slug, title }) => ({
      name: title,
      href: hrefOf(standingAddress(slug)),
    })),
    imprint: fields.imprint,
    licence: fields.licence,
    colours: coloursOf(fields.colours),
  };
}

/** To the list of everything under a term, by the name it has in front matter. */
export const termLink = (kind: TermKind, name: string): Link => ({
  name,
  href: hrefOf({ page: 'list', list: listOf({ kind, slug: slugOf(name) }) }),
});

/** To the list of the year in which an article was published or written. */
export const yearLink = (kind: 'years' | 'written', date: string): Link => termLink(kind, date.slice(0, 4));
