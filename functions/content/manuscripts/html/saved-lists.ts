import { type Document, type Element, isTag, isText } from 'domhandler';
import {
  append,
  around,
  element,
  find,
  isBlank,
  lineOf,
  replace,
  takeOut,
  wordsOf,
} from '../hypertext/elements.ts';
import { ItemNumbers } from '../office/item-numbers.ts';

interface SavedItem {
  paragraph: Element;
  /** From 1. */
  level: number;
  /** Its number, or a bullet. */
  marker: string;
}

/** Word saves the items of a list as paragraphs that begin with a bullet or a number and a gap. They become a list again. */
export function listSavedItems(page: Document): void {
  const items = new Map<Element | Document, SavedItem>();
  for (const gap of find(page.children, isGap)) {
    const paragraph = [...around(gap)].find(({ name }) => name === 'p');
    const item = paragraph && !items.has(paragraph) ? takeMarker(paragraph, gap) : undefined;
    if (item) items.set(item.paragraph, item);
  }
  const begins = [...items.values()].filter(({ paragraph }) => !items.has(beside(paragraph, 'prev') ?? page));
  const runs = begins.map((first) => runFrom(first, items));
  const numbers = new ItemNumbers();
  for (const run of runs) replaceRun(run, numbers);
}

/** What parts the bullet from the words: spaces in a small typeface. */
const isGap = (one: Element): boolean =>
  one.name === 'span' && /font:\s*7(?:\.0)?pt/i.test(one.attribs.style ?? '') && lineOf(one) === '';

const markers = /^(?:[·•o§\u00a7\uf0a7\uf0b7\u2013\u2014-]|[\p{L}\d]{1,4}(?:\.\d+)*[.)])$/u;

/** Undefined if the paragraph does not begin with it; otherwise bullet and gap are taken out. */
function takeMarker(paragraph: Element, gap: Element): SavedItem | undefined {
  const marker = wordsBefore(paragraph, gap).trim();
  if (!markers.test(marker)) return undefined;
  for (const node of textsBefore(paragraph, gap)) takeOut(node);
  takeOut(gap);
  const margin = /margin-left:\s*([\d.]+)pt/i.exec(paragraph.attribs.style ?? '')?.[1];
  return { paragraph, marker, level: Math.max(1, Math.round(Number(margin ?? 36) / 36)) };
}

const textsBefore = (paragraph: Element, gap: Element) => {
  const texts = [paragraph].flatMap(allIn);
  return texts.slice(0, texts.indexOf(gap)).filter(isText);
};

const wordsBefore = (paragraph: Element, gap: Element): string =>
  textsBefore(paragraph, gap).map(wordsOf).join('');

const allIn = (node: Element): Element['children'] =>
  node.children.flatMap((child) => (isTag(child) ? [child, ...allIn(child)] : [child]));

function beside(node: Element, way: 'prev' | 'next'): Element | undefined {
  let found = node[way];
  while (found && isBlank(found)) found = found[way];
  return found && isTag(found) ? found : undefined;
}

function runFrom(first: SavedItem, items: ReadonlyMap<Element | Document, SavedItem>): SavedItem[] {
  const run: SavedItem[] = [];
  for (let item: SavedItem | undefined = first; item; ) {
    run.push(item);
    const next: Element | undefined = beside(item.paragraph, 'next');
    item = next && items.get(next);
  }
  return run;
}

const isNumbered = (marker: string): boolean => /[.)]$/.test(marker);

/** As `type` of `<ol>` has it, if items have no numbers but letters. */
const lettersOf = (marker: string): string | undefined =>
  /^(?:([ivx]+)|([IVX]+)|([a-z])|([A-Z]))[.)]$/
    .exec(marker)
    ?.slice(1)
    .flatMap((found, at) => (found ? 'iIaA'[at] : undefined) ?? [])[0];

/** Of letters the place in the alphabet; of Roman numbers only those below ten are read. */
function numberOf(marker: string): number | undefined {
  const [, digits] = /(\d+)[.)]$/.exec(marker) ?? [];
  if (digits !== undefined) return Number(digits);
  const word = marker.slice(0, -1).toLowerCase();
  const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'].indexOf(word) + 1;
  if (roman) return roman;
  return /^[a-z]$/.test(word) ? word.charCodeAt(0) - 96 : undefined;
}

interface OpenList {
  list: Element;
  level: number;
}

function replaceRun(run: SavedItem[], numbers: ItemNumbers): void {
  const place = element('div', {});
  const open: OpenList[] = [];
  for (const [index, saved] of run.entries()) {
    const { paragraph, marker } = saved;
    const list = listFor(saved, open, place);
    if (index) takeOut(paragraph);
    else replace(paragraph, place);
    const item = element('li', {}, [...paragraph.children]);
    append(list, item);
    const number = numberOf(marker);
    if (number === undefined) numbers.pass(item);
    else numbers.give(item, number, lettersOf(marker));
  }
}

/** The open list to which the item belongs, or a new one in the item before. */
function listFor({ level, marker }: SavedItem, open: OpenList[], place: Element): Element {
  const name = isNumbered(marker) ? 'ol' : 'ul';
  while (open.some((one) => one.level > level || (one.level === level && one.list.name !== name))) open.pop();
  const last = open.at(-1);
  if (last?.level === level) return last.list;
  const list = element(name, {});
  append(last?.list.children.filter(isTag).at(-1) ?? place, list);
  open.push({ list, level });
  return list;
}

/** Google Docs has a list within another beside that: a class says of which list it is, and how deep (from 0). */
export function nestSavedLists(page: Document): void {
  for (const list of find(page.children, isOfGoogle)) {
    const { kind, level } = placeOf(list);
    const before = beside(list, 'prev');
    if (!before || !isOfGoogle(before) || placeOf(before).kind !== kind) continue;
    const same = innermost(before, level);
    if (placeOf(same).level === level && same.name === list.name) {
      for (const item of [...list.children]) append(same, item);
      takeOut(list);
    } else if (placeOf(same).level < level) append(same.children.filter(isTag).at(-1) ?? same, list);
  }
}

const classOfGoogle = /(?:^|\s)lst-(kix_\w+)-(\d)(?:\s|$)/;

const isOfGoogle = ({ name, attribs }: Element): boolean =>
  (name === 'ul' || name === 'ol') && classOfGoogle.test(attribs.class ?? '');

function placeOf({ attribs }: Element): { kind: string; level: number } {
  const [, kind = '', level = '0'] = classOfGoogle.exec(attribs.class ?? '') ?? [];
  return { kind, level: Number(level) };
}

/** The last list within the list that is not deeper than the level. */
function innermost(list: Element, level: number): Element {
  const item = list.children.filter(isTag).at(-1);
  const inner = item?.children.filter(isTag).findLast(isOfGoogle);
  return inner && placeOf(inner).level <= level ? innermost(inner, level) : list;
}
