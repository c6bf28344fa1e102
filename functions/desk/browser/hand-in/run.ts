import type { Receipt } from '../../../content/uploads/receipt.ts';
import { wordsOf } from '../api/client.ts';
import { Keep } from '../kept/keep.ts';
import { Store } from '../store.ts';
import { textsOf } from '../write/texts.ts';
import type { ChosenFile } from './chosen-files.ts';
import { handInFiles, type Pending, type Progress } from './hand-in-files.ts';

/** What is being handed in: one at a time, whatever view is shown. */
export interface Run {
  files: readonly ChosenFile[];
  /** The key of the kept text that is saved, where it came from the editor. */
  of?: string;
  progress: Progress | { step: 'failed'; why: string };
}

export const run = new Store<Run | undefined>(undefined);

interface StoredRun extends Pending {
  of?: string;
}

const key = 'current';
const keepOf = (by: string): Keep => new Keep(by, 'hand-in');

let current: { controller: AbortController; wake: () => void } | undefined;

/** Begins to hand in, unless something is on its way. @returns the receipt; undefined when it was stopped or cannot be
 *  done, as `run` tells. */
export function startRun(by: string, stored: StoredRun): Promise<Receipt | undefined> {
  if (isOnItsWay(run.value)) return Promise.resolve(undefined);
  const { files, of } = stored;
  const told = (progress: Run['progress']) => run.set({ files, ...(of !== undefined && { of }), progress });
  told({ step: 'waiting', why: '', sent: new Map() });
  return withLock((isFree) => {
    if (isFree) return handIn(by, stored, told);
    told({ step: 'failed', why: 'Another tab of the desk is handing something in. Wait until it is done.' });
    return Promise.resolve(undefined);
  });
}

/** Goes on with what was pending when the desk was left, if something was and no other tab does. */
export async function resumeRun(by: string): Promise<void> {
  const stored = await keepOf(by).get<StoredRun>(key);
  if (!stored || run.value) return;
  const { held = [] } = await navigator.locks.query();
  if (!held.some(({ name }) => name === lock)) await startRun(by, stored);
}

const isOnItsWay = (running: Run | undefined): boolean =>
  running !== undefined && running.progress.step !== 'settled' && running.progress.step !== 'failed';

/** Of all tabs of this browser one hands in at a time: they keep what is pending in one place. */
const lock = 'desk-hand-in';

const withLock = <T>(work: (isFree: boolean) => Promise<T>): Promise<T> =>
  navigator.locks.request(lock, { ifAvailable: true }, (held) => work(held !== null));

async function handIn(
  by: string,
  { files, of, id }: StoredRun,
  told: (progress: Run['progress']) => void,
): Promise<Receipt | undefined> {
  const controller = new AbortController();
  current = { controller, wake: () => undefined };
  const keep = (pending: Pending) => keepOf(by).set(key, { ...pending, of });
  try {
    await keep({ files, id });
    const deps = { keep, onProgress: told, signal: controller.signal, pause };
    const receipt = await handInFiles({ files, id }, deps);
    // What was handed in is the press's from now on; what was refused stays to be mended.
    if (of !== undefined && receipt.state === 'done') await textsOf(by).remove(of);
    return receipt;
  } catch (cause) {
    if (!controller.signal.aborted) told({ step: 'failed', why: wordsOf(cause) });
    return undefined;
  }
}

/** Forgets it. What has arrived whole is still read where nothing is missing. */
export async function endRun(by: string): Promise<void> {
  current?.controller.abort();
  current?.wake();
  run.set(undefined);
  await keepOf(by).remove(key);
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
