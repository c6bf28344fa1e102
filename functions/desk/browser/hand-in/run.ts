import type { Receipt } from '../../../content/uploads/receipt.ts';
import { wordsOf } from '../api/client.ts';
import { Keep } from '../kept/keep.ts';
import { Store } from '../store.ts';
import { textsOf } from '../write/texts.ts';
import type { ChosenFile } from './chosen-files.ts';
import { handInFiles, type Pending, type Progress } from './hand-in-files.ts';
import { FileChanged } from './post-file.ts';

/** The kept text that is handed in, where it came from the editor, and the version of its row that was sent. */
interface SentText {
  key: string;
  version: string;
}

/** What is being handed in: one at a time, whatever view is shown. */
export interface Run {
  files: readonly ChosenFile[];
  of?: SentText;
  progress: Progress | { step: 'failed'; why: string };
}

export const run = new Store<Run | undefined>(undefined);

interface StoredRun extends Pending {
  of?: SentText;
  /** All of it was taken: the row is there for its receipt alone. */
  isTaken?: boolean;
}

const runsOf = (by: string): Keep<StoredRun> => new Keep(by, 'hand-in');

/** The run of this tab; rows of others are left to them. */
let current: { key: string; controller: AbortController; wake: () => void } | undefined;

/** Begins to hand in, unless something is on its way. @returns the receipt; undefined when it was stopped or cannot be
 *  done, as `run` tells. */
export function startRun(
  by: string,
  stored: StoredRun,
  key: string = crypto.randomUUID(),
): Promise<Receipt | undefined> {
  if (isOnItsWay(run.value)) return Promise.resolve(undefined);
  const { files, of } = stored;
  const told = (progress: Run['progress']) => run.set({ files, ...(of !== undefined && { of }), progress });
  told({ step: 'waiting', why: '', sent: new Map() });
  return withLock((isFree) => {
    if (isFree) return handIn({ by, key, told }, stored);
    told({ step: 'failed', why: 'Another tab of the desk is handing something in. Wait until it is done.' });
    return Promise.resolve(undefined);
  });
}

/** Goes on with what was pending when the desk was left, if something was and no other tab does. */
export async function resumeRun(by: string): Promise<void> {
  const [pending] = await runsOf(by).all();
  if (!pending || run.value) return;
  const { held = [] } = await navigator.locks.query();
  const [key, stored] = pending;
  if (!held.some(({ name }) => name === lock)) await startRun(by, stored, key);
}

/** How many runs of a person have not come to an end, and the keys of the texts that they hand in. */
export async function pendingRuns(by: string): Promise<{ count: number; texts: Set<string> }> {
  const pending = (await runsOf(by).all()).filter(([, { isTaken }]) => !isTaken);
  return { count: pending.length, texts: new Set(pending.flatMap(([, { of }]) => of?.key ?? [])) };
}

/** All of it was taken: its receipt is there to be read, and stands in nobody's way. */
export const isTaken = (running: Run | undefined): boolean =>
  running?.progress.step === 'settled' && running.progress.receipt.state === 'done';

const isOnItsWay = (running: Run | undefined): boolean =>
  running !== undefined && running.progress.step !== 'settled' && running.progress.step !== 'failed';

/** Of all tabs of this browser one hands in at a time. */
const lock = 'desk-hand-in';

const withLock = <T>(work: (isFree: boolean) => Promise<T>): Promise<T> =>
  navigator.locks.request(lock, { ifAvailable: true }, (held) => work(held !== null));

interface Begun {
  by: string;
  key: string;
  told: (progress: Run['progress']) => void;
}

async function handIn({ by, key, told }: Begun, { files, of, id }: StoredRun): Promise<Receipt | undefined> {
  const controller = new AbortController();
  // Where another run begins, one has read the receipt before.
  if (current && current.key !== key) await runsOf(by).remove(current.key);
  current = { key, controller, wake: () => undefined };
  const keep = async (pending: StoredRun) => {
    if (!controller.signal.aborted) await runsOf(by).set(key, { ...pending, of });
  };
  try {
    await keep({ files, id });
    const deps = { keep, onProgress: told, signal: controller.signal, pause };
    const receipt = await handInFiles({ files, id }, deps);
    // What was handed in is the press's from now on; what was refused stays to be mended.
    if (receipt.state === 'done') {
      if (of) await textsOf(by).change(of.key, (row) => (row?.version === of.version ? undefined : row));
      await runsOf(by).change(key, (row) => row && { ...row, isTaken: true });
    }
    return receipt;
  } catch (cause) {
    const why = cause instanceof FileChanged ? cause.message : wordsOf(cause);
    if (!controller.signal.aborted) told({ step: 'failed', why });
    return undefined;
  }
}

/** Ends it in this tab, and leaves what is kept of it. */
export function stopRun(): void {
  current?.controller.abort();
  current?.wake();
  run.set(undefined);
}

/** Forgets it. What has arrived whole is still read where nothing is missing. */
export async function endRun(by: string): Promise<void> {
  const key = current?.key;
  stopRun();
  current = undefined;
  if (key !== undefined) await runsOf(by).remove(key);
}

export const tryNow = (): void => current?.wake();

addEventListener('online', tryNow);

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    if (!current) return;
    current.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
