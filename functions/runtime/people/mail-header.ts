/** Characters that end a line somewhere between here and a reader, and NUL. In a header they would begin another one. */
export const lineBreak = /[\0\n\v\f\r\u0085\u2028\u2029]/;

/** Amazon SES takes header values of printable ASCII, of at most this length. */
export const longestHeader = 870;

/** Text was to become a header and has a line break in it. Does not quote the text, which may be a person's name. */
export class LineBreakInHeader extends Error {
  override readonly name = 'LineBreakInHeader';

  constructor() {
    super('Text of a mail header must not have a line break or a NUL in it');
  }
}

/**
 * Text as the value of a mail header: as it is where it is printable ASCII, else in encoded words (RFC 2047), none of
 * which splits a character. What is longer than a header may be is cut between characters and ends in `…`. Not for
 * addresses and links, which nobody can follow when they are cut.
 * @throws LineBreakInHeader
 */
export function headerText(text: string): string {
  const line = oneLine(text);
  const whole = isPlain(line) ? line : encoded(line);
  return whole.length <= longestHeader ? whole : shortened(line);
}

/** A name and an address for `From`, `To` or `Reply-To`; the address as `parseAddress` gives it. */
export function mailbox(name: string | undefined, address: string): string {
  const line = oneLine(name ?? '');
  if (!line) return address;
  const room = longestHeader - address.length - 3;
  const text = isPlain(line) ? quoted(line) : encoded(line);
  return `${text.length <= room ? text : shortened(line, room)} <${address}>`;
}

function oneLine(text: string): string {
  if (lineBreak.test(text)) throw new LineBreakInHeader();
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** Plain text that looks like an encoded word would be decoded. */
const isPlain = (line: string): boolean => /^[\x20-\x7e]*$/.test(line) && !line.includes('=?');

/** At most 75 characters: `=?utf-8?B?`, up to 60 of base64, which are 45 bytes, and `?=`. */
const bytesInWord = 45;

function encoded(line: string): string {
  const words = [''];
  for (const character of line) {
    const last = words.at(-1) + character;
    if (Buffer.byteLength(last) <= bytesInWord) words[words.length - 1] = last;
    else words.push(character);
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** As many whole characters as a reader sees them as there is room for. */
function shortened(line: string, longest = longestHeader): string {
  const characters = [...segments.segment(line)].map(({ segment }) => segment);
  let [fits, tooMany] = [0, characters.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (cut(characters, middle).length <= longest) fits = middle;
    else tooMany = middle;
  }
  return cut(characters, fits);
}

const cut = (characters: string[], count: number): string =>
  encoded(`${characters.slice(0, count).join('').trimEnd()}…`);

const segments = new Intl.Segmenter();
