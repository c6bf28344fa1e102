import { createWriteStream, openAsBlob } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { call, fetchWithRetries, type Press, Problem, ServerError, timeoutsOf } from '../client.ts';
import { type CommandOptions, type Outcome, refuseMore } from '../command.ts';
import { postFile, type SignedForm } from '../hand-in.ts';
import { countOf, withProgress } from '../terminal.ts';

/** `GET /api/subscribers/imports/{id}`. */
interface ImportStatus {
  state: 'waiting' | 'working' | 'done' | 'stopped';
  why?: string;
  rows: number | null;
  added: number;
  there: number;
  refused: number;
  /** Links to parts of one CSV. */
  refusedRows: string[];
}

interface Imported extends Omit<ImportStatus, 'refusedRows'> {
  file: string;
  /** Where the refused rows are. */
  refusedFile?: string;
}

/** The files of an export, in the order in which they are taken back: who left is known before anybody comes. */
const exported = ['hash-keys.csv', 'suppressions.csv', 'people.csv', 'evidence.csv'];

/** What stands as evidence for people of an export, whose own evidence comes with it. */
const exportConsent = 'Subscribed before, as the evidence of the export says';

/** Imports a CSV, or the files of an export, and waits until every row has its outcome. */
export async function importSubscribers(
  press: Press,
  [path, ...more]: string[],
  options: CommandOptions,
): Promise<Outcome> {
  if (!path)
    throw new Problem('Name the file: press subscribers import FILE.csv --consent "how they agreed"');
  refuseMore(more);
  const { files, isExport } = await filesAt(path);
  const consent = options.consent ?? (isExport ? exportConsent : undefined);
  const all: Imported[] = [];
  for (const file of files) all.push(await importFile(press, file, { ...options, consent }));
  const stopped = all.find(({ state }) => state === 'stopped');
  return {
    lines: all.flatMap((one) => summary(one, options)),
    data: isExport ? all : all[0],
    ok: all.every(({ state, refused }) => state === 'done' && refused === 0),
    ...(stopped && { problem: stopped.why ?? 'The import stopped.' }),
  };
}

async function filesAt(path: string): Promise<{ files: string[]; isExport: boolean }> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Problem(`There is no file ${path}.`);
  if (!found.isDirectory()) return { files: [path], isExport: false };
  const there: string[] = [];
  for (const name of exported)
    if (await stat(join(path, name)).catch(() => undefined)) there.push(join(path, name));
  if (there.some((file) => basename(file) === 'people.csv')) return { files: there, isExport: true };
  throw new Problem(
    `${path} is a folder without a people.csv: name a CSV, or a folder that "press subscribers export" wrote.`,
  );
}

async function importFile(press: Press, path: string, options: CommandOptions): Promise<Imported> {
  const { size } = await stat(path);
  const file = basename(path);
  const [list, ...more] = options.list ?? [];
  refuseMore(more);
  const { consent, dryRun } = options;
  const wish = { file, bytes: size, list, consent, ...(dryRun && { dryRun }) };
  const opened = await call<{ id: string } & SignedForm>(press, 'POST', '/subscribers/imports', wish);
  const ended = await withProgress(`Importing ${file}`, async (onProgress) => {
    onProgress(0, 0);
    await postFile(opened, await openAsBlob(path), file, press);
    return settled(press, opened.id, ({ rows, added, there, refused }) =>
      onProgress(added + there + refused, rows ?? 0, refused ? `, ${refused} refused` : ''),
    );
  });
  const { refusedRows, ...status } = ended;
  const refusedFile = refusedRows.length ? await saveRefused(path, refusedRows) : undefined;
  return { ...status, file, ...(refusedFile !== undefined && { refusedFile }) };
}

/** @throws ServerError when nothing has moved for as long as a receipt is waited for. */
async function settled(
  press: Press,
  id: string,
  onStatus: (status: ImportStatus) => void,
): Promise<ImportStatus> {
  const { receipt: timeoutMs } = timeoutsOf(press);
  let [last, changed] = ['', Date.now()];
  for (let wait = 50; ; wait = Math.min(wait * 1.5, 1000)) {
    const status = await call<ImportStatus>(press, 'GET', `/subscribers/imports/${id}`);
    onStatus(status);
    if (status.state === 'done' || status.state === 'stopped') return status;
    const text = JSON.stringify(status);
    if (text !== last) [last, changed] = [text, Date.now()];
    else if (Date.now() - changed > timeoutMs)
      throw new ServerError(
        `The import has been “${status.state}” for ${Math.ceil(timeoutMs / 60_000)} min. It may still go on. Running the same command again is safe: who is on the list already stays as they are.`,
      );
    await pause(wait);
  }
}

const linkTimeoutMs = 5 * 60_000;

/** Lays the parts one after the other, in a new file beside the one that was imported. */
async function saveRefused(path: string, links: string[]): Promise<string> {
  const target = await freeName(path.replace(/\.csv$/i, ''));
  for (const link of links) {
    const response = await fetchWithRetries((signal) => fetch(link, { signal }), linkTimeoutMs);
    if (!response.ok || !response.body)
      throw new Problem(
        `The refused rows could not be fetched (${response.status}). Import the file again: it is safe.`,
      );
    await pipeline(Readable.from(response.body), createWriteStream(target, { flags: 'a', mode: 0o600 }));
  }
  return target;
}

/** What an editor has corrected meanwhile stays. */
async function freeName(stem: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `${stem}.refused${number === 1 ? '' : `-${number}`}.csv`;
    const file = await open(name, 'wx', 0o600).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
      throw error;
    });
    await file?.close();
    if (file) return name;
  }
}

function summary(one: Imported, { dryRun }: CommandOptions): string[] {
  const { file, state, added, there, refused, refusedFile } = one;
  if (state === 'stopped') return [];
  const verb = dryRun ? 'would be added' : 'added';
  const counts = `${file}: ${countOf(added, 'row')} ${verb}, ${there} there already, ${refused} refused.`;
  return [
    counts,
    ...(refusedFile === undefined ? [] : [`Those refused, with the reason of each: ${refusedFile}`]),
  ];
}
