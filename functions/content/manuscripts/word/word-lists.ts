import { isTag } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { find } from '../hypertext/elements.ts';
import { valueIn } from './word-styles.ts';

export interface PlaceInList {
  /** The list's number; several may be of one kind, and are counted as one then. */
  list: string;
  /** From 0. */
  level: number;
}

interface Level {
  format: string;
  start: number;
}

/** The levels of lists, as `numbering.xml` has them, and how far each has been counted. */
export class ListLevels {
  readonly #levels: ReadonlyMap<string, Level>;
  readonly #kinds: ReadonlyMap<string, string>;
  /** Numbers with which a list begins anew, by list and level: once. */
  readonly #restarts: Map<string, number>;
  /** The last number of each level, by kind. */
  readonly #last = new Map<string, (number | undefined)[]>();

  constructor(
    levels: ReadonlyMap<string, Level>,
    kinds: ReadonlyMap<string, string>,
    restarts: Map<string, number>,
  ) {
    this.#levels = levels;
    this.#kinds = kinds;
    this.#restarts = restarts;
  }

  /** Whether items at the place have numbers, and no bullets. */
  isNumbered(place: PlaceInList): boolean {
    return !/^(?:bullet|none)$/.test(this.#levelAt(place)?.format ?? 'none');
  }

  /** As `type` of `<ol>` has it, if items have no numbers but letters. */
  letters(place: PlaceInList): string | undefined {
    return letters[this.#levelAt(place)?.format ?? ''];
  }

  /** The number of the next item at the place. */
  count({ list, level }: PlaceInList): number {
    const kind = this.#kinds.get(list) ?? '';
    const last = this.#last.get(kind) ?? [];
    const before = last[level];
    const restart = this.#restarts.get(`${list}/${level}`);
    this.#restarts.delete(`${list}/${level}`);
    const next = before === undefined ? (this.#levelAt({ list, level })?.start ?? 1) : before + 1;
    last.length = level;
    last[level] = restart ?? next;
    this.#last.set(kind, last);
    return restart ?? next;
  }

  #levelAt({ list, level }: PlaceInList): Level | undefined {
    return this.#levels.get(`${this.#kinds.get(list)}/${level}`);
  }
}

const letters: Record<string, string> = {
  lowerLetter: 'a',
  upperLetter: 'A',
  lowerRoman: 'i',
  upperRoman: 'I',
};

/** @param listOf The list of a style: a kind of lists may be told by the name of one alone. */
export function listLevelsIn(xml: string, listOf: (style: string) => string | undefined): ListLevels {
  const { children } = parseDocument(xml, { xmlMode: true });
  const levels = new Map<string, Level>();
  const links = new Map<string, string>();
  const restarts = new Map<string, number>();
  for (const kind of find(children, ({ name }) => name === 'w:abstractNum')) {
    const id = kind.attribs['w:abstractNumId'] ?? '';
    const style = valueIn(kind, 'w:numStyleLink');
    if (style !== undefined) links.set(id, style);
    for (const level of kind.children.filter(isTag).filter(({ name }) => name === 'w:lvl')) {
      const format = valueIn(level, 'w:numFmt') ?? 'decimal';
      const start = Number(valueIn(level, 'w:start') ?? 0);
      levels.set(`${id}/${level.attribs['w:ilvl']}`, { format, start });
    }
  }
  const lists = find(children, ({ name }) => name === 'w:num');
  const kinds = new Map(
    lists.map((list) => [list.attribs['w:numId'] ?? '', valueIn(list, 'w:abstractNumId') ?? '']),
  );
  for (const list of lists) {
    const number = list.attribs['w:numId'];
    for (const override of find(list.children, ({ name }) => name === 'w:lvlOverride')) {
      const start = valueIn(override, 'w:startOverride');
      if (start !== undefined) restarts.set(`${number}/${override.attribs['w:ilvl']}`, Number(start));
    }
  }
  const linked = (kind: string) => kinds.get(listOf(links.get(kind) ?? '') ?? '') ?? kind;
  return new ListLevels(levels, new Map([...kinds].map(([list, kind]) => [list, linked(kind)])), restarts);
}
