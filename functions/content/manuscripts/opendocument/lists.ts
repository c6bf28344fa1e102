import { type ChildNode, type Element, isTag } from 'domhandler';
import { append, element } from '../hypertext/elements.ts';
import { ItemNumbers } from '../office/item-numbers.ts';
import type { ListLevel, OpenDocumentStyles } from './opendocument-styles.ts';

/** Where a list stands in others. */
interface ListPlace {
  style: string | undefined;
  /** From 0. */
  level: number;
  /** The number of the last item of each level. */
  numbers: (number | undefined)[];
}

/** Turns lists into HTML, and counts their items as the word processor does. */
export class ListConverter {
  readonly #styles: OpenDocumentStyles;
  readonly #blocksOf: (nodes: ChildNode[]) => ChildNode[];
  readonly #itemNumbers = new ItemNumbers();
  /** Numbers of lists that may go on, by their ids and, the last one, by their styles. */
  readonly #byId = new Map<string, ListPlace['numbers']>();
  readonly #byStyle = new Map<string | undefined, ListPlace['numbers']>();

  constructor(styles: OpenDocumentStyles, blocksOf: (nodes: ChildNode[]) => ChildNode[]) {
    this.#styles = styles;
    this.#blocksOf = blocksOf;
  }

  /** A list that stands in no other. */
  convert(list: Element): ChildNode[] {
    const style = list.attribs['text:style-name'];
    const goesOn =
      this.#byId.get(list.attribs['text:continue-list'] ?? '') ??
      (list.attribs['text:continue-numbering'] === 'true' ? this.#byStyle.get(style) : undefined);
    const place = { style, level: 0, numbers: goesOn ?? [] };
    const id = list.attribs['xml:id'] ?? list.attribs['text:id'];
    if (id) this.#byId.set(id, place.numbers);
    this.#byStyle.set(style, place.numbers);
    return this.#list(list, place);
  }

  #list(list: Element, place: ListPlace): ChildNode[] {
    const items = list.children.filter(isTag).filter(({ name }) => /^text:list-(?:item|header)$/.test(name));
    // Word processors number headings with lists, and go on with a list within another that has no item of its own.
    const isMereWrapping = items.some(hasHeading) || !items.some(hasParagraph);
    if (isMereWrapping) return items.flatMap((item) => this.#contents(item, place));
    const level = this.#styles.listLevel(place.style, place.level);
    const made = element(level.isNumbered ? 'ol' : 'ul', {});
    for (const item of items) this.#add(item, made, level, place);
    return [made];
  }

  #add(item: Element, list: Element, level: ListLevel, place: ListPlace): void {
    const last = list.lastChild;
    if (item.name === 'text:list-header' && last && isTag(last)) {
      for (const block of this.#contents(item, place)) append(last, block);
      return;
    }
    const number = hasParagraph(item) ? numberOf(item, level, place) : undefined;
    const made = element('li', {}, inItem(this.#contents(item, place)));
    append(list, made);
    if (number === undefined) this.#itemNumbers.pass(made);
    else this.#itemNumbers.give(made, number, level.letters);
  }

  #contents({ children }: Element, place: ListPlace): ChildNode[] {
    return children.flatMap((child) => {
      if (!isTag(child) || child.name !== 'text:list') return this.#blocksOf([child]);
      const style = child.attribs['text:style-name'] ?? place.style;
      return this.#list(child, { ...place, style, level: place.level + 1 });
    });
  }
}

const holds = (item: Element, names: RegExp): boolean =>
  item.children.some((child) => isTag(child) && names.test(child.name));
const hasHeading = (item: Element): boolean => holds(item, /^text:h$/);
const hasParagraph = (item: Element): boolean => holds(item, /^(?!text:list$)/);

function numberOf(item: Element, { start }: ListLevel, { numbers, level }: ListPlace): number {
  const before = numbers[level];
  const own = item.attribs['text:start-value'];
  const number = own === undefined ? (before === undefined ? start : before + 1) : Number(own);
  numbers.length = level;
  numbers[level] = number;
  return number;
}

/** An item of one paragraph is its words. */
function inItem(blocks: ChildNode[]): ChildNode[] {
  const [first, ...others] = blocks;
  const isShort = others.every((other) => isTag(other) && /^[ou]l$/.test(other.name));
  return first && isTag(first) && first.name === 'p' && isShort ? [...first.children, ...others] : blocks;
}
