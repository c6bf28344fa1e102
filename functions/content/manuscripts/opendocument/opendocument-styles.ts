import type { Element } from 'domhandler';
import { isTag } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { find } from '../hypertext/elements.ts';
import type { OfficeFile } from '../office/open-archive.ts';

/** How words look, as far as it says something. */
export interface Format {
  bold?: boolean;
  italic?: boolean;
  struck?: boolean;
  underlined?: boolean;
  position?: 'sup' | 'sub' | 'none';
  code?: boolean;
}

/** What a paragraph is by its style. */
export type ParagraphRole =
  | 'title'
  | 'subtitle'
  | 'quotation'
  | 'code'
  | 'line'
  | `h${1 | 2 | 3 | 4 | 5 | 6}`
  | 'text';

/** A level of a list. */
export interface ListLevel {
  isNumbered: boolean;
  /** As `type` of `<ol>` has it; numbers if there is none. */
  letters?: string;
  start: number;
}

interface Style {
  /** As people see it, in small letters. */
  name: string;
  parent: string;
  /** Made for one place, by formatting it directly. */
  isAutomatic: boolean;
  /** Empty if the style says that it is in no list. */
  list: string | undefined;
  format: Format;
  direction: string | undefined;
}

/** The styles of the text: those with names, and those that stand for direct formatting. */
export class OpenDocumentStyles {
  readonly #styles = new Map<string, Style>();
  readonly #levels = new Map<string, ListLevel>();

  constructor({ xml }: OfficeFile) {
    this.#readFrom(xml.get('styles.xml') ?? '', 'office:styles');
    this.#readFrom(xml.get('content.xml') ?? '', 'office:automatic-styles');
  }

  /** What a paragraph is, and how its words look by direct formatting: how its style looks is not meant word by word. */
  paragraph(name: string | undefined): { role: ParagraphRole; format: Format; isRightToLeft: boolean } {
    const chain = this.#chain('paragraph', name);
    const roles = chain.flatMap((style) => roleOf(style.name) ?? []);
    const direct = chain.filter(({ isAutomatic }) => isAutomatic).reverse();
    const directions = chain.flatMap(({ direction }) => direction ?? []);
    return {
      role: roles[0] ?? 'text',
      format: Object.assign({}, ...direct.map(({ format }) => format)),
      isRightToLeft: /^rl/.test(directions[0] ?? ''),
    };
  }

  /** How a style of words makes them look. */
  words(name: string | undefined): Format {
    const formats = this.#chain('text', name).reverse().map(formatOfStyle);
    return Object.assign({}, ...formats);
  }

  /** From 0. The outline is the list of all headings. */
  listLevel(list: string | undefined, level: number): ListLevel {
    return this.#levels.get(`${list}/${level}`) ?? { isNumbered: false, start: 1 };
  }

  /** Whether headings of the level, from 0, have numbers. */
  isNumbered(heading: Element, level: number): boolean {
    const isOutside = this.#chain('paragraph', heading.attribs['text:style-name'])[0]?.list === '';
    return !isOutside && this.listLevel(outline, level).isNumbered;
  }

  #chain(family: string, name: string | undefined): Style[] {
    const chain: Style[] = [];
    let style = this.#styles.get(`${family}/${name}`);
    while (style && chain.length < longestChain) {
      chain.push(style);
      style = this.#styles.get(`${family}/${style.parent}`);
    }
    return chain;
  }

  #readFrom(xml: string, container: string): void {
    const { children } = parseDocument(xml, { xmlMode: true });
    const isAutomatic = container === 'office:automatic-styles';
    for (const { children: styles } of find(children, ({ name }) => name === container)) {
      for (const style of styles.filter(isTag)) {
        const { 'style:family': family, 'style:name': name = '' } = style.attribs;
        if (style.name === 'style:style') this.#styles.set(`${family}/${name}`, styleOf(style, isAutomatic));
        if (style.name === 'text:list-style') this.#readLevels(style, name);
        if (style.name === 'text:outline-style') this.#readLevels(style, outline);
      }
    }
  }

  #readLevels(style: Element, name: string): void {
    for (const { name: kind, attribs } of style.children.filter(isTag)) {
      const level = Number(attribs['text:level']) - 1;
      const format = attribs['style:num-format'] ?? '';
      const isNumbered = /^text:(?:list-level-style-number|outline-level-style)$/.test(kind) && format !== '';
      const start = Number(attribs['text:start-value'] ?? 1);
      const letters = /^[aAiI]$/.test(format) ? { letters: format } : {};
      this.#levels.set(`${name}/${level}`, { isNumbered, start, ...letters });
    }
  }
}

const outline = '';
/** Of styles that are based on each other, in a circle or not. */
const longestChain = 30;

function styleOf(style: Element, isAutomatic: boolean): Style {
  const { attribs } = style;
  const name = (attribs['style:display-name'] ?? attribs['style:name'] ?? '').replaceAll('_20_', ' ');
  return {
    name: isAutomatic ? '' : name.toLowerCase(),
    parent: attribs['style:parent-style-name'] ?? '',
    isAutomatic,
    list: attribs['style:list-style-name'],
    format: formatOf(propertiesIn(style, 'text')),
    direction: propertiesIn(style, 'paragraph')['style:writing-mode'],
  };
}

const propertiesIn = (style: Element, kind: string): Record<string, string> =>
  find(style.children, ({ name }) => name === `style:${kind}-properties`)[0]?.attribs ?? {};

const roles: [name: RegExp, role: ParagraphRole][] = [
  [/^title$/, 'title'],
  [/^subtitle$/, 'subtitle'],
  [/^(?:quote|intense quote|quotations?|block text|block quotation)$/, 'quotation'],
  [/^(?:html preformatted|preformatted text|source code|plain code)$/, 'code'],
  [/^horizontal line$/, 'line'],
  [/^heading 1$/, 'h1'],
  [/^heading 2$/, 'h2'],
  [/^heading 3$/, 'h3'],
  [/^heading 4$/, 'h4'],
  [/^heading 5$/, 'h5'],
  [/^heading (?:[6-9]|10)$/, 'h6'],
];

const roleOf = (name: string): ParagraphRole | undefined =>
  roles.find(([pattern]) => pattern.test(name))?.[1];

function formatOf(properties: Record<string, string>): Format {
  const [weight, slant] = [properties['fo:font-weight'], properties['fo:font-style']];
  const line = (kind: string) =>
    properties[`style:text-${kind}-style`] ?? properties[`style:text-${kind}-type`];
  const [through, under] = [line('line-through'), line('underline')];
  const position = properties['style:text-position'];
  return {
    ...(weight && { bold: /^(?:bold|[6-9]00)$/.test(weight) }),
    ...(slant && { italic: slant !== 'normal' }),
    ...(through && { struck: through !== 'none' }),
    ...(under && { underlined: under !== 'none' }),
    ...(position && { position: positionOf(position) }),
  };
}

/** `super 58%`, or how high in percent. */
function positionOf(position: string): 'sup' | 'sub' | 'none' {
  if (/^(?:super|[1-9])/.test(position)) return 'sup';
  return /^(?:sub|-)/.test(position) ? 'sub' : 'none';
}

/** Links are underlined by their style. */
function formatOfStyle({ name, isAutomatic, format }: Style): Format {
  const { underlined, ...others } = format;
  return {
    ...(/^(?:source text|html code)$/.test(name) && { code: true }),
    ...(/^(?:intense )?emphasis$/.test(name) && { italic: true }),
    ...(name === 'strong emphasis' && { bold: true }),
    ...(isAutomatic ? format : others),
  };
}
