import * as z from 'zod/mini';
import { byteOrderMark, csvText } from '../../runtime/csv.ts';
import type { Bookings } from '../ports.ts';
import { allBookings } from './all-bookings.ts';
import { attendeeRows, attendeesHeader } from './attendees-csv.ts';
import { linePositions } from './line-positions.ts';
import type { Export, ExportFiles, Exports } from './ports.ts';

/*
 * The attendees of an event as one file, written by one message: an event of 50,000 people is some ten megabytes. What the
 * function dies of, or what comes twice:
 *
 * | export | |
 * | --- | --- |
 * | dies after the row, before the message | whoever asks again sends the message again |
 * | dies while it reads or writes | the message returns, and the file is written again |
 * | two calls write one file | the same bytes but for what changed between; one moves the row on |
 * | an erasure comes before the file | the count of erasures rose: the file is removed, and the message returns |
 * | an erasure comes after the file | it removes the files; the link leads nowhere, and asked again, a new one begins |
 * | the answer with the link is lost | asked again, a new export begins |
 */

export interface Deps {
  bookings: Pick<Bookings, 'gathering' | 'bookings' | 'wishes'>;
  exports: Pick<Exports, 'find' | 'write' | 'erasures'>;
  files: Pick<ExportFiles, 'write' | 'removeAll'>;
}

const exportMessage = z.object({ export: z.object({ by: z.string(), id: z.string() }) });

export const fileKey = ({ id }: Pick<Export, 'id'>): string => `exports/${id}.csv`;

/** Somebody was erased while a file with them was being written. The message comes again. */
export class ErasedMeanwhile extends Error {
  override readonly name = 'ErasedMeanwhile';

  constructor() {
    super('Somebody was erased while an export was being written: it is written again');
  }
}

/** The work of a message of the room's queue; undefined when it is not about an export. @param text JSON. */
export function exportWork(text: string, deps: Deps): (() => Promise<void>) | undefined {
  const message = exportMessage.safeParse(JSON.parse(text)).data;
  return message && (() => writeExport(message.export, deps));
}

/** Writes the file of an export. Whoever comes late finds nothing to do. */
async function writeExport({ by, id }: Pick<Export, 'by' | 'id'>, deps: Deps): Promise<void> {
  const found = await deps.exports.find(by);
  if (found?.id !== id || found.state === 'done') return;
  const before = await ofNow(found, deps);
  await deps.files.write(fileKey(before), byteOrderMark + (await attendeesText(before.gathering, deps)));
  if ((await deps.exports.erasures()) !== before.erasures) {
    await deps.files.removeAll();
    throw new ErasedMeanwhile();
  }
  await deps.exports.write(before, { ...before, state: 'done', writes: before.writes + 1 });
}

/** An erasure before anything was read does not matter: the row counts from now. */
async function ofNow(found: Export, { exports }: Deps): Promise<Export> {
  const erasures = await exports.erasures();
  if (erasures === found.erasures) return found;
  const counted = { ...found, erasures, writes: found.writes + 1 };
  if (!(await exports.write(found, counted))) throw new ErasedMeanwhile();
  return counted;
}

async function attendeesText(id: string, deps: Deps): Promise<string> {
  const gathering = await deps.bookings.gathering(id);
  if (!gathering) return '';
  const rows = [attendeesHeader(gathering)];
  const positions = await linePositions(id, deps);
  for await (const booking of allBookings(id, deps))
    rows.push(...attendeeRows(booking, gathering, positions));
  return csvText(rows);
}

/** Removes every file of attendees: one of them may name who is being erased. Call it once the rows are empty. */
export async function removeExports(deps: {
  exports: Pick<Exports, 'countErasure'>;
  files: Pick<ExportFiles, 'removeAll'>;
}): Promise<void> {
  await deps.exports.countErasure();
  await deps.files.removeAll();
}
