import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Listeners, StartRefused } from './cloud.ts';
import type { Place } from './resource.ts';

export interface AllListeners extends Listeners {
  readonly aws: Server;
}

/** In the order of the ports, from the first one upwards. */
const order = ['site', 'aws', 'api', 'signIn', 'inbox'] as const;

/**
 * Listens on five ports from `port` on, or on any free ones when it is 0. A request
 * waits until the part behind a listener is ready. Throws StartRefused when a port is taken.
 */
export async function openListeners(port: number): Promise<AllListeners> {
  const listeners = {
    site: newServer(),
    aws: newServer(),
    api: newServer(),
    signIn: newServer(),
    inbox: newServer(),
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
const newServer = (): Server => createServer({ keepAliveTimeout: 60_000, noDelay: true });

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
