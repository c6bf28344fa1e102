import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { clockOf, type MovableClock } from './clock.ts';
import type { Cloud } from './cloud.ts';
import type { WebRequest, WebResponse } from './web/message.ts';
import { readRequest, send } from './web/serve.ts';

const path = '/clock';

/** In bytes. */
const largestRequest = 4096;

/** Where `serveClock` answers. */
export const clockAddress = ({ place }: Pick<Cloud, 'place'>): string => place.origins.inbox + path;

/**
 * Answers at `/clock` of the inbox's address, before what listens there already: GET tells the time, POST moves it
 * ahead. It is no part of the template: on AWS time passes by itself.
 */
export function serveClock(cloud: Cloud): void {
  const clock = clockOf(cloud);
  listenBefore(cloud.listeners.inbox, (request, response) => {
    if (request.url?.split('?')[0] !== path) return false;
    void answerTo(request, response, clock, cloud);
    return true;
  });
}

type Handles = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What `handles` does not take goes to those who listened before. */
function listenBefore(server: Server, handles: Handles): void {
  const others = server.rawListeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!handles(request, response)) for (const other of others) other.call(server, request, response);
  });
}

async function answerTo(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  clock: MovableClock,
  cloud: Cloud,
): Promise<void> {
  const answer = await readRequest(incoming, largestRequest)
    .then((request) => answerFor(request, clock))
    .catch((error: unknown) => failed(error, cloud));
  send(outgoing, answer, incoming.method === 'HEAD');
}

/** 200 `{"now"}`, or what is wrong in words. */
async function answerFor(request: WebRequest, clock: MovableClock): Promise<WebResponse> {
  if (isForeign(request))
    return refusal(403, 'Only programs of this machine may ask, and no page of another site.');
  if (request.method === 'GET' || request.method === 'HEAD') return json(200, { now: iso(clock.now()) });
  if (request.method !== 'POST')
    return refusal(405, 'GET tells the time, POST moves it.', { allow: 'GET, HEAD, POST' });
  if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? ''))
    return refusal(415, 'Send JSON, with the header “Content-Type: application/json”.');
  const wanted = advanceIn(request.body.toString());
  if (typeof wanted === 'string') return refusal(400, wanted);
  if (clock.now() + wanted.milliseconds > lastMoment)
    return refusal(400, 'The clock does not go beyond the year 9999.');
  return json(200, { now: iso(await clock.advance(wanted.milliseconds)) });
}

/**
 * A browser sends JSON to another origin only when that one agrees, which this does not; and a page that had its own
 * name point to this machine would still send that name.
 */
function isForeign({ headers }: WebRequest): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
  return (
    !isLocal ||
    (origin !== undefined && origin !== `http://${host}`) ||
    !['none', 'same-origin'].includes(site)
  );
}

const lastMoment = Date.UTC(9999, 11, 31);

/** Once: so that a slip of the hand does not end in another century. */
const mostDays = 3660;
const millisecondsOf = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 };

const body = z.strictObject({ advance: z.string() });

/** How far to move, or what is wrong. */
function advanceIn(text: string): { milliseconds: number } | string {
  const parsed = body.safeParse(jsonIn(text));
  if (!parsed.success) return `Send how far, as in {"advance":"PT48H"}. ${forms}`;
  const { advance } = parsed.data;
  const milliseconds = durationOf(advance);
  if (milliseconds === undefined)
    return /^[+-]|-/.test(advance)
      ? `The clock goes forward alone. ${forms}`
      : `“${shown(advance)}” is no duration here. ${forms}`;
  if (milliseconds > mostDays * millisecondsOf.day) return `At most ${mostDays} days at once. ${forms}`;
  return { milliseconds };
}

const forms =
  'A duration is of days, hours, minutes and seconds (ISO 8601): PT48H, P2DT30M, PT90S. Years, months and weeks are said in days.';

const shown = (text: string): string => [...text].slice(0, 40).join('');

/** In milliseconds; undefined for what is no duration of days, hours, minutes and seconds. */
function durationOf(text: string): number | undefined {
  const found = /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,3})?)S)?)?$/.exec(
    text,
  );
  if (!found || !/\d[DHMS]$/.test(text)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part = '0') => Number(part.replace(',', '.')));
  const { day, hour, minute, second } = millisecondsOf;
  return Math.round(days * day + hours * hour + minutes * minute + seconds * second);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

function failed(error: unknown, cloud: Cloud): WebResponse {
  cloud.say('failure', `The clock: ${error instanceof Error ? error.message : error}`);
  return refusal(500, 'The clock could not be moved; the press says why where it runs.');
}

const refusal = (status: number, message: string, headers: Record<string, string> = {}): WebResponse =>
  json(status, { message }, headers);

const json = (status: number, value: object, headers: Record<string, string> = {}): WebResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: `${JSON.stringify(value)}\n`,
});
