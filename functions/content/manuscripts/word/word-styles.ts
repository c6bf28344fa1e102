import type { Element } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { find } from '../hypertext/elements.ts';

/** What a style says of the paragraphs or words that have it. */
export interface WordStyle {
  /** As people see it. */
  name: string;
  kind: string;
  /** From 1; 0 is the title. Only paragraphs have one. */
  heading?: number;
  list?: string;
  level?: string;
  isRightToLeft: boolean;
  isBold: boolean;
  isItalic: boolean;
}

export const valueIn = (element: Element, name: string): string | undefined =>
  find(element.children, (one) => one.name === name)[0]?.attribs['w:val'];

/** Styles by their ids. */
export function wordStylesIn(xml: string): Map<string, WordStyle> {
  const { children } = parseDocument(xml, { xmlMode: true });
  const elements = new Map(
    find(children, ({ name }) => name === 'w:style').map((style) => [
      style.attribs['w:styleId'] ?? '',
      style,
    ]),
  );
  return new Map([...elements].map(([id, style]) => [id, styleOf(style, elements)]));
}

function styleOf(style: Element, all: ReadonlyMap<string, Element>): WordStyle {
  const kind = style.attribs['w:type'] ?? '';
  const [list, level] = [valueIn(style, 'w:numId'), valueIn(style, 'w:ilvl')];
  const heading = kind === 'paragraph' ? headingOf(style, all) : undefined;
  return {
    name: valueIn(style, 'w:name') ?? '',
    kind,
    ...(heading !== undefined && { heading }),
    ...(list !== undefined && { list }),
    ...(level !== undefined && { level }),
    isRightToLeft: isOn(style, 'w:bidi'),
    isBold: isOn(style, 'w:b'),
    isItalic: isOn(style, 'w:i'),
  };
}

/** Of styles that are based on each other, in a circle or not. */
const longestChain = 30;

/** A style may have a name of its own and be a heading: by its outline level, or because it is based on one that is. */
function headingOf(style: Element, all: ReadonlyMap<string, Element>): number | undefined {
  let one: Element | undefined = style;
  for (let at = 0; one && at < longestChain; at++) {
    const [, level] = /^heading ([1-6])$/i.exec(valueIn(one, 'w:name') ?? '') ?? [];
    const outline = valueIn(one, 'w:outlineLvl');
    if (one === style && /^title$/i.test(valueIn(one, 'w:name') ?? '')) return 0;
    if (level !== undefined) return Number(level);
    if (outline !== undefined) return Number(outline) < 6 ? Number(outline) + 1 : undefined;
    one = all.get(valueIn(one, 'w:basedOn') ?? '');
  }
  return undefined;
}

function isOn(style: Element, property: string): boolean {
  const [found] = find(style.children, ({ name }) => name === property);
  return found !== undefined && !isOff(found.attribs['w:val']);
}

/** A property that is there is on, unless it says otherwise. */
export const isOff = (value: string | undefined): boolean => /^(?:0|false|off)$/.test(value ?? '');

/** For mammoth: headings and emphasis by styles whose names it does not know. */
export function styleMapOf(styles: Iterable<WordStyle>): string[] {
  return [...styles].flatMap((style) => {
    const { name, kind, heading, isBold, isItalic } = style;
    const quoted = `'${name.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
    if (kind === 'paragraph') return heading ? [`p[style-name=${quoted}] => h${heading}:fresh`] : [];
    if (/^(?:heading \d|title|subtitle) char$/i.test(name)) return [];
    const tags = [...(isBold ? ['strong'] : []), ...(isItalic ? ['em'] : [])];
    return kind === 'character' && tags.length ? [`r[style-name=${quoted}] => ${tags.join(' > ')}`] : [];
  });
}
