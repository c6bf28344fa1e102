import { openAsBlob } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { call, failureOf, patiently } from './client.ts';
import type { Press } from './find-press.ts';
import { type Bundle, gather, type Handed } from './gather.ts';
import { Problem, ServerError, Unreachable } from './problem.ts';
import { isSettled, type Receipt } from './receipt.ts';
import type { SettledUpload } from './receipt-lines.ts';
import { type ParcelWatch, Tally } from './tally.ts';

interface Opened {
  id: string;
  files: { name: string; url: string; fields: Record<string, string> }[];
}

export interface HandInOptions {
  /** Called as manuscripts are settled and files sent, and once at the beginning. */
  onProgress?: (settled: number, total: number, sent: string) => void;
}

/** The API takes at most 50 files an upload; smaller parcels keep several readers busy. */
const parcel = { files: 50, manuscripts: 20, bytes: 40_000_000 };
const uploadsAtOnce = 4;

/** Hands in every manuscript found in the files and folders and waits until each upload is settled.
 *  @returns the receipts, in the order in which they were settled. */
export async function handIn(
  paths: string[],
  press: Press,
  options: HandInOptions = {},
): Promise<SettledUpload[]> {
  const { uploads, gone } = await handInBundles((await gather(paths)).bundles, press, options);
  if (gone) throw gone;
  return uploads;
}

/** Hands bundles in, and tells what was settled when the press went away in the middle of it. */
export async function handInBundles(
  bundles: Bundle[],
  press: Press,
  { onProgress }: HandInOptions = {},
): Promise<{ uploads: SettledUpload[]; gone?: Unreachable }> {
  const waiting = parcels(bundles);
  const uploads: SettledUpload[] = [];
  const tally = new Tally(waiting.map(filesOf), bundles.length, onProgress);
  let gone: Unreachable | undefined;
  const worker = async () => {
    for (let next = waiting.shift(); next && !gone; next = waiting.shift()) {
      const manuscripts = next.map(({ manuscript }) => manuscript.name);
      const watch = tally.parcel(next.length);
      const receipt = await sendFiles(filesOf(next), press, watch).catch((error) => refusal(next, error));
      if (receipt instanceof Unreachable) gone = receipt;
      else uploads.push({ ...receipt, manuscripts });
      if (!(receipt instanceof Unreachable)) watch.settled(next.length);
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, worker));
  return { uploads, gone };
}

/** Fills uploads with whole bundles up to the API's limits; a picture two bundles share goes once. */
function parcels(bundles: Bundle[]): Bundle[][] {
  const full: Bundle[][] = [];
  let open: Bundle[] = [];
  for (const bundle of bundles) {
    if (open.length && exceeds([...open, bundle])) {
      full.push(open);
      open = [];
    }
    open.push(bundle);
  }
  return open.length ? [...full, open] : full;
}

function exceeds(bundles: Bundle[]): boolean {
  const files = filesOf(bundles);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return files.length > parcel.files || bundles.length > parcel.manuscripts || bytes > parcel.bytes;
}

/** One parcel the press would not take does not stop the others; a press that is gone does. */
function refusal(bundles: Bundle[], error: unknown): Receipt | Unreachable {
  if (error instanceof Unreachable) return error;
  if (!(error instanceof Problem)) throw error;
  const isKnown = !(error instanceof ServerError);
  const text = isKnown ? error.message : `${error.message}. ${notKnown}`;
  const notices = bundles.map(({ manuscript }) => ({ level: 'error' as const, file: manuscript.name, text }));
  return { id: '', state: isKnown ? 'refused' : 'waiting', documents: [], notices };
}

const notKnown =
  'The press may still take it. Hand it in again later: what the press has by then stays as it is.';

const filesOf = (bundles: Bundle[]): Handed[] => [
  ...new Map(
    bundles.flatMap(({ manuscript, pictures }) => [manuscript, ...pictures]).map((file) => [file.path, file]),
  ).values(),
];

/** Hands files in as one upload and waits until it is settled. */
export async function sendFiles(files: Handed[], press: Press, watch?: ParcelWatch): Promise<Receipt> {
  const declared = files.map(({ name, type, bytes }) => ({ name, type, bytes }));
  const opened = await call<Opened>(press, 'POST', '/uploads', { files: declared });
  await Promise.all(
    files.map((file, index) => sendForm(file, opened.files[index]).then(() => watch?.sent())),
  );
  return settledReceipt(opened.id, press, watch);
}

async function sendForm(file: Handed, form: Opened['files'][number] | undefined): Promise<void> {
  if (!form) throw new Problem(`The press gave no form for ${file.name}.`);
  const body = new FormData();
  for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
  body.append('file', await openAsBlob(file.path, { type: file.type }), 'file');
  const response = await patiently(() => fetch(form.url, { method: 'POST', body }));
  if (response.ok) return;
  throw failureOf(response, `${file.name} was not accepted: ${reasonIn(await response.text())}`);
}

const reasonIn = (xml: string) => /<Message>([^<]*)<\/Message>/.exec(xml)?.[1] ?? xml.slice(0, 200);

async function settledReceipt(id: string, press: Press, watch?: ParcelWatch): Promise<Receipt> {
  for (let wait = 20; ; wait = Math.min(wait * 1.5, 1000)) {
    const receipt = await call<Receipt>(press, 'GET', `/uploads/${id}`);
    if (isSettled(receipt)) return receipt;
    watch?.settled(receipt.documents.length);
    await pause(wait);
  }
}
