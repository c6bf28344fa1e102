import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { withPress } from './archives.ts';
import { percentile, time } from './figures.ts';
import type { Load, Served } from './load/ask-often.ts';
import type { Row } from './row.ts';

const size = 10_000;
const connections = 50;
const seconds = 8;

const slugs = Array.from({ length: 1000 }, (_, at) => `/articles/article-${at * 10}`);
const questions = [
  ['GET /api/articles?limit=15', ['/articles?limit=15']],
  ['GET /api/articles/{slug}, 1,000 of them in turn', slugs],
] as const;

/** The open API under many readers at once, through the site's own address: as the edge keeps it, and without. */
export const api = async (): Promise<Row[]> => [
  ...(await rowsOf('kept ten seconds by the edge, as on AWS', true)),
  ...(await rowsOf('each answered by the function', false)),
];

const rowsOf = (how: string, edgeCache: boolean): Promise<Row[]> =>
  withPress(
    size,
    async (press) => {
      const rows: Row[] = [];
      for (const [what, paths] of questions) rows.push(await rowOf(`${what}, ${how}`, press.api, [...paths]));
      return rows;
    },
    { edgeCache },
  );

async function rowOf(what: string, origin: string, paths: string[]): Promise<Row> {
  await ask({ origin, paths, connections, seconds: 3 });
  const { took, failed } = await ask({ origin, paths, connections, seconds });
  const rate = took.length / seconds;
  const slow = percentile(took, 0.99);
  return {
    what: `${what} (${size} articles, ${connections} connections)`,
    peers: 'Ghost 50 req/s, p99 1.2 s*',
    goal: '≥ 1500 req/s, p99 < 60 ms',
    measured: `${rate.toFixed(0)} req/s, p50 ${time(percentile(took, 0.5))}, p99 ${time(slow)}${failed ? `, ${failed} failed` : ''}`,
    met: rate >= 1500 && slow < 60 && !failed,
  };
}

async function ask(load: Load): Promise<Served> {
  const worker = new Worker(new URL('./load/ask-often.ts', import.meta.url), { workerData: load });
  const [served]: Served[] = await once(worker, 'message');
  if (!served) throw new Error('The load generator said nothing.');
  return served;
}
