import { type Document, type Element, isTag } from 'domhandler';
import { around, find, isBlank, replace, takeOut } from '../hypertext/elements.ts';
import { ItemNumbers } from '../office/item-numbers.ts';
import type { OfficeFile } from '../office/open-archive.ts';
import { type ListLevels, listLevelsIn, type PlaceInList } from './word-lists.ts';
import { paragraphsIn, type WordParagraph } from './word-paragraphs.ts';
import type { WordStyle } from './word-styles.ts';
import { idPrefix } from './word-to-html.ts';

interface Placed extends WordParagraph {
  isHeading: boolean;
  place: PlaceInList | undefined;
}

const textPart = /^word\/document\d*\.xml$/;

/**
 * Puts bookmarks into paragraphs of which mammoth does not say enough: the number of an item, because it begins each
 * list at 1, and that a paragraph is written from right to left. Gives the words of headings that Word numbers, too:
 * those have no numbers on the page.
 */
export function markParagraphs(
  file: OfficeFile,
  styles: ReadonlyMap<string, WordStyle>,
): { marked: OfficeFile; headings: string[] } {
  const levels = listLevelsIn(file.xml.get('word/numbering.xml') ?? '', (style) => styles.get(style)?.list);
  const headings: string[] = [];
  const xml = new Map(file.xml);
  for (const [name, text] of file.xml) {
    if (!textPart.test(name)) continue;
    const paragraphs = paragraphsIn(text).map((one) => placed(one, styles.get(one.style)));
    const seen = paragraphs.filter(isSeen);
    const numbered = seen.filter(({ isHeading, place }) => isHeading && place && levels.isNumbered(place));
    headings.push(...numbered.map(({ words }) => words));
    const turned = seen.flatMap(({ isRightToLeft, at }) => (isRightToLeft ? [{ at, id: turnedName }] : []));
    xml.set(name, withMarks(text, [...numbersOf(paragraphs, levels), ...turned]));
  }
  return { marked: { ...file, xml }, headings };
}

/** Those that mammoth reads: it leaves out empty ones. */
const isSeen = ({ words, hasPicture }: WordParagraph): boolean => words.trim() !== '' || hasPicture;

function placed(paragraph: WordParagraph, style: WordStyle | undefined): Placed {
  const list = paragraph.list ?? style?.list ?? '0';
  const level = Number(paragraph.level ?? style?.level ?? 0);
  return {
    ...paragraph,
    isHeading: style?.heading !== undefined,
    isRightToLeft: paragraph.isRightToLeft ?? style?.isRightToLeft ?? false,
    place: list === '0' ? undefined : { list, level },
  };
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
    const id = `${numberName}${levels.count(place)}-${levels.letters(place) ?? ''}`;
    return isSeen(paragraph) && !isHeading ? [{ at, id }] : [];
  });
}

const numberName = 'item-number-';
const turnedName = 'right-to-left';
const numberId = new RegExp(`^${idPrefix}${numberName}(\\d+)-(\\w?)$`);

function withMarks(xml: string, marks: Mark[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, id } of marks.toSorted((a, b) => a.at - b.at)) {
    parts.push(xml.slice(from, at), `<w:bookmarkStart w:id="0" w:name="${id}"/>`);
    from = at;
  }
  return [...parts, xml.slice(from)].join('');
}

/** Does what the bookmarks say, and takes them out. */
export function takeMarks(root: Document): void {
  const numbers = new Map<Element, string>();
  for (const mark of find(root.children, ({ name, attribs }) => name === 'a' && attribs.id !== undefined)) {
    const { id = '' } = mark.attribs;
    if (id !== `${idPrefix}${turnedName}` && !numberId.test(id)) continue;
    const [block] = around(mark);
    const item = block?.name === 'p' ? block.parent : block;
    if (numberId.test(id) && item && isTag(item)) numbers.set(item, id);
    if (id === `${idPrefix}${turnedName}` && block) block.attribs.dir = 'rtl';
    takeOut(mark);
  }
  giveNumbers(root, numbers);
  turnLists(root);
  for (const list of find(root.children, isMereWrapping).reverse())
    for (const inner of find(list.children, isList).slice(0, 1)) replace(list, inner);
}

/** A list whose items all run from right to left does so itself: its numbers stand on the right then. */
function turnLists(root: Document): void {
  for (const list of find(root.children, isList)) {
    const items = list.children.filter(isTag);
    if (!items.length || items.some(({ attribs }) => attribs.dir !== 'rtl')) continue;
    list.attribs.dir = 'rtl';
    for (const { attribs } of items) delete attribs.dir;
  }
}

function giveNumbers(root: Document, numbers: ReadonlyMap<Element, string>): void {
  const given = new ItemNumbers();
  for (const item of find(root.children, ({ name }) => name === 'li')) {
    const [, number, letters] = numberId.exec(numbers.get(item) ?? '') ?? [];
    if (number === undefined) given.pass(item);
    else given.give(item, Number(number), letters || undefined);
  }
}

const isList = ({ name }: Element): boolean => name === 'ol' || name === 'ul';

/** What mammoth puts around a list within another that goes on after text: one item, with nothing but the list. */
function isMereWrapping(list: Element): boolean {
  const [item, ...others] = list.children.filter((child) => !isBlank(child));
  if (!isList(list) || !item || !isTag(item) || others.length) return false;
  const [inner, ...more] = item.children.filter((child) => !isBlank(child));
  return inner !== undefined && isTag(inner) && isList(inner) && !more.length;
}
