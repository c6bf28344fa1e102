import { Parser } from 'htmlparser2';
import { isOff } from './word-styles.ts';

/** A paragraph of the text, as far as mammoth does not tell of it. */
export interface WordParagraph {
  style: string;
  /** Of the list; `0` is none, whatever the style says. */
  list?: string;
  level?: string;
  isRightToLeft?: boolean;
  words: string;
  hasPicture: boolean;
  /** Its end is struck out, or moved away. */
  isDeleted: boolean;
  /** Where its start tag ends. */
  at: number;
}

/** What was so before a tracked change, and second forms of what stands before. */
const notRead = new Set(['w:pPrChange', 'w:moveFrom', 'mc:Fallback']);

export function paragraphsIn(xml: string): WordParagraph[] {
  const all: WordParagraph[] = [];
  /** Those of text boxes stand within others. */
  const open: WordParagraph[] = [];
  const names: string[] = [];
  let unread = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        names.push(name);
        if (notRead.has(name)) unread++;
        if (name === 'w:p')
          open.push({
            style: '',
            words: '',
            hasPicture: false,
            isDeleted: unread > 0,
            at: parser.endIndex + 1,
          });
        const paragraph = open.at(-1);
        if (paragraph && isGone(name) && names.at(-2) === 'w:rPr') paragraph.isDeleted = true;
        if (paragraph && !unread) keep(paragraph, name, attributes['w:val']);
      },
      ontext: (text) => {
        const paragraph = open.at(-1);
        if (paragraph && !unread && names.at(-1) === 'w:t') paragraph.words += text;
      },
      onclosetag: (name) => {
        names.pop();
        if (notRead.has(name)) unread--;
        if (name === 'w:p') all.push(...open.splice(-1));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return all;
}

/** Of the end of a paragraph, in the properties of that. */
const isGone = (name: string): boolean => name === 'w:del' || name === 'w:moveFrom';

function keep(paragraph: WordParagraph, name: string, value: string | undefined): void {
  if (name === 'w:pStyle') paragraph.style = value ?? '';
  if (name === 'w:numId' && value !== undefined) paragraph.list = value;
  if (name === 'w:ilvl' && value !== undefined) paragraph.level = value;
  if (name === 'w:bidi') paragraph.isRightToLeft = !isOff(value);
  if (name === 'w:drawing' || name === 'w:pict') paragraph.hasPicture = true;
}
