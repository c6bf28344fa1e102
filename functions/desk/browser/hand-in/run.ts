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

/** Begins to hand in. @returns the receipt; undefined when it was stopped or cannot be done, as `run` tells. */
export function startRun(by: string, { files, of, id }: StoredRun): Promise<Receipt | undefined> {
  const controller = new AbortController();
  current = { controller, wake: () => undefined };
  const told = (progress: Run['progress']) => run.set({ files, ...(of !== undefined && { of }), progress });
  told({ step: 'waiting', why: '', sent: new Map() });
  const keep = (pending: Pending) => keepOf(by).set(key, { ...pending, of });
  return keep({ files, id })
    .then(() => handInFiles({ files, id }, { keep, onProgress: told, signal: controller.signal, pause }))
    .then(async (receipt) => {
      // What was handed in is the press's from now on; what was refused stays to be mended.
      if (of !== undefined && receipt.state === 'done') await textsOf(by).remove(of);
      return receipt;
    })
    .catch((cause: unknown) => {
      if (!controller.signal.aborted) told({ step: 'failed', why: wordsOf(cause) });
      return undefined;
    });
}

/** Goes on with what was pending when the desk was left, if something was. */
export async function resumeRun(by: string): Promise<void> {
  if (run.value) return;
  const stored = await keepOf(by).get<StoredRun>(key);
  if (stored && !run.value) await startRun(by, stored);
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
