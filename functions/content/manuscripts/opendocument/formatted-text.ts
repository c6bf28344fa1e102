import { type ChildNode, type Element, isTag } from 'domhandler';
import { append, element } from '../hypertext/elements.ts';
import type { Format } from './opendocument-styles.ts';

/** The elements for a format, from the outside in. */
function tagsOf({ bold, italic, struck, underlined, position, code }: Format): string[] {
  return [
    ...(bold ? ['strong'] : []),
    ...(italic ? ['em'] : []),
    ...(struck ? ['s'] : []),
    ...(underlined ? ['u'] : []),
    ...(position === 'sup' || position === 'sub' ? [position] : []),
    ...(code ? ['code'] : []),
  ];
}

const formatTags = new Set(['strong', 'em', 's', 'u', 'sup', 'sub', 'code']);

/** The node within the elements of a format. */
export const formatted = (node: ChildNode, format: Format): ChildNode =>
  tagsOf(format).reduceRight<ChildNode>((inner, tag) => element(tag, {}, [inner]), node);

/** Elements of one format that stand side by side become one: each span of words was given its own. */
export function joinFormats(nodes: ChildNode[]): ChildNode[] {
  const joined: ChildNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (last && isFormat(last) && isFormat(node) && last.name === node.name)
      for (const child of [...node.children]) append(last, child);
    else joined.push(node);
  }
  for (const node of joined) if (isFormat(node)) setChildren(node, joinFormats([...node.children]));
  return joined;
}

const isFormat = (node: ChildNode): node is Element =>
  isTag(node) && formatTags.has(node.name) && !Object.keys(node.attribs).length;

function setChildren(holder: Element, children: ChildNode[]): void {
  holder.children = [];
  for (const child of children) {
    child.parent = null;
    append(holder, child);
  }
}
