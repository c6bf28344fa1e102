import { type ChildNode, type Element, isTag } from 'domhandler';
import { element, find, lineOf } from '../hypertext/elements.ts';

/** What turns a cell into HTML, and hears of one or of a row that is repeated oftener than is shown. */
interface TableReader {
  blocksOf(cell: Element): ChildNode[];
  onCut(repeated: Element): void;
}

/** A table, with the rows that word processors repeat on each page as its head. Like cells and rows that follow each
 *  other a file has once, with their number. */
export function tableOf(table: Element, { blocksOf, onCut }: TableReader): Element {
  const rows = rowsOf(table, false, onCut);
  const row = ({ cells, isHead }: Row) =>
    element(
      'tr',
      {},
      cells.map((cell) => element(isHead ? 'th' : 'td', spansOf(cell), blocksOf(cell))),
    );
  const head = rows.filter(({ isHead }) => isHead);
  const body = rows.filter(({ isHead }) => !isHead);
  if (!head.length) return element('table', {}, body.map(row));
  const parts = [element('thead', {}, head.map(row)), element('tbody', {}, body.map(row))];
  return element(
    'table',
    {},
    parts.filter(({ children }) => children.length),
  );
}

interface Row {
  cells: Element[];
  isHead: boolean;
}

type OnCut = TableReader['onCut'];

function rowsOf({ children }: Element, isHead: boolean, onCut: OnCut): Row[] {
  return children.filter(isTag).flatMap((child) => {
    if (child.name === 'table:table-row')
      return repeated(child, onCut).map((row) => ({ cells: cellsOf(row, onCut), isHead }));
    if (child.name === 'table:table-header-rows') return rowsOf(child, true, onCut);
    return /^table:table-(?:rows|row-group)$/.test(child.name) ? rowsOf(child, isHead, onCut) : [];
  });
}

/** Without those over which another one reaches. */
const cellsOf = (row: Element, onCut: OnCut): Element[] =>
  row.children
    .filter(isTag)
    .filter(({ name }) => name === 'table:table-cell')
    .flatMap((cell) => repeated(cell, onCut));

/** What is blank and repeated oftener is the rest of a spreadsheet. */
function repeated(part: Element, onCut: OnCut): Element[] {
  const { shown, isCut } = repeatsOf(part.name, part.attribs);
  if (isCut && isBlankPart(part)) return [part];
  if (isCut) onCut(part);
  return Array.from({ length: shown }, () => part);
}

const isBlankPart = (part: Element): boolean =>
  lineOf(part) === '' && !find(part.children, ({ name }) => name.startsWith('draw:')).length;

/** How often a row or a cell is shown at most. */
const mostShown: Record<string, { attribute: string; most: number }> = {
  'table:table-cell': { attribute: 'table:number-columns-repeated', most: 100 },
  'table:table-row': { attribute: 'table:number-rows-repeated', most: 1000 },
};

/** How often an element stands: once, but for the rows and cells of tables. */
export function repeatsOf(
  name: string,
  attributes: Record<string, string>,
): { shown: number; isCut: boolean } {
  const { attribute = '', most = 1 } = mostShown[name] ?? {};
  const times = Math.max(1, Math.floor(Number(attributes[attribute])) || 1);
  return { shown: Math.min(times, most), isCut: times > most };
}

function spansOf({ attribs }: Element): Record<string, string> {
  const [columns, rows] = [attribs['table:number-columns-spanned'], attribs['table:number-rows-spanned']];
  return {
    ...(columns && columns !== '1' && { colspan: columns }),
    ...(rows && rows !== '1' && { rowspan: rows }),
  };
}
