/**
 * Characters that no text has: control characters, halves of a character, and two that Unicode keeps out of texts.
 * XML 1.0 cannot carry them, not even as references, so that one of them breaks a feed.
 */
const forbidden = /[^\P{Cc}\t\n\v\f\r\x7f-\x9f]|[\ufffe\uffff\p{Cs}]/u;

/** Where the first character stands that no text has; -1 if there is none. */
export const findForbidden = (text: string): number => text.search(forbidden);

/** A vertical tab, with which word processors end a line within a paragraph, and a form feed end a line. */
export const asLineBreaks = (text: string): string => text.replace(/[\v\f]/g, '\n');

/** A character written by its number, in decimal or hexadecimal digits: `&#8211;`, `&#x2013;`. */
export const reference = /&#(?:x([0-9a-f]{1,8})|([0-9]{1,10}));?/gi;

/**
 * The character that such a number stands for, undefined if no text has it. A form feed is a space; 128 to 159 are
 * what Windows has there, as in HTML.
 */
export function referredTo(hex: string | undefined, decimal = ''): string | undefined {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (code === 11 || code === 12) return ' ';
  if (code >= 128 && code < 160) return new TextDecoder('windows-1252').decode(Uint8Array.of(code));
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
  return findForbidden(character) < 0 ? character : undefined;
}

/** What to tell of one that no text has. */
export const forbiddenReference = (written: string) =>
  `“${written}” stands for a character that no text has. Take it out.`;

/**
 * Signs that are not seen and part or turn round a name: soft hyphens, spaces without width, embeddings and
 * overrides of direction. Joiners stay, which Persian and emoji need, and isolates, which embed a name safely.
 */
const unseen = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e]/g;

/** A name or title without signs that are not seen; one of nothing else stays as it is. */
export function withoutUnseen(text: string): string {
  const seen = text.replace(unseen, '');
  return seen.trim() === '' ? text : seen;
}

/** Whether a reader sees anything of it. */
export const isVisible = (text: string): boolean => /[^\s\p{C}\p{DI}\u2800]|\p{Co}/u.test(text);
