import { type ChildNode, type Element, isTag } from 'domhandler';
import { element } from '../hypertext/elements.ts';

/** A table, with the rows that word processors repeat on each page as its head. */
export function tableOf(table: Element, blocksOf: (cell: Element) => ChildNode[]): Element {
  const rows = rowsOf(table, false);
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

function rowsOf({ children }: Element, isHead: boolean): Row[] {
  return children.filter(isTag).flatMap((child) => {
    if (child.name === 'table:table-row') return [{ cells: cellsOf(child), isHead }];
    if (child.name === 'table:table-header-rows') return rowsOf(child, true);
    return /^table:table-(?:rows|row-group)$/.test(child.name) ? rowsOf(child, isHead) : [];
  });
}

/** Without those over which another one reaches. */
const cellsOf = (row: Element): Element[] =>
  row.children.filter(isTag).filter(({ name }) => name === 'table:table-cell');

function spansOf({ attribs }: Element): Record<string, string> {
  const [columns, rows] = [attribs['table:number-columns-spanned'], attribs['table:number-rows-spanned']];
  return {
    ...(columns && columns !== '1' && { colspan: columns }),
    ...(rows && rows !== '1' && { rowspan: rows }),
  };
}
