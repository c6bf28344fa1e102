import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Listeners, StartRefused } from './cloud.ts';
import type { Place } from './resource.ts';

export interface AllListeners extends Listeners {
  readonly aws: Server;
}

/** In the order of the ports, from the first one upwards. */
const order = ['site', 'aws', 'api', 'signIn', 'inbox'] as const;

/** Milliseconds that a request waits for the part behind its listener. A first start takes longer at times. */
const longestHold = 10_000;

/**
 * Listens on five ports from `port` on, or on any free ones when it is 0. A request waits until the part behind a
 * listener is ready; after `hold` milliseconds it is answered with 503. Throws StartRefused when a port is taken.
 */
export async function openListeners(port: number, hold = longestHold): Promise<AllListeners> {
  const listeners = {
    site: newServer(hold),
    aws: newServer(hold),
    api: newServer(hold),
    signIn: newServer(hold),
    inbox: newServer(hold),
  };
  try {
    for (const [index, name] of order.entries())
      await listen(listeners[name], port === 0 ? 0 : port + index, port);
  } catch (error) {
    closeListeners(listeners);
    throw error;
  }
  return listeners;
}

/** `127.0.0.1` makes the AWS SDK put the bucket into the path; people read `localhost` more easily. */
export const originsOf = (listeners: AllListeners): Place['origins'] => ({
  site: `http://localhost:${portOf(listeners.site)}`,
  aws: `http://127.0.0.1:${portOf(listeners.aws)}`,
  api: `http://localhost:${portOf(listeners.api)}`,
  signIn: `http://localhost:${portOf(listeners.signIn)}`,
  inbox: `http://localhost:${portOf(listeners.inbox)}`,
});

export function closeListeners(listeners: AllListeners): void {
  for (const name of order) {
    listeners[name].close();
    listeners[name].closeAllConnections();
  }
}

/** Connections are kept alive: the functions' clients and the edge send many requests. */
function newServer(hold: number): Server {
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true });
  holdUntilServed(server, hold);
  return server;
}

/** Node drops a request that comes before a server has a `request` listener, and leaves its connection open. */
function holdUntilServed(server: Server, hold: number): void {
  const waiting: [IncomingMessage, ServerResponse, NodeJS.Timeout][] = [];
  const wait = (request: IncomingMessage, response: ServerResponse) => {
    const timer = setTimeout(() => comeAgain(response), hold);
    waiting.push([request, response, timer]);
    response.once('close', () => clearTimeout(timer));
  };
  const release = (event: string) => {
    if (event !== 'request') return;
    server.off('newListener', release).off('request', wait);
    // The event comes before the listener is added.
    setImmediate(() => {
      for (const [request, response, timer] of waiting) {
        // It has its answer from here on, however long that takes.
        clearTimeout(timer);
        if (!response.writableEnded && !response.destroyed) server.emit('request', request, response);
      }
    });
  };
  server.on('request', wait).on('newListener', release);
}

const retryAfterSeconds = 2;

function comeAgain(response: ServerResponse): void {
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': String(retryAfterSeconds),
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta http-equiv="refresh" content="${retryAfterSeconds}"><title>Starting</title><p>The press is starting. This page asks again by itself.</p></html>\n`,
  );
}

async function listen(server: Server, port: number, first: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise.catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EADDRINUSE' || cause.code === 'EACCES' ? portRefused(port, first, cause) : cause;
  });
  server.off('error', reject);
}

function portRefused(port: number, first: number, cause: NodeJS.ErrnoException): StartRefused {
  const why = cause.code === 'EACCES' ? 'may not be used by you' : 'is in use';
  const all = `The press takes the five ports from ${first} to ${first + order.length - 1}`;
  return new StartRefused(`Port ${port} ${why}. ${all}: name another first one with --port.`, { cause });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return address.port;
}
