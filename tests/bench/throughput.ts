import { call } from '../../bin/press/client.ts';
import type { PressAtWork } from './a-press.ts';
import { handInFolder, manuscripts, withPress } from './archives.ts';
import { time } from './figures.ts';
import type { Row } from './row.ts';
import { processorTime } from './run-program.ts';

/** Much at once through the local cloud: an archive rendered whole, and a thousand manuscripts handed in. */
export async function throughput(): Promise<Row[]> {
  const rendering = await withPress(10_000, rendered);
  const handingIn = await withPress(0, live);
  return [
    {
      what: 'press render of 10000 articles through the local cloud',
      peers: '',
      goal: '15 s',
      measured: `${time(rendering.took)} (${rendering.pages} pages, ${rendering.calls} calls to AWS)`,
      met: rendering.took <= 15_000,
      notes: [spent(rendering)],
    },
    {
      what: '1000 manuscripts handed in with press upload until all is live',
      peers: '',
      goal: '12 s',
      measured: `${time(handingIn.took)} (receipts after ${time(handingIn.taken)}, ${handingIn.calls} calls)`,
      met: handingIn.took <= 12_000,
      notes: [spent(handingIn)],
    },
  ];
}

/** The site has another address than when the archive was handed in, so every page is written. */
async function rendered(press: PressAtWork) {
  await press.forget();
  const before = processorTime(press.pid);
  const began = performance.now();
  await call(press, 'POST', '/site/render');
  await press.quiet();
  const took = performance.now() - began;
  const calls = await press.calls();
  const pages = Object.entries(calls).find(([what]) => what.endsWith('RenderPages s3:PutObject'))?.[1] ?? 0;
  return { took, pages, calls: sum(calls), spent: processorTime(press.pid) - before };
}

async function live(press: PressAtWork) {
  const folder = manuscripts({ size: 1000, ownTags: 0 });
  await press.forget();
  const before = processorTime(press.pid);
  const began = performance.now();
  await handInFolder(folder, press);
  const taken = performance.now() - began;
  await press.quiet();
  const took = performance.now() - began;
  return { taken, took, calls: sum(await press.calls()), spent: processorTime(press.pid) - before };
}

const sum = (calls: Record<string, number>) => Object.values(calls).reduce((all, one) => all + one, 0);

const spent = ({ spent: seconds, calls }: { spent: number; calls: number }) =>
  `${seconds.toFixed(1)} s of processor time, ${((seconds / calls) * 1000).toFixed(2)} ms a call: signing and reading in the function, the gate, the database. Two cores can be no faster than half of it.`;
