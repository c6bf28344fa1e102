/** The entry of a thread in which many readers sign up at once, each time with an address that nobody has yet. */
import { parentPort, workerData } from 'node:worker_threads';
import { mostOfOne, Readers } from '../subscribers/readers.ts';

export interface SignUpLoad {
  site: string;
  /** Sign-ups in all. */
  count: number;
  /** Readers who sign up at the same time. */
  atOnce: number;
  /** Number of the first reader. */
  firstReader: number;
}

export interface SignedUp {
  /** Milliseconds of each answer with status 202. */
  took: number[];
  failed: number;
  /** Of all. */
  milliseconds: number;
}

const { site, count, atOnce, firstReader }: SignUpLoad = workerData;
const readers = new Readers(site);
const took: number[] = [];
let failed = 0;
let begun = 0;

/** Signs up one after the other, as another reader once the limit is reached. */
async function signUpAt(place: number): Promise<void> {
  for (let own = 0; begun < count; own++) {
    const reader = firstReader + place + atOnce * Math.floor(own / mostOfOne);
    const email = `reader-${++begun}@load.example`;
    const answer = await readers.signUp(reader, email).catch(() => undefined);
    if (answer?.status === 202) took.push(answer.milliseconds);
    else failed += 1;
  }
}

const began = performance.now();
await Promise.all(Array.from({ length: atOnce }, (_, place) => signUpAt(place)));
const milliseconds = performance.now() - began;
readers.end();
parentPort?.postMessage({ took, failed, milliseconds } satisfies SignedUp);
