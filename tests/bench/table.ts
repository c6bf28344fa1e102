import type { Row } from './row.ts';

const columns = ['what', 'peers', 'goal', 'measured', 'met'] as const;
const widest = { what: 44, peers: 36, goal: 34, measured: 44, met: 3 };

/** The rows as a table for a terminal, each with its notes below it. */
export function table(rows: readonly Row[]): string {
  const head = Object.fromEntries(columns.map((name) => [name, name]));
  return [
    line({ ...head, met: 'met' }),
    rule,
    ...rows.flatMap((row) => [cells(row), ...notesOf(row), rule]),
  ].join('\n');
}

type Cells = Record<string, string>;

const rule = columns.map((name) => '─'.repeat(widest[name])).join('─┼─');

const cells = ({ met, notes, ...row }: Row): string =>
  line({ ...row, met: met === undefined ? '' : met ? 'yes' : 'no' });

const notesOf = ({ notes = [] }: Row): string[] =>
  notes.flatMap((note) => wrapped(note, 150).map((text) => `    ${text}`));

function line(row: Cells): string {
  const parts = columns.map((name) => wrapped(row[name] ?? '', widest[name]));
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) =>
    columns.map((name, column) => (parts[column]?.[at] ?? '').padEnd(widest[name])).join(' │ '),
  ).join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
