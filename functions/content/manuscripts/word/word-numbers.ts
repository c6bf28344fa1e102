import { type Element, isTag } from 'domhandler';
import { Parser, parseDocument } from 'htmlparser2';
import { type Finding, shortened, warning } from '../findings.ts';
import { find } from '../hypertext/elements.ts';
import type { OfficeFile } from './office-file.ts';

/** A paragraph as far as it is numbered. */
interface Paragraph {
  style: string;
  /** Of the list; `0` is none, whatever the style says. */
  list?: string;
  level?: string;
  words: string;
  hasPicture: boolean;
}

interface PlaceInList {
  list: string;
  level: string;
}

/** Numbers that Word counts and mammoth does not: of lists that go on after other text, and of headings. */
export function tellOfNumbers({ xml }: OfficeFile): Finding[] {
  const styles = stylesIn(xml.get('word/styles.xml') ?? '');
  const isCounted = countedIn(xml.get('word/numbering.xml') ?? '');
  const paragraphs = [...xml]
    .filter(([name]) => /^word\/document\d*\.xml$/.test(name))
    .flatMap(([, text]) => paragraphsIn(text))
    .filter(({ words, hasPicture }) => words.trim() || hasPicture)
    .map((paragraph) => ({ ...paragraph, ...placed(paragraph, styles.get(paragraph.style)) }));
  const headings = paragraphs.filter(({ isHeading, place }) => isHeading && place && isCounted(place));
  return [...tellOfLists(listsThatGoOn(paragraphs, isCounted)), ...tellOfHeadings(headings)];
}

interface Placed {
  words: string;
  isHeading: boolean;
  place: PlaceInList | undefined;
}

function placed({ list, level }: Paragraph, style: Style | undefined): Omit<Placed, 'words'> {
  const id = list ?? style?.list ?? '0';
  const place = id === '0' ? undefined : { list: id, level: level ?? style?.level ?? '0' };
  return { isHeading: style?.isHeading ?? false, place };
}

/** The first items of lists of which some stands before, with other text between. */
function listsThatGoOn(paragraphs: Placed[], isCounted: (place: PlaceInList) => boolean): Placed[] {
  const before = new Set<string>();
  const goOn: Placed[] = [];
  let isInList = false;
  for (const paragraph of paragraphs) {
    const place = paragraph.isHeading ? undefined : paragraph.place;
    const key = place && `${place.list}/${place.level}`;
    if (place && key && !isInList && before.has(key) && isCounted(place)) goOn.push(paragraph);
    if (key) before.add(key);
    isInList = key !== undefined;
  }
  return goOn;
}

function tellOfLists([first, ...others]: Placed[]): Finding[] {
  if (!first) return [];
  const what = others.length
    ? `${others.length + 1} numbered lists go on after other text, and begin again at 1 on the page, the first at`
    : 'A numbered list goes on after other text, and begins again at 1 on the page, at';
  return [
    warning(`${what} “${shortened(first.words, 60)}”. Write its numbers as text, or put its items together.`),
  ];
}

function tellOfHeadings([first, ...others]: Placed[]): Finding[] {
  if (!first) return [];
  const what = others.length
    ? `${others.length + 1} headings are numbered by Word, and have no numbers on the page, the first is`
    : 'A heading is numbered by Word, and has no number on the page:';
  const text = `${what} “${shortened(first.words, 60)}”. Write the numbers that readers need as text.`;
  return [{ ...warning(text), lost: 'words' }];
}

interface Style {
  isHeading: boolean;
  list?: string;
  level?: string;
}

const valueIn = (element: Element, name: string): string | undefined =>
  find(element.children, (one) => one.name === name)[0]?.attribs['w:val'];

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

/** Whether items at a place have numbers, and no bullets. */
function countedIn(xml: string): (place: PlaceInList) => boolean {
  const { children } = parseDocument(xml, { xmlMode: true });
  const formats = new Map<string, string>();
  for (const level of find(children, ({ name }) => name === 'w:lvl')) {
    const { parent } = level;
    const list = parent && isTag(parent) ? parent.attribs['w:abstractNumId'] : undefined;
    formats.set(`${list}/${level.attribs['w:ilvl']}`, valueIn(level, 'w:numFmt') ?? 'decimal');
  }
  const abstract = new Map(
    find(children, ({ name }) => name === 'w:num').map((list) => [
      list.attribs['w:numId'] ?? '',
      valueIn(list, 'w:abstractNumId'),
    ]),
  );
  return ({ list, level }) =>
    !/^(?:bullet|none)$/.test(formats.get(`${abstract.get(list)}/${level}`) ?? 'none');
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
        if (name === 'w:p') open.push({ style: '', words: '', hasPicture: false });
        const paragraph = open.at(-1);
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

function keep(paragraph: Paragraph, name: string, value: string): void {
  if (name === 'w:pStyle') paragraph.style = value;
  if (name === 'w:numId') paragraph.list = value;
  if (name === 'w:ilvl') paragraph.level = value;
  if (name === 'w:drawing' || name === 'w:pict') paragraph.hasPicture = true;
}
