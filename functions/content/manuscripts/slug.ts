import { createHash } from 'node:crypto';
import anyAscii from 'any-ascii';
import { slugOf } from '../../runtime/slug.ts';

const longest = 80;

/**
 * The slug of a document's title: Latin letters, digits and hyphens whatever the script, at most 80 characters,
 * cut between words, never empty, always the same for the same title and language (BCP 47).
 */
export function titleSlug(title: string, language = ''): string {
  const text = title.normalize('NFKC');
  const words = /[\p{L}\p{N}]/u.test(text) ? text.replace(/\p{Extended_Pictographic}/gu, ' ') : text;
  const slug = slugOf(latin(spelled(words, language)).replace(/[^A-Za-z0-9'&]+/g, ' '), longest);
  return slug || `text-${createHash('sha256').update(title).digest('hex').slice(0, 8)}`;
}

/** Letters that a language spells out in its own way. */
const spellings: Record<string, Record<string, string>> = {
  de: { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' },
  da: { å: 'aa', ø: 'oe', Å: 'Aa', Ø: 'Oe' },
  nb: { å: 'aa', ø: 'oe', Å: 'Aa', Ø: 'Oe' },
  uk: { г: 'h', Г: 'H', и: 'y', И: 'Y' },
};

function spelled(text: string, language: string): string {
  const own = spellings[language.split('-')[0] ?? ''];
  return own ? text.replace(/\p{L}/gu, (letter) => own[letter] ?? letter) : text;
}

/** Each Han character is a word; Arabic's long a is heard, a mere apostrophe would be lost. */
function latin(text: string): string {
  const apart = text
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[اأإآٱ]/g, 'a')
    .replace(/\p{Script=Han}/gu, (character) => ` ${anyAscii(character)} `);
  return anyAscii(apart);
}
