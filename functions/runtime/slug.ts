/**
 * The slug of a title or a name, in any script: lower-case letters and digits joined by hyphens, Latin letters
 * without their accents, other scripts unchanged (URLs carry them percent-encoded). Empty when the text has no letter
 * and no digit. At most `longest` characters, cut between words where possible.
 */
export function slugOf(text: string, longest = 80): string {
  const words = spelledOut(text)
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
  return cut(words, longest);
}

/** Latin letters (and `&`) that Unicode normalisation does not decompose. */
const letters: Record<string, string> = {
  ß: 'ss',
  ẞ: 'ss',
  æ: 'ae',
  Æ: 'ae',
  œ: 'oe',
  Œ: 'oe',
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
  đ: 'd',
  Đ: 'd',
  ð: 'd',
  Ð: 'd',
  þ: 'th',
  Þ: 'th',
  ı: 'i',
  '&': ' and ',
};

const spelledOut = (text: string) =>
  text.replace(/[ßẞæÆœŒøØłŁđĐðÐþÞı&]/g, (letter) => letters[letter] ?? letter);

function cut(words: string[], longest: number): string {
  let slug = '';
  for (const word of words) {
    if (slug && slug.length + 1 + word.length > longest) break;
    slug = slug ? `${slug}-${word}` : [...word].slice(0, longest).join('');
  }
  return slug;
}
