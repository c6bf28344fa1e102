import { defaultColours } from '../../../functions/look/colours.ts';
import type { SiteConfig } from '../../../functions/look/site-config.ts';

/** The pages and mails of a press in a test. */
export const aConfig: SiteConfig = {
  site: 'https://lantern.example',
  timezone: 'UTC',
  title: 'The Quayside Lantern',
  strapline: 'News from the water side',
  language: 'en',
  sections: [{ name: 'Harbour', href: '/sections/harbour/' }],
  pages: [{ name: 'About', href: '/about/' }],
  imprint: 'The Quayside Lantern\n7 Rope Walk\nPort Ellery',
  licence: 'CC BY 4.0',
  colours: defaultColours,
};
