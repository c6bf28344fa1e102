import { type ChildNode, type Document, type Element, isTag, type ParentNode } from 'domhandler';
import { DomUtils } from 'htmlparser2';
import { element, isBlank } from '../hypertext/elements.ts';

/** Boxes that only a style sheet gives a meaning: what is in them stands as what is in none, words alone as a paragraph. */
export function openBoxes(page: Document): void {
  give(page, opened(page.children));
}

const opened = (nodes: ChildNode[]): ChildNode[] =>
  nodes.flatMap((node) => {
    if (!isTag(node)) return [node];
    const isBox = isPlainBox(node);
    const inside = opened(node.children);
    if (!isBox) give(node, inside);
    return isBox ? paragraphed(inside) : [node];
  });

/** A long page has thousands of children in one box: taking them out one by one looks for each among all. */
function give(parent: ParentNode, children: ChildNode[]): void {
  parent.children = children;
  for (const [index, child] of children.entries()) {
    child.parent = parent;
    child.prev = children[index - 1] ?? null;
    child.next = children[index + 1] ?? null;
  }
}

const holders = /^(?:html|body|main|article|section|div|header|footer|center|font|form)$/;

const isPlainBox = ({ name, attribs, parent }: Element): boolean =>
  name === 'div' &&
  !['id', 'dir', 'lang', 'title'].some((key) => attribs[key] !== undefined) &&
  !(parent && isTag(parent) && !holders.test(parent.name));

const block =
  /^(?:p|h[1-6]|ul|ol|li|blockquote|table|section|figure|pre|dl|dt|dd|div|hr|address|aside|details|center|form|article|main|header|footer|nav|fieldset|script|style|template|dir|menu)$/;

const holdsBlocks = (node: ChildNode): boolean =>
  isTag(node) && (block.test(node.name) || DomUtils.existsOne(({ name }) => block.test(name), node.children));

const isSpace = (node: ChildNode): boolean => isBlank(node) || (isTag(node) && node.name === 'br');

/** Words beside each other become a paragraph; what holds blocks stays as it is. */
function paragraphed(nodes: ChildNode[]): ChildNode[] {
  const runs: ChildNode[][] = [];
  for (const node of nodes) {
    const last = runs.at(-1);
    if (last && !holdsBlocks(node) && !holdsBlocks(last[0] ?? node)) last.push(node);
    else runs.push([node]);
  }
  return runs.flatMap((run) => {
    if (run.some(holdsBlocks) || run.every(isSpace)) return run;
    const paragraph = element('p', {});
    give(paragraph, run);
    return [paragraph];
  });
}
