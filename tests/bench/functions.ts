import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { bundleFunctions } from '../../lib/bundle.ts';
import { run } from './cold/run-cold.ts';
import { median, time } from './figures.ts';
import { cache, drop } from './places.ts';
import type { Row } from './row.ts';

const times = 7;
const largest = 600 * 1024;
const readers = ['ingest-upload', 'read-picture'];
/** No person waits for them. */
const behind = ['announce-change', 'settle-terms', 'plan-pages', 'render-pages'];

/** What a cold start costs: loading the code and the first call to AWS, in a fresh process each time. */
export async function functions(): Promise<Row[]> {
  const into = join(cache, 'bundles');
  drop(into);
  mkdirSync(into, { recursive: true });
  const { entries, folder } = await bundleFunctions({ into, machine: 'host' });
  const empty = join(into, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'index.js'), 'exports.handler = async () => ({});');
  const aws = createServer(answer).listen(0, '127.0.0.1');
  await once(aws, 'listening');
  const address = aws.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const floor = await firstCall(empty, 'empty', endpoint);
  const rows: Row[] = [];
  for (const entry of entries)
    rows.push(
      rowOf(entry, bytesOf(folder(entry)), (await firstCall(folder(entry), entry, endpoint)) - floor),
    );
  aws.close();
  return rows;
}

function rowOf(entry: string, bytes: number, took: number): Row {
  const row = {
    what: `${entry}: bundle; load and first call`,
    peers: 'the SDK alone 60–73 ms*',
    measured: `${Math.round(bytes / 1024)} KB, ${time(took)}`,
  };
  if (behind.includes(basename(entry))) return { ...row, goal: '' };
  if (readers.includes(basename(entry))) return { ...row, goal: '≤ 200 ms', met: took <= 200 };
  return { ...row, goal: '≤ 600 KB, ≤ 85 ms', met: took <= 85 && bytes <= largest };
}

async function firstCall(folder: string, entry: string, endpoint: string): Promise<number> {
  const all: number[] = [];
  for (let one = 0; one < times; one++) all.push(await run(folder, basename(entry), endpoint));
  return median(all);
}

/** The code, without its source maps: Lambda reads those only for an error. */
const bytesOf = (folder: string): number =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);

/** Stands for every service and knows nothing: an empty answer, or for S3 that nothing is there. */
const answer: Parameters<typeof createServer>[1] = (request, response) => {
  request.resume().on('end', () => {
    if (request.headers['x-amz-target'])
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    else response.writeHead(request.method === 'PUT' ? 200 : 404).end();
  });
};
