import { openAsBlob } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { moveBases, withBases } from './base-file.ts';
import {
  call,
  failureOf,
  fetchWithRetries,
  type Press,
  Problem,
  ServerError,
  timeoutsOf,
  Unreachable,
} from './client.ts';
import { type Bundle, gather, type UploadFile } from './gather.ts';
import { isSettled, type Notice, type Receipt, type SettledUpload } from './receipts.ts';

/** Called at the beginning, and when a file is sent or manuscripts are settled. `note` tells of files being sent. */
type OnProgress = (settled: number, total: number, note: string) => void;

export interface HandInOptions {
  onProgress?: OnProgress;
}

/** The API takes at most 50 files an upload; smaller uploads are read by several functions at once. */
const limits = { files: 50, manuscripts: 20, bytes: 40_000_000 };
const uploadConcurrency = 4;

/** Hands in every manuscript found in the files and folders and waits until each upload is settled.
 *  @returns the receipts, in the order in which they were settled. */
export async function handIn(
  paths: string[],
  press: Press,
  options: HandInOptions = {},
): Promise<SettledUpload[]> {
  const { uploads, unreachable } = await handInBundles((await gather(paths)).bundles, press, options);
  if (unreachable) throw unreachable;
  return uploads;
}

interface HandedIn {
  uploads: SettledUpload[];
  unreachable?: Unreachable;
}

/**
 * Hands in bundles. When the press becomes unreachable, returns what was settled by then, and the error.
 *
 * What a manuscript links to or names may come with another upload of the same command, and not be there yet: such
 * manuscripts are handed in once more when all are settled. Where one upload does not hold all, editions go before the
 * others: what they list is kept for them only once the press has them.
 */
export async function handInBundles(
  bundles: Bundle[],
  press: Press,
  options: HandInOptions = {},
): Promise<HandedIn> {
  // Before anything is sent: a note that cannot be read may be that of the last.
  await withBases(bundles, press);
  const first = await handInEditionsFirst(bundles, press, options);
  const early = bundles.filter(({ manuscript }) =>
    first.uploads.some(({ notices }) => notices.some((one) => isOfMissing(one, manuscript.name))),
  );
  if (first.uploads.length < 2 || first.unreachable || !early.length) return first;
  const second = await handInOnce(early, press, {});
  const again = second.uploads.flatMap(({ manuscripts }) => manuscripts);
  const uploads = first.uploads.map((upload) => ({
    ...upload,
    notices: [
      ...upload.notices.filter((one) => !again.some((name) => isOfMissing(one, name))),
      ...second.uploads
        .flatMap(({ notices }) => notices)
        .filter((one) => upload.manuscripts.some((name) => isOfMissing(one, name))),
    ],
  }));
  return { uploads, unreachable: second.unreachable };
}

async function handInEditionsFirst(
  bundles: Bundle[],
  press: Press,
  options: HandInOptions,
): Promise<HandedIn> {
  const editions = bundles.filter(({ isEdition }) => isEdition);
  const others = bundles.filter(({ isEdition }) => !isEdition);
  if (!editions.length || !others.length || intoUploads(bundles).length < 2)
    return handInOnce(bundles, press, options);
  const before = await handInOnce(editions, press, {});
  if (before.unreachable) return before;
  const after = await handInOnce(others, press, options);
  return { ...after, uploads: [...before.uploads, ...after.uploads] };
}

/** Whether the press says that something this manuscript links to or names is not there. */
const isOfMissing = ({ file, text }: Notice, manuscript: string): boolean =>
  file === manuscript && /^(?:No page yet for|It names|The section) “/.test(text);

async function handInOnce(bundles: Bundle[], press: Press, { onProgress }: HandInOptions): Promise<HandedIn> {
  const waiting = intoUploads(bundles);
  const uploads: SettledUpload[] = [];
  const progress = new HandInProgress(waiting.flatMap(filesOf).length, bundles.length, onProgress);
  let unreachable: Unreachable | undefined;
  const begun: { keys: Set<string>; done: Promise<void> }[] = [];
  const send = async (bundles: Bundle[], earlier: Promise<void>[]) => {
    await Promise.all(earlier);
    if (unreachable) return;
    const manuscripts = bundles.map(({ manuscript }) => manuscript.name);
    const watch = progress.watchUpload(bundles.length);
    const based = await withBases(bundles, press);
    const receipt = await sendFiles(filesOf(based), press, watch).catch((error) => refusal(bundles, error));
    if (receipt instanceof Unreachable) {
      unreachable = receipt;
      return;
    }
    const settled = { ...receipt, manuscripts };
    await moveBases(based, settled, press);
    uploads.push(settled);
    watch.settled(bundles.length);
  };
  const worker = async () => {
    for (let next = waiting.shift(); next && !unreachable; next = waiting.shift()) {
      const keys = new Set(next.flatMap(conflictKeys));
      const earlier = begun.filter((upload) => [...upload.keys].some((key) => keys.has(key)));
      const done = send(
        next,
        earlier.map((upload) => upload.done),
      );
      begun.push({ keys, done });
      await done;
    }
  };
  await Promise.all(Array.from({ length: uploadConcurrency }, worker));
  return { uploads, unreachable };
}

/** Manuscripts that share one of these may be one document: the press judges the later one by the earlier, so their
 *  uploads go one after the other. */
const conflictKeys = ({ manuscript, title }: Bundle): string[] => [
  `file ${basename(manuscript.name)}`,
  ...(title
    ? [
        `title ${title
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, ' ')
          .trim()}`,
      ]
    : []),
];

/** Fills uploads with whole bundles up to the limits, and until a name is taken by another file; a picture that two of
 *  its bundles share is sent once. */
function intoUploads(bundles: Bundle[]): Bundle[][] {
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
  const names = new Set(files.map(({ name }) => name));
  return (
    names.size < files.length ||
    files.length > limits.files ||
    bundles.length > limits.manuscripts ||
    bytes > limits.bytes
  );
}

const filesOf = (bundles: Bundle[]): UploadFile[] => [
  ...new Map(
    bundles
      .flatMap(({ manuscript, pictures }) => [manuscript, ...pictures])
      .map((file) => [`${file.name}\n${resolve(file.path)}`, file]),
  ).values(),
];

/** A refused upload does not stop the others; an unreachable press does. */
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

interface OpenedUpload {
  id: string;
  files: ({ name: string } & SignedForm)[];
}

/** Told as the files of one upload are sent and its manuscripts settled. */
interface UploadWatch {
  sent(): void;
  /** @param manuscripts How many of the upload's manuscripts are settled by now. */
  settled(manuscripts: number): void;
}

/** Sends files as one upload and waits until it is settled. */
export async function sendFiles(files: UploadFile[], press: Press, watch?: UploadWatch): Promise<Receipt> {
  const declared = files.map(({ name, type, bytes, basedOn }) => ({ name, type, bytes, based_on: basedOn }));
  const opened = await call<OpenedUpload>(press, 'POST', '/uploads', { files: declared });
  await Promise.all(
    files.map((file, index) => sendForm(file, opened.files[index], press).then(() => watch?.sent())),
  );
  return settledReceipt(opened.id, press, watch);
}

/** Bytes a millisecond of the slowest line that a file is sent over: 20 KB a second. */
const slowestLine = 20;

async function sendForm(file: UploadFile, form: SignedForm | undefined, press: Press): Promise<void> {
  if (!form) throw new Problem(`The press gave no form for ${file.name}.`);
  const { path, type, content, name } = file;
  const sent = content === undefined ? await openAsBlob(path, { type }) : new Blob([content], { type });
  await postFile(form, sent, name, press);
}

/** A form that S3 takes one file with. */
export interface SignedForm {
  url: string;
  fields: Record<string, string>;
}

/** Posts a file with its form. @param name For messages. */
export async function postFile(form: SignedForm, file: Blob, name: string, press: Press): Promise<void> {
  const body = new FormData();
  for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
  body.append('file', file, 'file');
  const timeoutMs = timeoutsOf(press).answer + Math.ceil(file.size / slowestLine);
  const response = await fetchWithRetries(
    (signal) => fetch(form.url, { method: 'POST', body, signal }),
    timeoutMs,
  );
  if (response.ok) return;
  throw failureOf(response, `${name} was not accepted: ${reasonIn(await response.text())}`);
}

const reasonIn = (xml: string) => /<Message>([^<]*)<\/Message>/.exec(xml)?.[1] ?? xml.slice(0, 200);

async function settledReceipt(id: string, press: Press, watch?: UploadWatch): Promise<Receipt> {
  const { receipt: timeoutMs } = timeoutsOf(press);
  let [last, changed] = ['', Date.now()];
  for (let wait = 20; ; wait = Math.min(wait * 1.5, 1000)) {
    const receipt = await call<Receipt>(press, 'GET', `/uploads/${id}`);
    if (isSettled(receipt)) return receipt;
    const text = JSON.stringify(receipt);
    if (text !== last) [last, changed] = [text, Date.now()];
    else if (Date.now() - changed > timeoutMs) throw new ServerError(unfinished(receipt, timeoutMs));
    watch?.settled(receipt.documents.length);
    await pause(wait);
  }
}

const unfinished = ({ state }: Receipt, timeoutMs: number): string =>
  `The receipt has said “${state}” for ${Math.ceil(timeoutMs / 60_000)} min`;

/** Sums up the progress of several uploads. */
class HandInProgress {
  #files: number;
  #manuscripts: number;
  #sent = 0;
  #settled = 0;
  #onProgress: OnProgress | undefined;

  constructor(files: number, manuscripts: number, onProgress?: OnProgress) {
    this.#files = files;
    this.#manuscripts = manuscripts;
    this.#onProgress = onProgress;
    this.#report();
  }

  watchUpload(manuscripts: number): UploadWatch {
    let before = 0;
    return {
      sent: () => {
        this.#sent += 1;
        this.#report();
      },
      settled: (now) => {
        this.#settled += Math.min(now, manuscripts) - before;
        before = Math.min(now, manuscripts);
        this.#report();
      },
    };
  }

  #report(): void {
    const sending = this.#sent < this.#files ? `, ${this.#sent} of ${this.#files} files sent` : '';
    this.#onProgress?.(this.#settled, this.#manuscripts, sending);
  }
}
