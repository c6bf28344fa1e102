import type { PartialDate, Picture } from '../contract/values.ts';

/** Instants in one form, to the second, however precisely they are stored; other dates as they are. */
export const shownDate = (date: PartialDate): string =>
  date.includes('T') ? `${new Date(date).toISOString().slice(0, 19)}Z` : date;

/** With addresses on the web. */
export const shownPicture = ({ src, variants, ...others }: Picture, siteUrl: string) => ({
  ...others,
  src: siteUrl + src,
  variants: variants.map(({ path, ...variant }) => ({ ...variant, url: siteUrl + path })),
});
