import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockOf, MovableClock } from '../../../lib/local/clock.ts';
import { clockAddress, serveClock } from '../../../lib/local/clock-endpoint.ts';
import { StartRefused } from '../../../lib/local/cloud.ts';
import { type OpenCloud, openCloud } from '../../../lib/local/open-cloud.ts';
import { aCloud } from './a-cloud.ts';

const hour = 3_600_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the clock', () => {
  const open = () => new MovableClock(join(folder, 'clock.json'));
  const hoursAhead = (clock: MovableClock) => (clock.now() - Date.now()) / hour;

  it('is the machine’s until it is moved', () => {
    expect(hoursAhead(open())).toBeCloseTo(0, 3);
  });

  it('has each move on disk before anybody acts on it, and keeps it', async () => {
    const clock = open();
    const seen: unknown[] = [];
    clock.onMove('functions', () => seen.push(JSON.parse(readFileSync(join(folder, 'clock.json'), 'utf8'))));
    expect((await clock.advance(48 * hour)) - Date.now()).toBeGreaterThan(48 * hour - 5000);
    await clock.advance(hour);
    expect(seen).toEqual([{ offset: 48 * hour }, { offset: 49 * hour }]);
    expect(hoursAhead(open())).toBeCloseTo(49, 3);
  });

  it('loses none of several moves at once', async () => {
    const clock = open();
    await Promise.all([1, 2, 3, 4].map((hours) => clock.advance(hours * hour)));
    expect(clock.offset).toBe(10 * hour);
    expect(open().offset).toBe(10 * hour);
  });

  it('waits for those who act, part by part, until they stop', async () => {
    const clock = open();
    const order: string[] = [];
    clock.onMove('expiry', () => order.push('expiry'));
    const stop = clock.onMove('schedules', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('schedules');
    });
    clock.onMove('functions', () => order.push('functions'));
    await clock.advance(1);
    expect(order.splice(0)).toEqual(['functions', 'schedules', 'expiry']);
    stop();
    await clock.advance(1);
    expect(order).toEqual(['functions', 'expiry']);
  });

  it('can be moved again after a move that failed', async () => {
    const clock = open();
    const stop = clock.onMove('expiry', () => Promise.reject(new Error('no')));
    await expect(clock.advance(hour)).rejects.toThrow('no');
    stop();
    await clock.advance(hour);
    expect(clock.offset).toBe(2 * hour);
  });

  it('does not start from a file that says something else', () => {
    writeFileSync(join(folder, 'clock.json'), '{"offset":"soon"}');
    expect(open).toThrow(StartRefused);
    expect(open).toThrow('Remove it');
  });

  it('dates the answers of AWS, so that an SDK whose Date is moved signs as before', async () => {
    const { cloud, client, make, stop } = await aCloud();
    const { identity } = await make('AWS::SQS::Queue', 'Queue');
    await clockOf(cloud).advance(48 * hour);
    const sqs = new SQSClient({ ...client, systemClockOffset: 48 * hour });
    const sent = await sqs.send(new SendMessageCommand({ QueueUrl: identity.ref, MessageBody: 'x' }));
    expect(sent.MessageId).toBeDefined();
    const { headers } = await fetch(client.endpoint);
    expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(47 * hour);
    sqs.destroy();
    await stop();
  });
});

describe('the clock of a press that runs', () => {
  let inbox: Server;
  let cloud: OpenCloud;
  let port: number;

  beforeEach(async () => {
    inbox = createServer((asked, answer) => answer.end(`inbox ${asked.url}`));
    await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve));
    port = Object(inbox.address()).port;
    const origin = `http://localhost:${port}`;
    const origins = { site: origin, aws: origin, api: origin, signIn: origin, inbox: origin };
    const place = { account: '0', region: 'eu-west-1', stack: 'Press', data: folder, origins };
    cloud = openCloud(place, { site: inbox, api: inbox, signIn: inbox, inbox }, () => {});
    serveClock(cloud);
  });
  afterEach(() => {
    inbox.closeAllConnections();
    inbox.close();
  });

  interface Asked {
    method?: string;
    path?: string;
    headers?: IncomingHttpHeaders;
    body?: string;
  }

  /** With `Host` and `Origin` of any kind, which `fetch` sets itself. */
  function ask({ method = 'GET', path = '/clock', headers = {}, body = '' }: Asked = {}) {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const sent = request(
      { port, host: '127.0.0.1', method, path, headers: { host: `localhost:${port}`, ...headers } },
      async (response) =>
        resolve({
          status: response.statusCode ?? 0,
          text: (await response.setEncoding('utf8').toArray()).join(''),
        }),
    );
    sent.on('error', reject).end(body);
    return promise;
  }
  const post = (body: unknown, headers: IncomingHttpHeaders = {}) =>
    ask({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('stands at an address of its own, and the inbox at all the others', async () => {
    expect(clockAddress(cloud)).toBe(`http://localhost:${port}/clock`);
    expect(await ask({ path: '/' })).toEqual({ status: 200, text: 'inbox /' });
    expect(await ask({ path: '/clocks' })).toEqual({ status: 200, text: 'inbox /clocks' });
  });

  it('tells its time, and is moved by a duration', async () => {
    const { now } = JSON.parse((await ask()).text);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5000);
    const moved = await post({ advance: 'PT48H' });
    expect(moved.status).toBe(200);
    expect(Date.parse(JSON.parse(moved.text).now) - Date.parse(now)).toBeGreaterThanOrEqual(48 * hour);
    expect(clockOf(cloud).offset).toBe(48 * hour);
    expect(JSON.parse((await ask()).text).now > now).toBe(true);
    expect((await ask({ method: 'HEAD' })).text).toBe('');
  });

  it.each([
    ['PT0S', 0],
    ['PT90S', 90_000],
    ['PT0.5S', 500],
    ['PT1,25S', 1250],
    ['PT30M', hour / 2],
    ['P2D', 48 * hour],
    ['P1DT2H3M4S', 26 * hour + 184_000],
    ['P3660D', 3660 * 24 * hour],
  ])('takes %s', async (advance, milliseconds) => {
    expect((await post({ advance })).status).toBe(200);
    expect(clockOf(cloud).offset).toBe(milliseconds);
  });

  it.each([
    ['-PT1H', 'forward alone'],
    ['PT-1H', 'forward alone'],
    ['P', 'no duration'],
    ['PT', 'no duration'],
    ['P1DT', 'no duration'],
    ['P1Y', 'said in days'],
    ['P1W', 'said in days'],
    ['P1M', 'said in days'],
    ['48 hours', 'PT48H'],
    ['pt48h', 'PT48H'],
    ['PT48H\n', 'no duration'],
    ['P3661D', 'At most 3660 days'],
    ['PT999999999H', 'At most 3660 days'],
    ['', 'no duration'],
  ])('refuses %j in words', async (advance, words) => {
    const { status, text } = await post({ advance });
    expect([status, clockOf(cloud).offset]).toEqual([400, 0]);
    expect(JSON.parse(text).message).toContain(words);
  });

  it.each([[''], ['PT48H'], ['[]'], ['{}'], ['{"advance":48}'], ['{"advance":"PT1H","by":"me"}']])(
    'refuses the body %j',
    async (body) => {
      const { status, text } = await post(body);
      expect([status, clockOf(cloud).offset]).toEqual([400, 0]);
      expect(JSON.parse(text).message).toContain('{"advance":"PT48H"}');
    },
  );

  it('does not go beyond what a date can say', async () => {
    await clockOf(cloud).advance(Date.UTC(9999, 11, 30) - Date.now());
    expect(await post({ advance: 'P2D' })).toMatchObject({ status: 400 });
    expect((await post({ advance: 'PT1H' })).status).toBe(200);
  });

  it.each<[string, IncomingHttpHeaders, number]>([
    ['a form, which a browser sends anywhere', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text, which a browser sends anywhere', { 'content-type': 'text/plain' }, 415],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page of this machine at another port', { origin: 'http://localhost:1' }, 403],
    ['a page of another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a name that points to this machine', { host: 'evil.example' }, 403],
    ['a name that begins like this machine’s', { host: 'localhost.evil.example:80' }, 403],
  ])('is not moved by %s', async (_, headers, status) => {
    expect((await post({ advance: 'PT1H' }, headers)).status).toBe(status);
    expect(clockOf(cloud).offset).toBe(0);
    const allowed = await post({ advance: 'PT1H' }, { origin: `http://localhost:${port}` });
    expect(allowed.status).toBe(200);
  });

  it('answers a browser that asks for permission with none', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    expect((await ask({ method: 'OPTIONS', headers })).status).toBe(403);
    expect((await ask({ method: 'PUT' })).status).toBe(405);
  });
});
