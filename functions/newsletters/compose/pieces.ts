import { printedDate } from '../../look/dates.ts';
import type { IssueContent, Piece } from './issue-content.ts';

/** Pieces with a picture in a mail; those after them have none, for the sake of who reads it on the way. */
export const mostPictures = 12;

/** The path of an article's page. */
export const piecePath = ({ slug }: Piece): string => `/articles/${encodeURIComponent(slug)}/`;

/** The editor's own line, or else the standfirst. */
export const lineOf = ({ line, standfirst }: Piece): string | undefined => line ?? standfirst;

/** Whose it is, and when it was written if that was long before. */
export function creditsOf({ authors, language = 'en', written }: Piece): string {
  const names = new Intl.ListFormat(language, { type: 'conjunction' }).format(authors);
  return [names, written && `written ${printedDate(written)}`].filter(Boolean).join(' · ');
}

/** What leads to those that the mail has no room for. */
export const moreWords = ({ count }: NonNullable<IssueContent['more']>): string =>
  count === 1 ? 'One more piece on our site' : `${count} more pieces on our site`;
