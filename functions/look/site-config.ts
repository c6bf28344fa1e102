import type { PressFields } from '../content/kinds/press.ts';
import { slugOf } from '../runtime/slug.ts';
import { type Colours, coloursOf } from './colours.ts';

export interface Link {
  name: string;
  href: string;
}

/** What every page and mail of a press shares. */
export interface SiteConfig {
  /** Origin of the site, without a trailing slash. */
  site: string;
  title: string;
  strapline?: string;
  /** BCP 47. */
  language: string;
  /** In the order of the navigation. */
  sections: Link[];
  /** Standing pages that the footer names. */
  pages: Link[];
  /** Name of the IANA database: dates are shown in it. */
  timezone: string;
  imprint?: string;
  licence?: string;
  colours: Colours;
}

/** What a press is called until its `press` document has been handed in. */
const unnamed: PressFields = { title: 'A new paper' };

/** Where a room has the pages of the press. */
interface Addresses {
  /** Of a section, by its name. */
  section(name: string): string;
  /** Of a standing page. */
  page(slug: string): string;
}

/** As rooms link to them that do not make these pages; `site/routes.ts` has them too. */
const siteAddresses: Addresses = {
  section: (name) => encodeURI(`/sections/${slugOf(name)}/`),
  page: (slug) => encodeURI(`/${slug}/`),
};

/** What all pages share, from the press document or without one. @param site The site's origin. */
export const siteConfigFrom = (
  fields: PressFields = unnamed,
  site: string,
  addresses: Addresses = siteAddresses,
): SiteConfig => ({
  site,
  title: fields.title,
  strapline: fields.strapline,
  language: fields.language ?? 'en',
  sections: (fields.sections ?? []).map((name) => ({ name, href: addresses.section(name) })),
  pages: (fields.pages ?? []).map(({ slug, title }) => ({ name: title, href: addresses.page(slug) })),
  timezone: fields.timezone ?? 'UTC',
  imprint: fields.imprint,
  licence: fields.licence,
  colours: coloursOf(fields.colours),
});
