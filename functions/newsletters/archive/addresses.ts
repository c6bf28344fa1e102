import { newslettersPath } from '../links.ts';
import type { MailingList } from '../lists.ts';

/*
 * Paths of the web archive, percent-encoded as links carry them. The edge takes the slash off the end of what is asked.
 */

/** Last parts of addresses below a list; no issue has one of them as its slug. */
export const feedName = 'feed.xml';
export const latestName = 'latest';

/** In place of a list: `/newsletters/issues/{slug}/` is where the content room says that a newsletter is. */
export const anyList = 'issues';

const encoded = (path: string): string => encodeURI(path).replace(/[?#]/g, encodeURIComponent);

/** The list's own page: the form, and its newest issues, or those older than the issue `before` (a slug). */
export const listPath = (list: string, before?: string): string =>
  encoded(`${newslettersPath}${list}/`) +
  (before === undefined ? '' : `?before=${encodeURIComponent(before)}`);

export const issuePath = (list: string, slug: string): string =>
  encoded(`${newslettersPath}${list}/${slug}/`);

export const feedPath = (list: string): string => `${listPath(list)}${feedName}`;

/**
 * The list under whose address an issue is at home: the first of its lists whose issues are shown. Undefined: it went to
 * members alone.
 */
export const canonicalList = (names: readonly string[], lists: readonly MailingList[]): string | undefined =>
  names.find((name) => lists.some((list) => list.name === name && list.archive));
