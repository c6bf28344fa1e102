import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Listeners, StartRefused } from './cloud.ts';
import type { Place } from './resource.ts';

export interface AllListeners extends Listeners {
  readonly aws: Server;
}

/** From the first port upwards, so that one number tells all five. */
const order = ['site', 'aws', 'api', 'signIn', 'inbox'] as const;

/**
 * Listens on five ports from `port` on, or on any free ones when it is 0. Who comes before the part behind
 * a door is ready waits. Throws StartRefused when a port is taken.
 */
export async function openListeners(port: number): Promise<AllListeners> {
  const listeners = { site: door(), aws: door(), api: door(), signIn: door(), inbox: door() };
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

/** Connections are kept: the functions' clients and the edge ask again and again. */
const door = (): Server => createServer({ keepAliveTimeout: 60_000, noDelay: true });

async function listen(server: Server, port: number, first: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise.catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EADDRINUSE' || cause.code === 'EACCES' ? taken(port, first, cause) : cause;
  });
  server.off('error', reject);
}

function taken(port: number, first: number, cause: NodeJS.ErrnoException): StartRefused {
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
