import type { PressAtWork } from './a-press.ts';
import { withPress } from './archives.ts';
import { median, time } from './figures.ts';
import { hops } from './hops.ts';
import { handInOne, newSlug, seenAt } from './one-article.ts';
import type { Row } from './row.ts';

const times = 25;
const watched = 9;
const warmUps = 25;

/** Later than all others. */
const today = '2026-06-01';

/** From the last byte of an upload to what a reader gets. */
export async function latency(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [1000, 10_000]) rows.push(...(await withPress(size, (press) => rowsOf(size, press))));
  return rows;
}

async function rowsOf(size: number, press: PressAtWork): Promise<Row[]> {
  await repeat(warmUps, press);
  const taken = await repeat(times, press);
  const article = median(taken.map((one) => one.article));
  const front = median(taken.map((one) => one.front));
  const row = (page: string, goal: number, measured: number, peers: string): Row => ({
    what: `last byte uploaded → ${page}, ${size} articles`,
    peers,
    goal: `${goal} ms`,
    measured: `${time(measured)} (median of ${times})`,
    met: measured <= goal,
  });
  const parts = await hops(press, watched, () => once(press));
  return [
    row('article page', 50, article, size === 1000 ? 'Ghost 6.65 90 ms*' : 'hugo --watch 780 ms*'),
    { ...row('front page', 75, front, size === 1000 ? 'Ghost 6.65 149 ms*' : ''), notes: parts },
  ];
}

async function repeat(count: number, press: PressAtWork) {
  const all: Awaited<ReturnType<typeof once>>[] = [];
  for (let one = 0; one < count; one++) all.push(await once(press));
  return all;
}

async function once(press: PressAtWork) {
  const slug = newSlug();
  const seen = Promise.all([seenAt(press, `/articles/${slug}/`, slug), seenAt(press, '/', slug)]);
  const sent = await handInOne(press, slug, today);
  const [article, front] = await seen;
  await press.quiet();
  return { slug, sent, article: article - sent, front: front - sent };
}
