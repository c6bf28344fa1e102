import type { PressFields } from '../content/kinds/press.ts';
import { coloursOf } from '../look/colours.ts';
import type { Link, SiteConfig } from '../look/site-config.ts';
import { slugOf } from '../runtime/slug.ts';
import type { StoredHead } from './ports.ts';
import { hrefOf } from './routes.ts';

/** What a press is called until its `press` document has been handed in. */
const unnamed: PressFields = { title: 'A new paper' };

/** The shared frame of all pages, from the press document or without one. `site` is the site's origin. */
export function siteConfigOf(press: StoredHead | undefined, site: string): SiteConfig {
  const fields = press?.fields.kind === 'press' ? press.fields : unnamed;
  return {
    site,
    title: fields.title,
    strapline: fields.strapline,
    language: fields.language ?? 'en',
    sections: (fields.sections ?? []).map(sectionLink),
    pages: (fields.pages ?? []).map(({ slug, title }) => ({
      name: title,
      href: hrefOf({ page: 'standing', slug }),
    })),
    imprint: fields.imprint,
    licence: fields.licence,
    colours: coloursOf(fields.colours),
  };
}

export const sectionLink = (name: string): Link => linkTo('section#', name);

export const tagLink = (name: string): Link => linkTo('tag#', name);

export const authorLink = (name: string): Link => linkTo('author#', name);

export const seriesLink = (name: string): Link => linkTo('series#', name);

export const yearLink = (of: 'year#' | 'written#', date: string): Link => linkTo(of, date.slice(0, 4));

const linkTo = (start: string, name: string): Link => ({
  name,
  href: hrefOf({ page: 'list', list: `${start}${slugOf(name)}` }),
});
