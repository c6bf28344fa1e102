import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../../bin/press/client.ts';
import type { PressAtWork } from './a-press.ts';
import { type Archive, withPress } from './archives.ts';
import { time } from './figures.ts';
import type { Row } from './row.ts';
import { processorTime } from './run-program.ts';

/** A great archive, most of its lists with one entry: rendered whole, while editors withdraw articles. */
export async function fullRender(archive: Archive = { size: 10_000, ownTags: 2 }): Promise<Row[]> {
  const { took, pages, calls, spent, withdrawals, processor } = await withPress(archive, (press) =>
    rendered(press, archive),
  );
  const [slowest = Number.NaN] = withdrawals.toSorted((one, other) => other - one);
  const seconds = Object.entries(spent.functions)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([name, milliseconds]) => `${name.replace(/^[^-]*-/, '')} ${(milliseconds / 1000).toFixed(1)} s`);
  const what = `${archive.size} articles and ${archive.size * archive.ownTags} tags of their own`;
  return [
    {
      what: `press render of ${what}`,
      peers: '',
      goal: 'no dead letter',
      measured: `${pages} pages, ${time(took)}, ${spent.deadLetters} dead letters, ${calls} calls to AWS`,
      met: spent.deadLetters === 0 && pages > (archive.size - withdrawals.length) * (1 + archive.ownTags),
      notes: [`Lambda time: ${seconds.join(', ')}; ${processor.toFixed(1)} s of processor time in all.`],
    },
    {
      what: 'withdrawn during that render until readers get 410',
      peers: '',
      goal: '5 s',
      measured: `${time(slowest)} (slowest of ${withdrawals.length})`,
      met: withdrawals.length > 0 && slowest <= 5_000,
    },
  ];
}

/** The site has another address than when the archive was handed in, so every page is written. */
async function rendered(press: PressAtWork, { size }: Archive) {
  await press.forget();
  const before = processorTime(press.pid);
  const began = performance.now();
  await call(press, 'POST', '/site/render');
  let isDone = false;
  const done = press.quiet().finally(() => {
    isDone = true;
  });
  const withdrawals: number[] = [];
  while (!isDone && withdrawals.length < size) {
    withdrawals.push(await withdraw(`article-${withdrawals.length}`, press));
    await Promise.race([done, pause(1_000)]);
  }
  await done;
  const took = performance.now() - began;
  const calls = await press.calls();
  const pages = Object.entries(calls).find(([what]) => what.endsWith('RenderPages s3:PutObject'))?.[1] ?? 0;
  return {
    took,
    pages,
    withdrawals,
    calls: Object.values(calls).reduce((all, one) => all + one, 0),
    spent: await press.spent(),
    processor: processorTime(press.pid) - before,
  };
}

/** Milliseconds after which a withdrawal is taken as missed: the benchmark then fails, and does not hang. */
const longestWithdrawal = 120_000;

async function withdraw(slug: string, press: PressAtWork): Promise<number> {
  const began = performance.now();
  await call(press, 'POST', `/documents/${slug}/withdraw`, { reason: 'To be measured.' });
  const elapsed = () => performance.now() - began;
  while (elapsed() < longestWithdrawal && (await fetch(`${press.site}/articles/${slug}/`)).status !== 410) {
    await pause(50);
  }
  return elapsed();
}
