import { UnreadableCsv } from '../../runtime/csv.ts';
import { nearestOf } from '../../runtime/nearest.ts';

/** What a file of an import holds: people, or one of the other files of an export. */
export type ImportKind = 'people' | 'suppressions' | 'evidence' | 'hash keys';

/** Columns that an import reads, and other spellings of them: those of other programs' exports. */
const spellings = {
  email: [
    'email address',
    'e-mail address',
    'mail',
    'mail address',
    'email id',
    'subscriber email',
    'subscriber',
  ],
  name: ['full name', 'display name', 'subscriber name', 'contact name'],
  firstName: ['fname', 'given name', 'forename'],
  lastName: ['lname', 'surname', 'family name'],
  lists: ['list', 'newsletter', 'newsletters', 'mailing list', 'mailing lists'],
  state: ['status', 'subscription status', 'subscriber status', 'member status', 'email status'],
  pausedUntil: [],
  id: [],
  person: [],
  hash: [],
  what: [],
  list: [],
  why: [],
  scope: [],
  at: [],
  asked: [],
  wording: [],
  version: [],
  page: [],
  note: [],
  by: [],
  hashKey: [],
} as const satisfies Record<string, readonly string[]>;

export type ColumnName = keyof typeof spellings;

/** The place of each column that is there, from 0. */
export type Columns = Partial<Record<ColumnName, number>>;

/** By what marks a file; the columns of each as an export writes them, in their order. */
export const columnsOf = {
  people: ['id', 'email', 'name', 'lists', 'state', 'pausedUntil'],
  suppressions: ['hash', 'what', 'list', 'why', 'scope', 'at'],
  evidence: ['id', 'person', 'what', 'at', 'lists', 'asked', 'wording', 'version', 'page', 'note', 'by'],
  'hash keys': ['hashKey'],
} as const satisfies Record<ImportKind, readonly ColumnName[]>;

const marks = {
  people: ['email'],
  suppressions: ['hash', 'what', 'at'],
  evidence: ['id', 'person', 'what', 'at'],
  'hash keys': ['hashKey'],
} as const satisfies Record<ImportKind, readonly ColumnName[]>;

const kinds = ['people', 'suppressions', 'evidence', 'hash keys'] as const;

/** `pausedUntil` is “paused until”. */
export const headingOf = (column: ColumnName): string =>
  column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * What the first row says of a file. Capitals, spaces and punctuation do not count; columns that nobody asked for are
 * passed over, and of two of one name the first counts.
 * @throws UnreadableCsv when it names no address.
 */
export function columnsIn(header: readonly string[]): { kind: ImportKind; columns: Columns } {
  const columns: Columns = {};
  for (const [at, heading] of header.entries()) {
    for (const name of columnsNamed(heading)) columns[name] ??= at;
  }
  const kind = kinds.find((one) => marks[one].every((name) => columns[name] !== undefined));
  if (!kind) throw new UnreadableCsv(1, missingColumns(header));
  return { kind, columns };
}

/** “List” is a column of its own in a file of suppressions, and that of the lists elsewhere. */
const columnsNamed = (heading: string): ColumnName[] =>
  names.filter((name) =>
    [headingOf(name), ...spellings[name]].some((one) => folded(one) === folded(heading)),
  );

const names = Object.keys(spellings).filter((name): name is ColumnName => name in spellings);

const folded = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

function missingColumns(header: readonly string[]): string {
  const known = ['email', ...spellings.email];
  const meant = header.find((heading) => nearestOf(heading, known) !== undefined);
  const seen = header.map((heading) => `“${heading.slice(0, 40)}”`).slice(0, 12);
  const found = header.some((heading) => heading.includes('@'))
    ? 'it holds an address already'
    : `it has ${seen.join(', ') || 'nothing'}`;
  const way = meant === undefined ? '' : ` Did you mean “email” by “${meant}”?`;
  return `the first row has to name the columns, one of them “email” (others are name, lists and state), and ${found}.${way}`;
}
