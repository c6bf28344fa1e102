import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PressAtWork } from './a-press.ts';
import { handInFolder, withPress } from './archives.ts';
import { percentile, time } from './figures.ts';
import type { Booked, BookLoad } from './load/book-often.ts';
import { drop, inMemory } from './places.ts';
import type { Row } from './row.ts';

/** `BOOKINGS=500 npm run bench -- bookings` is for a slow machine. */
const count = Number(process.env.BOOKINGS ?? 2_000);
const atOnce = 48;
const events = 100;

/** Letters leave once the booking is over: on AWS their functions have processors of their own, here they share two. */
const lettersLater = { seed: 1948, streamLate: 1, streamLateBy: 30_000 };

/** A conflict each third time: as where thousands want the same places. */
const conflicts = { conflicting: 0.3 };

const pressDocument = `---
kind: press
title: The Measured Lantern
sender: The Measured Lantern <post@lantern.example>
---
`;

const eventDocument = (slug: string, capacity: number) => `---
kind: event
title: An evening of ${slug}
slug: ${slug}
starts: 2037-07-01T19:00
ends: 2037-07-01T22:00
timezone: Europe/London
venue: Net Loft
capacity: ${capacity}
tickets:
  - { id: place, name: A place, price: 0 }
---
An evening.
`;

interface Sale {
  what: string;
  name: string;
  /** Events, and the places of each. */
  events: number;
  capacity: number;
  weather: object;
  goal: string;
  met?: (rate: number) => boolean;
  firstReader: number;
}

/** Many book at once: on one event, on many, with conflicts and without. */
export const bookings = (): Promise<Row[]> =>
  withPress(0, async (press) => {
    await press.answerMail('inbox');
    await handIn(press, { 'press.md': pressDocument });
    const rows: Row[] = [];
    for (const sale of sales) rows.push(...(await measure(press, sale)));
    return rows;
  });

/** Everybody gets a place: nobody has to wait for another. */
const enough = { events: 1, capacity: count };
/** A tenth get places. The rest join the waiting list, one after the other. */
const tooFew = { events: 1, capacity: Math.ceil(count / 10) };
const spread = { events, capacity: Math.ceil(count / events / 10) };

const goal = { goal: '≥ 150 answers/s', met: (rate: number) => rate >= 150 };
const none = { goal: '' };

const sales: Sale[] = [
  { ...enough, ...none, what: 'one hot event with enough places', name: 'ample', weather: {} },
  { ...enough, ...goal, what: 'the same, 30 % conflicts', name: 'rough', weather: conflicts },
  { ...tooFew, ...none, what: 'one hot event with places for a tenth', name: 'hot', weather: {} },
  { ...tooFew, ...goal, what: 'the same, 30 % conflicts', name: 'stormy', weather: conflicts },
  { ...spread, ...none, what: `${events} events with places for a tenth`, name: 'calm', weather: {} },
  { ...spread, ...none, what: 'the same, 30 % conflicts', name: 'gusty', weather: conflicts },
].map((sale, at) => ({ ...sale, firstReader: 20_000 + 10_000 * at }));

async function measure(press: PressAtWork, sale: Sale): Promise<Row[]> {
  const slugs = Array.from({ length: sale.events }, (_, at) => `${sale.name}-${at}`);
  await handIn(
    press,
    Object.fromEntries(slugs.map((slug) => [`${slug}.md`, eventDocument(slug, sale.capacity)])),
  );
  await press.forget();
  await press.makeWeather({ ...lettersLater, ...sale.weather });
  const letters = sent(press);
  const booked = await bookAll({ site: press.site, slugs, count, atOnce, firstReader: sale.firstReader });
  await press.makeWeather(undefined);
  const drain = await letters;
  await press.quiet();
  check(booked, sale);
  return [await saleRow(press, sale, booked), letterRow(sale, drain)];
}

async function bookAll(load: BookLoad): Promise<Booked> {
  const worker = new Worker(new URL('./load/book-often.ts', import.meta.url), { workerData: load });
  const [booked]: Booked[] = await once(worker, 'message');
  if (!booked) throw new Error('The load generator said nothing.');
  return booked;
}

/** @throws Error when a place was sold twice, or left idle. */
function check({ booked, waiting, failed }: Booked, { what, events: many, capacity }: Sale): void {
  if (failed.length) throw new Error(`${failed.length} bookings failed (${what}): ${failed[0]}`);
  const places = Math.min(many * capacity, count);
  if (booked !== places || booked + waiting !== count)
    throw new Error(`${booked} of ${places} places were booked and ${waiting} people wait (${what}).`);
}

/** Milliseconds for which the next letter is waited for: the tick takes up, each minute, what the stream left. */
const mostWait = 150_000;

/** Milliseconds from the first letter for which SES was called until the last: each booking has one. */
async function sent(press: PressAtWork): Promise<number> {
  let [letters, changed, first] = [0, performance.now(), 0];
  while (letters < count) {
    await pause(50);
    const calls = Object.entries(await press.calls());
    const now = calls.reduce((sum, [what, times]) => sum + (what.endsWith('ses:SendEmail') ? times : 0), 0);
    if (now > letters) {
      [letters, changed] = [now, performance.now()];
      first ||= changed;
    } else if (performance.now() - changed > mostWait)
      throw new Error(`Of ${count} letters ${letters} have left, and none for ${time(mostWait)}.`);
  }
  return changed - first;
}

async function saleRow(press: PressAtWork, sale: Sale, { took, again, milliseconds }: Booked): Promise<Row> {
  const rate = (took.length / milliseconds) * 1_000;
  const calls = Object.entries(await press.calls());
  const own = calls.filter(([what]) => /^\S*BookPlaces\S* /.test(what));
  const sum = own.reduce((all, [, times]) => all + times, 0);
  const { functions, deadLetters } = await press.spent();
  const lambda = Object.entries(functions).find(([name]) => name.endsWith('BookPlaces'))?.[1] ?? 0;
  return {
    what: `${count} bookings of ${atOnce} at once, ${sale.what}`,
    peers: '',
    goal: sale.goal,
    measured: `${rate.toFixed(0)} answers/s, p50 ${time(percentile(took, 0.5))}, p99 ${time(percentile(took, 0.99))}`,
    ...(sale.met && { met: sale.met(rate) }),
    notes: [
      `${again} tries were told to come again (503). A booking took ${(sum / count).toFixed(1)} calls to AWS and ${time(lambda / count)} of Lambda time, waiting for this machine's sandboxes included; ${deadLetters} dead letters.`,
    ],
  };
}

const letterRow = ({ what }: Sale, milliseconds: number): Row => ({
  what: `their ${count} letters, ${what}, from the first until the last`,
  peers: '',
  goal: 'each once',
  measured: `${((count / milliseconds) * 1_000).toFixed(0)} letters/s (${time(milliseconds)})`,
});

async function handIn(press: PressAtWork, files: Record<string, string>): Promise<void> {
  const folder = inMemory('manuscripts');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await handInFolder(folder, press);
  drop(folder);
  await press.quiet();
}
