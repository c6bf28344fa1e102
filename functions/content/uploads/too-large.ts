import type { ReadManuscript } from '../manuscripts/read-manuscript.ts';

/** A table row holds 400 KB, and lists repeat some of it. In bytes. */
const mostFields = 100_000;
/** Lambda passes on 6 MB, text within text: what the API says of an article has to fit. In bytes. */
const mostBody = 5_500_000;

/** Why this cannot be kept, or undefined. */
export function tooLarge({ fields, body }: Pick<ReadManuscript, 'fields' | 'body'>): string | undefined {
  const [front, text] = [JSON.stringify(fields), JSON.stringify(body)];
  if (Buffer.byteLength(front) > mostFields)
    return 'The front matter is too long. Move what is long in it into the text.';
  return Buffer.byteLength(JSON.stringify(text)) > mostBody
    ? 'The text is too long for one document: about a million characters are the most. Hand it in in parts.'
    : undefined;
}
