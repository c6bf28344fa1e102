import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Press } from '../press.ts';
import { refusedKey } from './import-file.ts';
import { listNamed, unknownList } from './import-person.ts';
import type { ExportFiles, Import, ImportFiles, Imports, ImportWish } from './ports.ts';

export interface Deps {
  imports: Pick<Imports, 'open' | 'find'>;
  files: Pick<ImportFiles, 'form'>;
  results: Pick<ExportFiles, 'link'>;
  press: () => Promise<Press>;
  clock: Clock;
  ids: Ids;
}

/** Minutes for which a form takes its file. */
const formMinutes = 15;

/**
 * Opens an import: a form for its file. The import begins when the file is there.
 * @param by Subject of the editor's token. @throws Problem (422) for a list that there is not.
 */
export async function openImport(wish: ImportWish, by: string, { imports, files, press, clock, ids }: Deps) {
  const { lists } = await press();
  const list = wish.list === undefined ? undefined : listNamed(lists, wish.list);
  if (wish.list !== undefined && !list) throw new Problem(422, `list: ${unknownList(wish.list, lists)}`);
  const now = clock.now();
  const one: Import = {
    ...{ ...wish, id: ids.next(), by, openedAt: now.toISOString(), state: 'waiting' },
    ...{ position: { byte: 0, row: 0 }, counts: { added: 0, there: 0, refused: 0 } },
    ...(list && { list: list.name }),
  };
  await imports.open(one);
  const form = await files.form(one.id, one.bytes, formMinutes * 60);
  const expires = new Date(now.getTime() + formMinutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return { id: one.id, expires, ...form };
}

/** How an import stands; once it is done with links to its refused rows, in their order. @throws Problem (404) */
export async function showImport(id: string, { imports, results }: Deps) {
  const found = await imports.find(id);
  if (!found) throw new Problem(404, 'There is no such import; what an import was is kept for a day.');
  const { state, why, file, counts, dryRun, refusedParts = 0 } = found;
  const parts = Array.from({ length: refusedParts }, (_, part) => refusedKey(id, part));
  return {
    ...{ id, state, file, ...counts, rows: found.found?.rows ?? null },
    ...(dryRun && { dryRun }),
    ...(why !== undefined && { why }),
    refusedRows: await mapConcurrently(parts, { concurrency: 10 }, (key) => results.link(key)),
  };
}
