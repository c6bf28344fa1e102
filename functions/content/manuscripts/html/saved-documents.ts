import { type ChildNode, type Document, type Element, isTag } from 'domhandler';
import { DomUtils } from 'htmlparser2';
import { type Finding, note } from '../findings.ts';
import { append, around, element, find, isBlank, lineOf, takeOut } from '../hypertext/elements.ts';
import { linkNotes } from '../office/linked-notes.ts';
import { listSavedItems, nestSavedLists } from './saved-lists.ts';

/**
 * What Word, LibreOffice and Google Docs make of a document that is saved as a web page is what they make of it in their own
 * formats: a title, lists, and foot- and endnotes that are linked both ways. Comments are left out, and told.
 */
export function readSavedDocument(page: Document): Finding[] {
  for (const title of find(page.children, isTitle)) title.name = 'h1';
  for (const space of find(page.children, isEmptyLine)) takeOut(space);
  listSavedItems(page);
  nestSavedLists(page);
  emphasise(page);
  leadWhereMeant(page);
  const count = leaveOutComments(page);
  if (gatherNotes(page)) linkNotes(page);
  return count ? [note(`${count === 1 ? '1 comment was' : `${count} comments were`} left out.`)] : [];
}

const { textContent } = DomUtils;

const hasClass = ({ attribs }: Element, name: RegExp): boolean =>
  (attribs.class ?? '').split(/\s+/).some((one) => name.test(one));

/** As Word has it, and Google Docs, which has an `id` for each of its headings. */
const isTitle = (one: Element): boolean =>
  one.name === 'p' &&
  lineOf(one) !== '' &&
  (hasClass(one, /^MsoTitle$/) || (hasClass(one, /^title$/) && /^h\.\w+$/.test(one.attribs.id ?? '')));

/** Word makes space by paragraphs without words. */
const isEmptyLine = (one: Element): boolean =>
  one.name === 'p' && hasClass(one, /^Mso/) && lineOf(one) === '' && !find(one.children, isShown).length;

const isShown = ({ name, attribs }: Element): boolean =>
  /^(?:img|hr|object|input|table)$/.test(name) || attribs.id !== undefined || attribs.name !== undefined;

/** Google Docs says in a style sheet what is bold and slanted, by classes with a number. */
function emphasise(page: Document): void {
  const sheet = find(page.children, ({ name }) => name === 'style')
    .map(textContent)
    .join(' ');
  const looks = new Map(
    [...sheet.matchAll(/\.(c\d+)\{([^{}]*)\}/g)].map(([, name, look]) => [name, look ?? '']),
  );
  for (const span of looks.size ? find(page.children, ({ name }) => name === 'span') : []) {
    const look = (span.attribs.class ?? '')
      .split(/\s+/)
      .map((name) => looks.get(name) ?? '')
      .join(';');
    if ([...around(span)].some(({ name }) => /^h[1-6]$/.test(name)) || lineOf(span) === '') continue;
    if (/font-style:\s*italic/.test(look)) wrapIn('em', span);
    if (/font-weight:\s*(?:bold|[6-9]00)/.test(look)) wrapIn('strong', span);
  }
}

function wrapIn(name: string, outer: Element): void {
  const wrapped = element(name, {}, [...outer.children]);
  append(outer, wrapped);
}

/** Google Docs has each link lead over an address of its own, which counts who follows it. */
function leadWhereMeant(page: Document): void {
  for (const { attribs } of find(page.children, ({ name }) => name === 'a')) {
    const href = attribs.href ?? '';
    if (!/^https?:\/\/www\.google\.com\/url\?/.test(href) || !URL.canParse(href)) continue;
    const meant = new URL(href).searchParams.get('q') ?? '';
    if (/^(?:https?|mailto):/i.test(meant)) attribs.href = meant;
  }
}

/** What marks lead to. */
const notes = /^#(?:_(?:ftn|edn)\d+|ftnt\d+|sd(?:foot|end)note\d+sym)$/;
const comments = /^#(?:cmnt|_msocom_|_com_)\d+$/;

const marksOf = (page: Document, target: RegExp): Element[] =>
  find(page.children, ({ name, attribs }) => name === 'a' && target.test(attribs.href ?? ''));

/** How many there were. */
function leaveOutComments(page: Document): number {
  const places = placesOf(page);
  const marks = marksOf(page, comments);
  const held = new Map(
    marks.flatMap((mark) => {
      const holder = holderOf(places, mark.attribs.href ?? '');
      return holder ? [[mark.attribs.href, holder] as const] : [];
    }),
  );
  for (const mark of marks) takeOut(raisedBy(mark));
  for (const holder of held.values()) takeOutWithLine(holder);
  return held.size;
}

/** What linked notes have for ids, which here nothing else may have. */
const ownId = /^[a-z]+-(?:foot|end)note-/;

/** The words of notes become a list at the end, as other converters have it. */
function gatherNotes(page: Document): boolean {
  const items = new Map<string, Element>();
  const places = placesOf(page);
  for (const { attribs } of find(page.children, ({ attribs }) => ownId.test(attribs.id ?? '')))
    delete attribs.id;
  for (const mark of marksOf(page, notes)) {
    const { href = '' } = mark.attribs;
    const holder = items.has(href) ? undefined : holderOf(places, href);
    if (holder) items.set(href, itemOf(holder, `page-footnote-${items.size + 1}`));
    const id = items.get(href)?.attribs.id;
    if (id === undefined) continue;
    mark.attribs.id = id.replace(/(?=\d+$)/, 'ref-');
    mark.attribs.href = `#${id}`;
  }
  if (items.size) append(page, element('ol', {}, [...items.values()]));
  return items.size > 0;
}

function itemOf(holder: Element, id: string): Element {
  for (const back of find(holder.children, isWayBack)) takeOut(raisedBy(back));
  takeOutWithLine(holder);
  return element('li', { id }, holder.name === 'div' ? [...holder.children] : [holder]);
}

/** What links may lead to, the first of a name. */
const placesOf = (page: Document): Map<string, Element> =>
  new Map(
    find(page.children, ({ attribs }) => attribs.id !== undefined || attribs.name !== undefined)
      .flatMap((one) => [one.attribs.id, one.attribs.name].map((name) => [name ?? '', one] as const))
      .reverse(),
  );

/** The block that holds the words to which a mark leads. */
function holderOf(places: ReadonlyMap<string, Element>, href: string): Element | undefined {
  const place = places.get(href.slice(1));
  const blocks = place ? [place, ...around(place)].filter(isOfOne) : [];
  return blocks.find(({ name }) => name === 'div') ?? blocks.find(({ name }) => name === 'p');
}

const isWayBack = ({ name, attribs }: Element): boolean =>
  name === 'a' &&
  /^#(?:_(?:ftn|edn)ref|ftnt_ref|cmnt_ref|_msoanchor_|sd(?:foot|end)note(?=\d+anc))\d+(?:anc)?$/.test(
    attribs.href ?? '',
  );

/** Whether it is the block of one note or comment, and not what holds several of them, or marks of the text. */
function isOfOne({ children }: Element): boolean {
  const isMark = ({ attribs: { href = '' } }: Element) =>
    notes.test(href) || comments.test(href) || href.startsWith('#page-footnote-');
  return find(children, isWayBack).length === 1 && find(children, isMark).length === 0;
}

/** The mark with what raises it and has no other words. */
function raisedBy(mark: Element): Element {
  const outer = [...around(mark)];
  const end = outer.findIndex((one) => !/^(?:sup|span|font)$/.test(one.name) || lineOf(one) !== lineOf(mark));
  return outer.slice(0, end < 0 ? outer.length : end).at(-1) ?? mark;
}

/** With the line that parts it from the text, if nothing else is under that. */
function takeOutWithLine(block: Element): void {
  const before = (node: ChildNode) => {
    let previous = node.prev;
    while (previous && (isBlank(previous) || (isTag(previous) && previous.name === 'br')))
      previous = previous.prev;
    return previous;
  };
  const line = before(block);
  const { parent } = block;
  takeOut(block);
  if (line && isTag(line) && line.name === 'hr') takeOut(line);
  const isEmpty = parent?.children.every((child) => isBlank(child) || (isTag(child) && child.name === 'br'));
  if (isEmpty && parent && isTag(parent) && parent.name === 'div') takeOut(parent);
}
