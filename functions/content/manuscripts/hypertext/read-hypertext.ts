import { type ChildNode, cloneNode, type Document, type Element, isTag } from 'domhandler';
import { DomUtils } from 'htmlparser2';
import type { BodyContext } from '../markdown/body-context.ts';
import { anchorOf } from '../markdown/headings.ts';
import { sanitise } from '../markdown/sanitise.ts';
import type { ReadBody } from '../opened-manuscript.ts';
import { around, element, find, isBlank, lineOf, replace, takeOut } from './elements.ts';
import { HypertextWriter } from './hypertext-writer.ts';

export interface HypertextCircumstances {
  context: BodyContext;
  /** The title that is known already. */
  title: string | undefined;
  /** The heading that is the title, if there is one. */
  heading: Element | undefined;
  /** In the file, from 1; undefined if it has no lines that anybody sees. */
  lineAt(node: ChildNode): number | undefined;
}

/** Turns a tree of HTML into the HTML that is stored: the same as Markdown of the same text would give. */
export function readHypertext(
  root: Document,
  { context, title, heading, lineAt }: HypertextCircumstances,
): ReadBody {
  const found = heading && titleOf(heading);
  const isTitle = heading && found && (title === undefined || folded(title) === folded(found));
  if (isTitle) takeTitle(heading);
  shiftHeadings(root);
  anchorHeadings(root, context.language);
  tidyTables(root);
  const html = sanitise(new HypertextWriter(context, lineAt).write(root.children)).replace(/^\n+/, '');
  return isTitle && title === undefined ? { title: found, html } : { html };
}

/** The words of a heading without the marks of notes and the pictures in it. */
export function titleOf(heading: Element): string {
  const bare = cloneNode(heading, true);
  for (const beside of besideWords(bare)) takeOut(beside);
  return lineOf(bare);
}

/** Notes that the title has, and pictures in it, stand first in the text. */
function takeTitle(heading: Element): void {
  const beside = besideWords(heading);
  const [pictures, marks] = [beside.filter(isPicture), beside.filter((each) => !isPicture(each))];
  const paragraphs = [marks, ...pictures.map((picture) => [picture])].filter(({ length }) => length);
  for (const held of paragraphs) {
    for (const one of held) takeOut(one);
    DomUtils.prepend(heading, element('p', {}, held));
  }
  takeOut(heading);
}

function besideWords(heading: Element): Element[] {
  const wanted = find(heading.children, (one) => isPicture(one) || isMark(one));
  return wanted.filter((one) => ![...around(one)].some((outer) => wanted.includes(outer)));
}

const isPicture = ({ name }: Element): boolean => name === 'img';

/** A raised link within the text, which leads to a note, whichever of the two holds the other. */
const isMark = ({ name, attribs, children }: Element): boolean =>
  (name === 'sup' && find(children, isLinkWithin).length > 0) ||
  (isLinkWithin({ name, attribs }) && find(children, (one) => one.name === 'sup').length > 0);

const isLinkWithin = ({ name, attribs }: Pick<Element, 'name' | 'attribs'>): boolean =>
  name === 'a' && attribs.href?.startsWith('#') === true;

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const headingsIn = (root: Document) => find(root.children, ({ name }) => /^h[1-6]$/.test(name));

/** The page's own heading is its title: if the text has headings of that rank, all of its headings step down. */
function shiftHeadings(root: Document): void {
  const headings = headingsIn(root);
  if (!headings.some(({ name }) => name === 'h1')) return;
  for (const heading of headings) heading.name = `h${Math.min(6, Number(heading.name.slice(1)) + 1)}`;
}

/** Gives each heading an id made of its words, unless the text leads to the one that it has. */
function anchorHeadings(root: Document, language: string | undefined): void {
  const led = new Set(find(root.children, ({ name }) => name === 'a').map(({ attribs }) => attribs.href));
  const taken = new Map<string, number>();
  for (const heading of headingsIn(root)) {
    const { id } = heading.attribs;
    if (id === undefined || !led.has(`#${id}`))
      heading.attribs.id = anchorOf(titleOf(heading), language, taken);
  }
}

/** A wide table scrolls in a box of its own, also by keyboard; headings say what they head. */
function tidyTables(root: Document): void {
  for (const cell of find(root.children, ({ name }) => name === 'th' || name === 'td')) {
    const [only, ...others] = cell.children.filter((child) => !isBlank(child));
    if (only && isTag(only) && only.name === 'p' && !others.length) {
      if (only.attribs.dir) cell.attribs.dir ??= only.attribs.dir;
      cell.children = only.children.map((child) => Object.assign(child, { parent: cell }));
    }
    if (cell.name === 'th') cell.attribs.scope ??= 'col';
  }
  for (const table of find(root.children, ({ name }) => name === 'table')) {
    const box = element('div', { class: 'table', role: 'region', 'aria-label': 'Table', tabindex: '0' });
    replace(table, box);
    table.parent = box;
    box.children = [table];
  }
}
