import { type Document, type Element, isTag } from 'domhandler';
import { Parser, parseDocument } from 'htmlparser2';
import { find, isBlank, replace, takeOut } from '../hypertext/elements.ts';
import { ItemNumbers } from '../office/item-numbers.ts';
import type { OfficeFile } from '../office/open-archive.ts';
import { type ListLevels, listLevelsIn, type PlaceInList, valueIn } from './word-lists.ts';
import { idPrefix } from './word-to-html.ts';

/** A paragraph as far as it is numbered. */
interface Paragraph {
  style: string;
  /** Of the list; `0` is none, whatever the style says. */
  list?: string;
  level?: string;
  words: string;
  hasPicture: boolean;
  /** Its end is struck out, or moved away. */
  isDeleted: boolean;
  /** Where its start tag ends. */
  at: number;
}

interface Placed extends Paragraph {
  isHeading: boolean;
  place: PlaceInList | undefined;
}

const textPart = /^word\/document\d*\.xml$/;

/**
 * Puts into each item of a numbered list a bookmark that says its number, because mammoth begins each list at 1. Gives
 * the words of headings that Word numbers, too: those have no numbers on the page.
 */
export function markNumbers(file: OfficeFile): { marked: OfficeFile; headings: string[] } {
  const styles = stylesIn(file.xml.get('word/styles.xml') ?? '');
  const listOf = (style: string) => styles.get(style)?.list;
  const levels = listLevelsIn(file.xml.get('word/numbering.xml') ?? '', listOf);
  const headings: string[] = [];
  const xml = new Map(file.xml);
  for (const [name, text] of file.xml) {
    if (!textPart.test(name)) continue;
    const paragraphs = paragraphsIn(text).map((one) => ({ ...one, ...placed(one, styles.get(one.style)) }));
    const seen = paragraphs.filter(isSeen);
    const numbered = seen.filter(({ isHeading, place }) => isHeading && place && levels.isNumbered(place));
    headings.push(...numbered.map(({ words }) => words));
    xml.set(name, withMarks(text, numbersOf(paragraphs, levels)));
  }
  return { marked: { ...file, xml }, headings };
}

/** Those that mammoth reads: it leaves out empty ones. */
const isSeen = ({ words, hasPicture }: Paragraph): boolean => words.trim() !== '' || hasPicture;

function placed({ list, level }: Paragraph, style: Style | undefined): Pick<Placed, 'isHeading' | 'place'> {
  const id = list ?? style?.list ?? '0';
  const place = id === '0' ? undefined : { list: id, level: Number(level ?? style?.level ?? 0) };
  return { isHeading: style?.isHeading ?? false, place };
}

interface Mark {
  at: number;
  id: string;
}

/** Empty items are counted, as Word does. */
function numbersOf(paragraphs: Placed[], levels: ListLevels): Mark[] {
  return paragraphs.flatMap((paragraph) => {
    const { place, at, isHeading, isDeleted } = paragraph;
    if (!place || (isDeleted && !isSeen(paragraph)) || !levels.isNumbered(place)) return [];
    const id = `${markName}${levels.count(place)}-${levels.letters(place) ?? ''}`;
    return isSeen(paragraph) && !isHeading ? [{ at, id }] : [];
  });
}

const markName = 'item-number-';
const markId = new RegExp(`^${idPrefix}${markName}(\\d+)-(\\w?)$`);

function withMarks(xml: string, marks: Mark[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, id } of marks.toSorted((a, b) => a.at - b.at)) {
    parts.push(xml.slice(from, at), `<w:bookmarkStart w:id="0" w:name="${id}"/>`);
    from = at;
  }
  return [...parts, xml.slice(from)].join('');
}

/** Gives the items of lists the numbers that their bookmarks say, and takes those out. */
export function takeMarks(root: Document): void {
  const marks = find(root.children, ({ name, attribs }) => name === 'a' && markId.test(attribs.id ?? ''));
  const numbers = new Map<Element, { number: number; letters: string | undefined }>();
  for (const mark of marks) {
    const [, number, letters] = markId.exec(mark.attribs.id ?? '') ?? [];
    const { parent } = mark;
    const item = parent && isTag(parent) && parent.name === 'p' ? parent.parent : parent;
    if (item && isTag(item)) numbers.set(item, { number: Number(number), letters: letters || undefined });
    takeOut(mark);
  }
  const given = new ItemNumbers();
  for (const item of find(root.children, ({ name }) => name === 'li')) {
    const own = numbers.get(item);
    if (own) given.give(item, own.number, own.letters);
    else given.pass(item);
  }
  for (const list of find(root.children, isMereWrapping).reverse())
    for (const inner of find(list.children, isList).slice(0, 1)) replace(list, inner);
}

const isList = ({ name }: Element): boolean => name === 'ol' || name === 'ul';

/** What mammoth puts around a list within another that goes on after text: one item, with nothing but the list. */
function isMereWrapping(list: Element): boolean {
  const [item, ...others] = list.children.filter((child) => !isBlank(child));
  if (!isList(list) || !item || !isTag(item) || others.length) return false;
  const [inner, ...more] = item.children.filter((child) => !isBlank(child));
  return inner !== undefined && isTag(inner) && isList(inner) && !more.length;
}

interface Style {
  isHeading: boolean;
  list?: string;
  level?: string;
}

function stylesIn(xml: string): Map<string, Style> {
  const { children } = parseDocument(xml, { xmlMode: true });
  const styles = find(children, ({ name }) => name === 'w:style');
  return new Map(
    styles.map((style) => {
      const [list, level] = [valueIn(style, 'w:numId'), valueIn(style, 'w:ilvl')];
      const isHeading = /^(?:heading [1-6]|title)$/i.test(valueIn(style, 'w:name') ?? '');
      const numbered = { ...(list !== undefined && { list }), ...(level !== undefined && { level }) };
      return [style.attribs['w:styleId'] ?? '', { isHeading, ...numbered }];
    }),
  );
}

/** What was so before a tracked change, and second forms of what stands before. */
const notRead = new Set(['w:pPrChange', 'w:moveFrom', 'mc:Fallback']);

function paragraphsIn(xml: string): Paragraph[] {
  const all: Paragraph[] = [];
  /** Those of text boxes stand within others. */
  const open: Paragraph[] = [];
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
        if (paragraph && !unread) keep(paragraph, name, attributes['w:val'] ?? '');
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

function keep(paragraph: Paragraph, name: string, value: string): void {
  if (name === 'w:pStyle') paragraph.style = value;
  if (name === 'w:numId') paragraph.list = value;
  if (name === 'w:ilvl') paragraph.level = value;
  if (name === 'w:drawing' || name === 'w:pict') paragraph.hasPicture = true;
}
