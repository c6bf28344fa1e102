import { type Document, type Element, isTag, isText } from 'domhandler';
import { append, around, element, find, lineOf, replace, takeOut, textNode } from '../hypertext/elements.ts';

const refId = /^[a-z]+-(?:foot|end)note-ref-/;
const noteId = /^[a-z]+-(?:foot|end)note-(?!ref-)/;

/**
 * Foot- and endnotes, as mammoth leaves them (`word-footnote-1` and `word-footnote-ref-1`), become notes as Markdown's:
 * numbered by the places that point to them, at the end of the text, linked both ways. Those to which nothing points are
 * left out.
 */
export function linkNotes(root: Document): void {
  const items = find(root.children, ({ name, attribs }) => name === 'li' && noteId.test(attribs.id ?? ''));
  const lists = new Set(items.map(({ parent }) => parent));
  for (const list of lists) if (list && isTag(list)) takeOut(list);
  const notes = new Map<string, Element>(items.map((item) => [`#${item.attribs.id}`, item]));
  const refs = find(root.children, isReference).filter(({ attribs }) => notes.has(attribs.href ?? ''));
  const targets = [...new Set(refs.map(({ attribs }) => attribs.href ?? ''))];
  const places = targets.map((href) => refs.filter(({ attribs }) => attribs.href === href));
  for (const [index, same] of places.entries())
    for (const [time, ref] of same.entries()) pointTo(index + 1, time + 1, ref);
  if (!targets.length) return;
  const list = targets.flatMap((href, index) => {
    const item = notes.get(href);
    return item ? [noteItem(item, index + 1, places[index]?.length ?? 1)] : [];
  });
  append(root, element('section', { class: 'footnotes', role: 'doc-endnotes' }, [element('ol', {}, list)]));
}

const isReference = ({ name, attribs }: Element) => name === 'a' && refId.test(attribs.id ?? '');

const numberOf = (note: number, time: number) => (time > 1 ? `${note}-${time}` : String(note));

const mostRaised = 5;

function pointTo(note: number, time: number, ref: Element): void {
  const link = element(
    'a',
    { href: `#fn-${note}`, id: `fnref-${numberOf(note, time)}`, role: 'doc-noteref' },
    [textNode(String(note))],
  );
  const mark = element('sup', { class: 'footnote-ref' }, [link]);
  // Some programs raise the words of a mark that is raised by what it is.
  const raised = [...around(ref)].slice(0, mostRaised);
  const end = raised.findIndex((one) => one.name !== 'sup' || lineOf(one) !== lineOf(ref));
  replace(raised.slice(0, end < 0 ? raised.length : end).at(-1) ?? ref, mark);
}

function noteItem(item: Element, note: number, times: number): Element {
  for (const back of find(item.children, ({ attribs }) => refId.test(attribs.href?.slice(1) ?? '')))
    takeOut(back);
  for (const paragraph of find(item.children, ({ name }) => name === 'p')) trim(paragraph);
  const made = element('li', { id: `fn-${note}`, class: 'footnote-item' }, [...item.children]);
  const paragraphs = made.children.filter((child) => isTag(child) && child.name === 'p').filter(isTag);
  for (const empty of paragraphs.slice(1)) if (!lineOf(empty)) takeOut(empty);
  const last = made.children.filter(isTag).findLast(({ name }) => name === 'p') ?? made;
  for (let time = 1; time <= times; time++) {
    append(last, textNode(' '));
    append(last, backlink(numberOf(note, time)));
  }
  return made;
}

/** Word processors begin a note with a space, and mammoth leaves one before its backlink. */
function trim({ children }: Element): void {
  const [first, last] = [children[0], children.at(-1)];
  if (first && isText(first)) first.data = first.data.trimStart();
  if (last && isText(last)) last.data = last.data.trimEnd();
}

const backlink = (number: string): Element =>
  element(
    'a',
    {
      href: `#fnref-${number}`,
      class: 'footnote-backref',
      role: 'doc-backlink',
      'aria-label': `Back to reference ${number}`,
    },
    [textNode('↩\ufe0e')],
  );

/** Google Docs underlines the words of each link. */
export function plainLinks(root: Document): void {
  const links = find(root.children, ({ name, attribs }) => name === 'a' && attribs.href !== undefined);
  for (const link of links)
    for (const { parent, children } of find(link.children, ({ name }) => name === 'u'))
      if (parent === link && link.children.length === 1) {
        link.children = children;
        for (const child of children) child.parent = link;
      }
}
