import type { Colours } from './colours.ts';

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
  imprint?: string;
  licence?: string;
  colours: Colours;
}
