import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Doors } from './cloud.ts';
import type { Place } from './resource.ts';
import { StartRefused } from './start-refused.ts';

export interface OpenDoors extends Doors {
  readonly aws: Server;
}

/** From the first port upwards, so that one number tells all five. */
const order = ['site', 'aws', 'api', 'signIn', 'inbox'] as const;

/**
 * Listens on five ports from `port` on, or on any free ones when it is 0. Who comes before the part behind
 * a door is ready waits. Throws StartRefused when a port is taken.
 */
export async function openDoors(port: number): Promise<OpenDoors> {
  const doors = { site: door(), aws: door(), api: door(), signIn: door(), inbox: door() };
  try {
    for (const [index, name] of order.entries())
      await listen(doors[name], port === 0 ? 0 : port + index, port);
  } catch (error) {
    closeDoors(doors);
    throw error;
  }
  return doors;
}

/** `127.0.0.1` makes the AWS SDK put the bucket into the path; people read `localhost` more easily. */
export const originsOf = (doors: OpenDoors): Place['origins'] => ({
  site: `http://localhost:${portOf(doors.site)}`,
  aws: `http://127.0.0.1:${portOf(doors.aws)}`,
  api: `http://localhost:${portOf(doors.api)}`,
  signIn: `http://localhost:${portOf(doors.signIn)}`,
  inbox: `http://localhost:${portOf(doors.inbox)}`,
});

export function closeDoors(doors: OpenDoors): void {
  for (const name of order) {
    doors[name].close();
    doors[name].closeAllConnections();
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
