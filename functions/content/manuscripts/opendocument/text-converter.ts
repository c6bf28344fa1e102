import { type ChildNode, Document, type Element, isTag, isText } from 'domhandler';
import { append, element, find, lineOf, textNode } from '../hypertext/elements.ts';
import { formatted, joinFormats } from './formatted-text.ts';
import { besideDocument, figureOf, imageOf, pictureIn } from './frames.ts';
import { ListConverter } from './lists.ts';
import type { Format, OpenDocumentStyles, ParagraphRole } from './opendocument-styles.ts';
import { isBookmark, LinkedPlaces } from './places.ts';
import { tableOf } from './tables.ts';

/** What is no text of the document, or not of what it says now: it is told where it has words. */
export const notText =
  /^(?:text:(?:tracked-changes|table-of-content|note-citation|script|[a-z-]+-(?:source|decls))|office:(?:annotation|forms|event-listeners)|svg:(?:title|desc)|draw:(?:object|object-ole|plugin|applet|floating-frame|control|glue-point|enhanced-geometry)|table:(?:shapes|title|desc))$/;

/**
 * Turns the text of an OpenDocument file into HTML as mammoth makes it of a Word file: notes are an ordered list at the
 * end (`odt-footnote-1`), led to by `odt-footnote-ref-1`.
 */
export class TextConverter {
  /** Words of headings that the word processor numbers. */
  readonly numberedHeadings: string[] = [];
  /** Addresses of places that are not in the text. */
  readonly lostPlaces: string[] = [];
  /** Words of rows and cells that are repeated oftener than is shown. */
  readonly cutRepeats: string[] = [];
  /** Marks of notes that are no numbers of the word processor. */
  readonly ownMarks: string[] = [];
  readonly #styles: OpenDocumentStyles;
  readonly #places: LinkedPlaces;
  readonly #lists: ListConverter;
  /** The name of the file. */
  readonly #document: string;
  readonly #notes: Element[] = [];
  /** What stands in boxes of the paragraph that is being read: it follows the paragraph. */
  #boxes: ChildNode[] = [];
  /** Spaces in XML that follow one of the paragraph, or begin it, mean nothing. */
  #isAfterSpace = true;

  constructor(text: Element, styles: OpenDocumentStyles, document: string) {
    this.#styles = styles;
    this.#places = new LinkedPlaces(text);
    this.#lists = new ListConverter(styles, (nodes) => this.#blocks(nodes));
    this.#document = document;
  }

  convert({ children }: Element): Document {
    const root = new Document([]);
    for (const block of this.#blocks(children)) append(root, block);
    if (this.#notes.length) append(root, element('ol', {}, this.#notes));
    return root;
  }

  #blocks(nodes: ChildNode[]): ChildNode[] {
    return joinBlocks(nodes.flatMap((node) => (isTag(node) ? this.#block(node) : [])));
  }

  #block(node: Element): ChildNode[] {
    if (notText.test(node.name)) return [];
    if (node.name === 'text:p' || node.name === 'text:h') return this.#paragraph(node);
    if (node.name === 'text:list') return this.#lists.convert(node);
    if (node.name === 'table:table') return [this.#table(node)];
    if (node.name.startsWith('draw:')) return this.#asParagraph([node], 'text', {}, {});
    return this.#blocks(node.children);
  }

  #table(node: Element): Element {
    return tableOf(node, {
      blocksOf: ({ children }) => this.#blocks(children),
      onCut: (repeated) => void this.cutRepeats.push(lineOf(repeated)),
    });
  }

  #paragraph(node: Element): ChildNode[] {
    const style = this.#styles.paragraph(node.attribs['text:style-name']);
    const role = node.name === 'text:h' && style.role === 'text' ? headingOf(node) : style.role;
    const level = Number(/^h(\d)$/.exec(role)?.[1] ?? 0);
    const isCounted = node.name === 'text:h' && node.attribs['text:is-list-header'] !== 'true';
    if (level && isCounted && this.#styles.isNumbered(node, level - 1))
      this.numberedHeadings.push(lineOf(node));
    const id = this.#places.idOf(node);
    const attributes = { ...(id && { id }), ...(style.isRightToLeft && { dir: 'rtl' }) };
    return this.#asParagraph(node.children, role, level ? {} : style.format, attributes);
  }

  /** The words of a paragraph, and after them what stands in boxes. */
  #asParagraph(
    children: ChildNode[],
    role: ParagraphRole,
    format: Format,
    attributes: Record<string, string>,
  ): ChildNode[] {
    const outer = { boxes: this.#boxes, isAfterSpace: this.#isAfterSpace };
    [this.#boxes, this.#isAfterSpace] = [[], true];
    const words = joinFormats(this.#inline(children, format));
    const after = this.#boxes;
    [this.#boxes, this.#isAfterSpace] = [outer.boxes, outer.isAfterSpace];
    const isEmpty = !words.some((node) => isTag(node) || lineOf(node) !== '');
    if (role === 'line' && isEmpty) return [element('hr', {}), ...after];
    return isEmpty && role !== 'code' ? after : [paragraphOf(role, words, attributes), ...after];
  }

  #inline(nodes: ChildNode[], format: Format): ChildNode[] {
    return nodes.flatMap((node) => {
      if (isText(node)) return this.#words(node.data, format);
      return isTag(node) && !notText.test(node.name) ? this.#element(node, format) : [];
    });
  }

  #words(data: string, format: Format): ChildNode[] {
    const words = data.replace(/[ \t\r\n]+/g, ' ').replace(this.#isAfterSpace ? /^ / : /^$/, '');
    if (!words) return [];
    this.#isAfterSpace = words.endsWith(' ');
    return [formatted(textNode(words), format)];
  }

  /** A character that stands as an element. */
  #sign(sign: ChildNode, format: Format): ChildNode[] {
    this.#isAfterSpace = false;
    return [formatted(sign, format)];
  }

  #element(node: Element, format: Format): ChildNode[] {
    const { name, attribs, children } = node;
    if (name === 'text:s') return this.#sign(textNode(' '.repeat(spacesIn(attribs['text:c']))), format);
    if (name === 'text:tab') return this.#sign(textNode('\t'), format);
    if (name === 'text:line-break') return this.#sign(element('br', {}), format);
    if (name === 'text:span')
      return this.#inline(children, { ...format, ...this.#styles.words(attribs['text:style-name']) });
    if (name === 'text:a' || name === 'draw:a') return this.#link(node, format);
    if (name === 'text:note') return this.#note(node);
    if (name === 'text:ruby') return [element('ruby', {}, this.#inline(children, format))];
    if (name === 'text:ruby-text') return [element('rt', {}, this.#inline(children, format))];
    if (name.startsWith('draw:')) return this.#drawing(node);
    if (isBookmark(node)) return this.#bookmark(node);
    return this.#inline(children, format);
  }

  #bookmark(node: Element): ChildNode[] {
    const id = this.#places.idOf(node);
    return id === undefined ? [] : [element('a', { id })];
  }

  #link({ attribs, children }: Element, format: Format): ChildNode[] {
    const address = attribs['xlink:href'] ?? '';
    const words = joinFormats(this.#inline(children, format));
    const href = address.startsWith('#') ? this.#places.target(address) : besideDocument(address);
    if (href === undefined) this.lostPlaces.push(address);
    return href ? [element('a', { href }, words)] : words;
  }

  #note(node: Element): ChildNode[] {
    const kind = node.attribs['text:note-class'] === 'endnote' ? 'endnote' : 'footnote';
    const item = element('li', { id: `odt-${kind}-${this.#notes.length + 1}` });
    this.#notes.push(item);
    this.ownMarks.push(...markOf(node));
    const [mark, id] = [`odt-${kind}-ref-${this.#notes.length}`, item.attribs.id];
    const isAfterSpace = this.#isAfterSpace;
    for (const body of find(node.children, ({ name }) => name === 'text:note-body'))
      for (const block of this.#blocks(body.children)) append(item, block);
    this.#isAfterSpace = isAfterSpace;
    const link = element('a', { href: `#${id}`, id: mark }, [textNode(`[${this.#notes.length}]`)]);
    return [element('sup', {}, [link])];
  }

  /** A picture stands where it is anchored; words of drawings and of text boxes follow their paragraph. */
  #drawing(node: Element): ChildNode[] {
    const address = node.name === 'draw:frame' ? pictureIn(node) : undefined;
    if (
      address !== undefined &&
      !node.children.some((child) => isTag(child) && child.name === 'draw:text-box')
    )
      return [imageOf(node, address, this.#document)];
    const blocks = this.#blocks(node.children);
    const isBox = node.children.some((child) => isTag(child) && child.name === 'draw:text-box');
    this.#boxes.push(...(isBox ? [figureOf(blocks) ?? blocks].flat() : blocks));
    return [];
  }
}

/** That an author wrote in place of a number. */
const markOf = ({ children }: Element): string[] =>
  children.filter(isTag).flatMap(({ name, attribs }) => {
    const mark = name === 'text:note-citation' && attribs['text:label'];
    return mark ? [mark] : [];
  });

const headingOf = ({ attribs }: Element): ParagraphRole => {
  const level = Math.min(6, Math.max(1, Number(attribs['text:outline-level']) || 1));
  return ([undefined, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const)[level] ?? 'h6';
};

/** As many as a line has; each has its place in memory. */
const mostSpaces = 1000;
const spacesIn = (count = '1'): number => Math.min(mostSpaces, Math.max(0, Number(count) || 1));

function paragraphOf(role: ParagraphRole, words: ChildNode[], attributes: Record<string, string>): Element {
  switch (role) {
    case 'title':
      return element('h1', { ...attributes, class: 'title' }, words);
    case 'subtitle':
      return element('p', { ...attributes, class: 'subtitle' }, words);
    case 'quotation':
      return element('blockquote', {}, [element('p', attributes, words)]);
    case 'code':
      return element('pre', attributes, words);
    case 'line':
    case 'text':
      return element('p', attributes, words);
    default:
      return element(role, attributes, words);
  }
}

/** Each paragraph of a quotation, and each line of code, came alone. */
function joinBlocks(blocks: ChildNode[]): ChildNode[] {
  const joined: ChildNode[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const isMore = last && isTag(last) && isTag(block) && last.name === block.name;
    if (!isMore || !/^(?:blockquote|pre)$/.test(last.name)) joined.push(block);
    else {
      if (last.name === 'pre') append(last, textNode('\n'));
      for (const child of [...block.children]) append(last, child);
    }
  }
  return joined.filter((block) => !isTag(block) || block.name !== 'pre' || lineOf(block) !== '');
}
