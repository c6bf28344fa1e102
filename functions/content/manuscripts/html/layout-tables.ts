import type { ChildNode, Document, Element } from 'domhandler';
import { type Finding, note } from '../findings.ts';
import { around, find, isBlank, lineOf, takeOut } from '../hypertext/elements.ts';
import { tellOfLostWords } from '../lost-words.ts';

type LineAt = (node: ChildNode) => number;

/**
 * Old pages are laid out by tables: their cells stand one after the other here, which a narrow screen needs, without those
 * that are a menu or the head of the page. Tells of all words that go.
 */
export function takeLayoutApart(page: Document, lineAt: LineAt): Finding[] {
  const points = find(page.children, isPoint);
  for (const point of points) takeOut(point);
  const tables = find(page.children, isLayout);
  const cells = tables.flatMap(cellsOf);
  const above = new Set(cellsAboveTitle(page, cells));
  const findings = tellOfPoints(points).concat(
    cells.flatMap((cell) => {
      const what = isMenu(cell) ? 'A menu' : above.has(cell) ? 'The head of the page' : undefined;
      if (what === undefined) return [];
      const lost = tellOfLostWords({ text: lineOf(cell), line: lineAt(cell), what });
      takeOut(cell);
      return lost;
    }),
  );
  const [first] = tables;
  if (first) findings.push(note(takenApart(tables.length), lineAt(first)));
  for (const part of tables.flatMap((table) => [table, ...ownOf(table, tableParts)])) unwrap(part);
  return findings;
}

const takenApart = (count: number) =>
  `${count === 1 ? 'A table that lays the page out was' : `${count} tables that lay the page out were`} taken apart: what was beside each other stands one below the other.`;

/** A picture of a single point makes space, or counts who reads. */
const isPoint = ({ name, attribs }: Element): boolean =>
  name === 'img' && /^[01](?:px)?$/.test(attribs.width ?? '') && /^[01](?:px)?$/.test(attribs.height ?? '');

const tellOfPoints = ({ length }: Element[]): Finding[] =>
  length
    ? [
        note(
          `Pictures of the size of a point, which only make space or count readers, were left out: ${length}.`,
        ),
      ]
    : [];

const ownOf = (table: Element, wanted: RegExp): Element[] =>
  find(table.children, ({ name }) => wanted.test(name)).filter(
    (one) => [...around(one)].find(({ name }) => name === 'table') === table,
  );

const cellsOf = (table: Element): Element[] => ownOf(table, /^t[dh]$/);

/** A table of figures has no headings, and no table in it. */
function isLayout(table: Element): boolean {
  if (table.name !== 'table' || ownOf(table, /^(?:th|caption)$/).length) return false;
  return (
    /^(?:presentation|none)$/.test(table.attribs.role ?? '') ||
    find(table.children, ({ name }) => /^(?:h[1-6]|table)$/.test(name)).length > 0
  );
}

const tableParts = /^(?:t[dhr]|thead|tbody|tfoot)$/;

/** Whatever else stands in a table, against its rules, stays in its place. */
function unwrap(part: Element): void {
  if (part.children.every(isBlank)) takeOut(part);
  part.name = 'div';
  part.attribs = { ...(part.attribs.id !== undefined && { id: part.attribs.id }) };
}

/** Links and next to nothing else, of which a text has more. */
function isMenu(cell: Element): boolean {
  const links = find(cell.children, ({ name, attribs }) => name === 'a' && attribs.href !== undefined);
  if (links.length < 2 || holdsMore(cell)) return false;
  const inLinks = links.reduce((sum, link) => sum + lettersIn(link), 0);
  return inLinks >= 0.8 * lettersIn(cell);
}

const lettersIn = (node: Element): number => lineOf(node).match(/[\p{L}\p{N}]/gu)?.length ?? 0;

const holdsMore = (cell: Element): boolean =>
  find(cell.children, ({ name }) => /^(?:h[1-6]|table|p|img)$/.test(name)).length > 0;

/** What is short above the title, which is the name of the site more often than a part of the text. */
function cellsAboveTitle(page: Document, cells: Element[]): Element[] {
  const [title] = find(page.children, ({ name }) => name === 'h1');
  if (!title || !cells.some((cell) => [...around(title)].includes(cell))) return [];
  const inOrder = find(page.children, (one) => one === title || cells.includes(one));
  const before = inOrder
    .slice(0, inOrder.indexOf(title))
    .filter((cell) => ![...around(title)].includes(cell));
  return before.filter((cell) => !holdsMore(cell) && lineOf(cell).length <= longestHead);
}

const longestHead = 120;
