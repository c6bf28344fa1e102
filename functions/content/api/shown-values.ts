import type { AttachedFile, Body, PartialDate, Picture } from '../contract/values.ts';

/** Instants in one form, to the second, however precisely they are stored; other dates as they are. */
export const shownDate = (date: PartialDate): string =>
  date.includes('T') ? `${new Date(date).toISOString().slice(0, 19)}Z` : date;

/** With addresses on the web. */
export const shownPicture = ({ src, variants, ...others }: Picture, siteUrl: string) => ({
  ...others,
  src: siteUrl + src,
  variants: variants.map(({ path, ...variant }) => ({ ...variant, url: siteUrl + path })),
});

export const shownFile = ({ path, cover, ...others }: AttachedFile, siteUrl: string) => ({
  ...others,
  url: siteUrl + path,
  cover: cover && shownPicture(cover, siteUrl),
});

/** All that can be read of it, with the text of its PDF. */
export const wholeText = ({ text, fileText }: Body): string => [text, fileText].filter(Boolean).join('\n\n');
