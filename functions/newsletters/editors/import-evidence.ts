import type { Evidence } from '../ports.ts';
import type { ColumnName } from './import-columns.ts';

/** What may have happened, as a file says it. */
const whats = [
  'confirmed',
  'chose',
  'paused',
  'left',
  'moved',
  'merged',
  'imported',
  'added',
  'removed',
  'unsuppressed',
] as const satisfies Evidence['what'][];

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Reads one row of an export's file of evidence. @param cell Its cells, by the column. */
export function evidenceIn(
  cell: (name: ColumnName) => string,
): { ok: true; evidence: Evidence } | { ok: false; why: string } {
  const text = (name: ColumnName) => cell(name).trim();
  const what = whats.find((one) => one === text('what'));
  if (!ulid.test(text('id')) || !ulid.test(text('person')))
    return { ok: false, why: 'The ids are not those of an export.' };
  if (!what) return { ok: false, why: `“What” has to be one of ${whats.join(', ')}.` };
  if (Number.isNaN(Date.parse(text('at')))) return { ok: false, why: '“At” has to be an instant.' };
  const lists = text('lists')
    .split(';')
    .flatMap((list) => list.trim() || []);
  const consent = { wording: cell('wording'), version: cell('version'), page: cell('page') };
  const evidence: Evidence = {
    ...{ id: text('id'), person: text('person'), what, at: text('at') },
    ...(lists.length > 0 && { lists }),
    ...(text('asked') && { askedAt: text('asked') }),
    ...((consent.wording || consent.version) && { consent }),
    ...(text('note') && { note: cell('note') }),
    ...(text('by') && { by: text('by') }),
  };
  return { ok: true, evidence };
}

/** The cells of that row, in the order of the columns of an export. */
export const evidenceCells = ({
  id,
  person,
  what,
  at,
  lists = [],
  askedAt = '',
  consent,
  note = '',
  by = '',
}: Evidence) => [
  ...[id, person, what, at, lists.join('; '), askedAt],
  ...[consent?.wording ?? '', consent?.version ?? '', consent?.page ?? '', note, by],
];
