import { type AnyNode, type ChildNode, Element, isComment, isTag, isText, Text } from 'domhandler';
import { DomUtils } from 'htmlparser2';

export const {
  removeElement: takeOut,
  replaceElement: replace,
  appendChild: append,
  append: insertAfter,
} = DomUtils;

/** Every such element below the nodes, in the order of the text. */
export const find = (nodes: ChildNode[], isWanted: (element: Element) => boolean): Element[] =>
  DomUtils.findAll(isWanted, nodes);

/** The words of a node as a reader sees them, not yet tidied. */
export function wordsOf(node: AnyNode): string {
  if (isText(node)) return node.data;
  if (isComment(node) || !('children' in node)) return '';
  if (isTag(node) && node.name === 'br') return ' ';
  const words = node.children.map(wordsOf).join('');
  return isTag(node) && partsWords.has(node.name) ? ` ${words} ` : words;
}

/** Elements whose words do not run into those beside them. */
const partsWords = new Set(
  'address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section select summary table td th title tr ul'.split(
    ' ',
  ),
);

/** The same on one line. */
export const lineOf = (node: AnyNode): string => wordsOf(node).replace(/\s+/g, ' ').trim();

export const isBlank = (node: AnyNode): boolean =>
  isComment(node) || (isText(node) && node.data.trim() === '');

/** An element with these children, which leave the place where they were. */
export function element(
  name: string,
  attributes: Record<string, string>,
  children: ChildNode[] = [],
): Element {
  const made = new Element(name, attributes);
  for (const child of children) append(made, child);
  return made;
}

export const textNode = (text: string): Text => new Text(text);

/** The elements that hold the node, the nearest first. */
export function* around(node: AnyNode): Generator<Element> {
  for (let { parent } = node; parent; parent = parent.parent) if (isTag(parent)) yield parent;
}
