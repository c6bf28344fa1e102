/** The entry of a thread in which many readers book at once, each with an address of their own. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Readers } from '../subscribers/readers.ts';

export interface BookLoad {
  site: string;
  /** Events, in turn. */
  slugs: string[];
  /** Bookings in all. */
  count: number;
  /** Readers who book at the same time. */
  atOnce: number;
  /** Number of the first reader, each of whom has a network of their own. */
  firstReader: number;
}

export interface Booked {
  /** Milliseconds from the first try until each was booked or waits. */
  took: number[];
  booked: number;
  waiting: number;
  /** Tries that were told to come again. */
  again: number;
  /** Whatever should not be. */
  failed: string[];
  /** Of all. */
  milliseconds: number;
}

const { site, slugs, count, atOnce, firstReader }: BookLoad = workerData;
/** As many as the press's limit lets one network book. */
const ofOneNetwork = 6;
const mostTries = 100;

const readers = new Readers(site);
const result: Booked = { took: [], booked: 0, waiting: 0, again: 0, failed: [], milliseconds: 0 };
let begun = 0;

async function bookAll(): Promise<void> {
  while (begun < count) await bookOne(begun++);
}

/** As a program does: the same request again while the press says so. */
async function bookOne(number: number): Promise<void> {
  const began = performance.now();
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = await ask(number).catch((error: unknown) => ({ status: 0, text: String(error) }));
    if (answer.status === 201 || answer.status === 202) {
      result.took.push(performance.now() - began);
      result[answer.status === 201 ? 'booked' : 'waiting'] += 1;
      return;
    }
    if (answer.status !== 503) {
      result.failed.push(`${answer.status} ${answer.text.slice(0, 200)}`);
      return;
    }
    result.again += 1;
    await pause(50 + 150 * Math.random());
  }
  result.failed.push('told to come again too often');
}

function ask(number: number) {
  const slug = slugs[number % slugs.length];
  const reader = firstReader + Math.floor(number / ofOneNetwork);
  const places = [{ ticket: 'place', quantity: 1 }];
  return readers.ask(reader, `/api/events/${slug}/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `${firstReader}-${number}` },
    body: JSON.stringify({ email: `p${firstReader}-${number}@load.example`, name: 'A Reader', places }),
  });
}

const start = performance.now();
await Promise.all(Array.from({ length: atOnce }, bookAll));
result.milliseconds = performance.now() - start;
readers.end();
parentPort?.postMessage(result);
