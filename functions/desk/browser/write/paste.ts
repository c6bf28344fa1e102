import Turndown from 'turndown';
import { documentFrom } from '../trusted.ts';

/** What came out of a clipboard as Markdown, and what could not come with it. */
export interface Pasted {
  text: string;
  /** How many pictures were in it; programs give them by addresses that only they can read. */
  pictures: number;
}

/** Undefined where the plain text says the same: a line copied from a page needs no signs. */
export function markdownFrom(html: string): Pasted | undefined {
  const { body } = documentFrom(withoutStyles(html));
  const pictures = [...body.querySelectorAll('img')];
  for (const picture of pictures) picture.remove();
  tidyOffice(body);
  nameEmphasis(body);
  listsOfWord(body);
  const notes = takeFootnotes(body);
  if (!body.querySelector(meaningful) && !notes.length && !pictures.length) return undefined;
  const text = [converter().turndown(body), ...notes].join('\n\n').replaceAll('\u00a0', ' ').trim();
  return { text, pictures: pictures.length };
}

/** Styles are read here and never applied: the desk's policy would refuse them, in a document that nobody sees too. */
const withoutStyles = (html: string): string =>
  html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, '')
    .replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, (tag) =>
      tag.replace(/(\s)style\s*=/gi, '$1data-style='),
    );

const styleOf = (element: Element): string => element.getAttribute('data-style') ?? '';

const meaningful = 'h1,h2,h3,h4,h5,h6,ul,ol,a[href],em,strong,i,b,blockquote,table,sup,p + p';

function converter(): Turndown {
  const made = new Turndown({
    headingStyle: 'atx',
    bulletListMarker: '-',
    emDelimiter: '*',
    codeBlockStyle: 'fenced',
  });
  made.remove(['style', 'script', 'title']);
  made.addRule('footnote', {
    filter: (node) => node.nodeName === 'SPAN' && node.hasAttribute('data-note'),
    replacement: (_, node) => `[^${'getAttribute' in node ? node.getAttribute('data-note') : ''}]`,
  });
  return made;
}

/** Word's own elements say nothing, and neither do addresses within the document that was left. */
function tidyOffice(body: HTMLElement): void {
  for (const one of body.querySelectorAll('*'))
    if (one.tagName.includes(':')) one.replaceWith(...one.childNodes);
  for (const link of body.querySelectorAll('a[name]:not([href])')) link.replaceWith(...link.childNodes);
  // Google Docs wraps all in a bold that is none.
  for (const bold of body.querySelectorAll('b,strong'))
    if (/font-weight:\s*(normal|400)/i.test(styleOf(bold))) bold.replaceWith(...bold.childNodes);
}

/** What is bold or italic by its style alone. Headings are bold anyway. */
function nameEmphasis(body: HTMLElement): void {
  for (const span of body.querySelectorAll<HTMLElement>('span')) {
    if (!span.textContent?.trim() || span.closest('h1,h2,h3,h4,h5,h6')) continue;
    const style = styleOf(span);
    if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) wrapContent(span, 'strong');
    if (/font-style:\s*italic/i.test(style)) wrapContent(span, 'em');
  }
}

function wrapContent(element: HTMLElement, name: 'strong' | 'em'): void {
  const wrapper = element.ownerDocument.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Word gives paragraphs of a list as paragraphs with their sign before them, and the level in a style of its own. */
function listsOfWord(body: HTMLElement): void {
  const isItem = (one: Element | null): one is HTMLElement =>
    one instanceof HTMLElement && /mso-list:\s*l\d/i.test(styleOf(one));
  for (const first of body.querySelectorAll<HTMLElement>('p')) {
    if (!isItem(first) || isItem(first.previousElementSibling)) continue;
    const items: HTMLElement[] = [];
    for (let next: Element | null = first; isItem(next); next = next.nextElementSibling) items.push(next);
    const place = first.ownerDocument.createElement('div');
    first.before(place);
    const isNumbered = /^\s*\w{1,4}[.)]/.test(first.textContent ?? '');
    const list = first.ownerDocument.createElement(isNumbered ? 'ol' : 'ul');
    for (const item of items) list.append(itemFrom(item));
    place.replaceWith(list);
  }
}

function itemFrom(paragraph: HTMLElement): HTMLElement {
  const item = paragraph.ownerDocument.createElement('li');
  for (const sign of paragraph.querySelectorAll<HTMLElement>('span[data-style*="mso-list:Ignore" i]'))
    sign.remove();
  item.append(...paragraph.childNodes);
  const [text] = item.childNodes;
  // Where the comments that mark the sign were lost on the way.
  if (text?.nodeType === Node.TEXT_NODE)
    text.textContent = (text.textContent ?? '').replace(/^\s*(?:[·•o§-]|\w{1,4}[.)])\s+/, '');
  paragraph.remove();
  return item;
}

/** Marks become spans that the converter knows; the notes are given in their order. */
function takeFootnotes(body: HTMLElement): string[] {
  const notes: string[] = [];
  for (const mark of body.querySelectorAll<HTMLAnchorElement>(
    'a[href*="#_ftn"], a[href*="#ftnt"], a[href*="#_edn"]',
  )) {
    const target = /#(.+)$/.exec(mark.getAttribute('href') ?? '')?.[1] ?? '';
    if (/ref/.test(target)) continue;
    const note = noteAt(body, target);
    if (!note) continue;
    const number = notes.length + 1;
    const span = body.ownerDocument.createElement('span');
    span.dataset.note = String(number);
    span.textContent = String(number);
    (mark.closest('sup') ?? mark).replaceWith(span);
    notes.push(
      `[^${number}]: ${converter()
        .turndown(note)
        .replace(/\s*\n\s*/g, ' ')
        .trim()}`,
    );
    note.remove();
  }
  return notes;
}

/** The note that a mark leads to, without the way back. Word has `_ftn1` in a `div id=ftn1`, Google Docs `ftnt1` in an anchor. */
function noteAt(body: HTMLElement, target: string): HTMLElement | undefined {
  const anchor = body.querySelector(
    `[name="${CSS.escape(target)}"], [id="${CSS.escape(target.replace(/^_/, ''))}"]`,
  );
  const found = anchor?.closest('div[id^="ftn"], div[id^="edn"]') ?? anchor?.closest('p, div, li');
  if (!(found instanceof HTMLElement) || found === body) return undefined;
  for (const back of found.querySelectorAll('a[href*="ref"]')) back.remove();
  return found;
}
