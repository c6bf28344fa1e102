import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadLetterQueues, failureDestinations } from '../../lib/local/sqs/redrive.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

/** A press in a new AWS account, which runs ten functions at once. */
let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({ concurrency: 10, edgeCache: true });
});
afterAll(async () => {
  agent.destroy();
  await press.end();
});

/** Asks for so many new addresses a second until it is ended. Gives how often each status was answered. */
function flood(perSecond: number): () => Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const asked: Promise<unknown>[] = [];
  const began = performance.now();
  let ended = false;
  const ask = async (path: string) => {
    const status = await statusOf(new URL(path, press.site));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const asking = (async () => {
    while (!ended) {
      const due = ((performance.now() - began) / 1000) * perSecond;
      while (asked.length < due) asked.push(ask(`/articles/nothing-${asked.length}/`));
      await pause(10);
    }
  })();
  return async () => {
    ended = true;
    await asking;
    await Promise.all(asked);
    return statuses;
  };
}

/** The connections of the flood: with more, a busy machine resets some. */
const agent = new Agent({ keepAlive: true, maxSockets: 50 });

async function statusOf(url: URL): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { agent }, resolve).on('error', reject);
  const response = await promise;
  response.resume();
  return response.statusCode ?? 0;
}

async function publishThree(): Promise<void> {
  for (const name of ['one', 'two', 'three']) {
    const [receipt] = await press.handIn({
      [`${name}.md`]: `---\ntitle: Number ${name}\n---\nText of ${name}.\n`,
    });
    expect(receipt).toMatchObject({ state: 'done', documents: [{ slug: `number-${name}` }] });
    const page = await eventually(
      () => press.get(`/articles/number-${name}/`),
      ({ status }) => status === 200,
      30,
    );
    expect(page.text).toContain(`Text of ${name}.`);
  }
}

const countOf = (statuses: Map<number, number>) =>
  [...statuses.values()].reduce((sum, count) => sum + count, 0);

it('publishes while 200 readers a second ask for what is not there, and leaves no dead letter', async () => {
  const began = performance.now();
  const end = flood(200);
  await publishThree().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  await pause(Math.max(0, 5000 - (performance.now() - began)));
  const statuses = await end();
  const seconds = (performance.now() - began) / 1000;
  // The flood was one, its addresses' own limit held it, and nobody was told anything else.
  expect(countOf(statuses)).toBeGreaterThan(100 * Math.min(seconds, 5));
  expect(statuses.get(404)).toBeLessThan(25 * seconds + 15);
  expect(statuses.get(429)).toBeGreaterThan(0);
  expect([...statuses.keys()].filter((status) => ![404, 429, 503].includes(status))).toEqual([]);
  const dead = [...deadLetterQueues(press.cloud), ...failureDestinations(press.cloud)];
  expect(dead.length).toBeGreaterThanOrEqual(5);
  expect(dead.filter(({ counts }) => counts.visible > 0)).toEqual([]);
}, 180_000);

it('asked again for the same missing or withdrawn page, answers from the edge for ten seconds', async () => {
  await press.handIn({ 'gone.md': '---\ntitle: Gone soon\n---\nText.\n' });
  await press.api('POST', '/documents/gone-soon/withdraw', { reason: 'A mistake.' });
  await eventually(
    () => press.get('/articles/gone-soon/?'),
    ({ status }) => status === 410,
    30,
  );
  for (const path of ['/articles/gone-soon/', '/articles/never-was/']) {
    const [first, again] = [await press.get(path), await press.get(path)];
    // API Gateway gives each request that reaches it an id of its own.
    expect(again.headers.get('apigw-requestid'), path).toBe(first.headers.get('apigw-requestid'));
    expect(again.headers.get('cache-control')).toContain('s-maxage=10');
  }
});
