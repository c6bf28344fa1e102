import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud, Invocation, Listeners, ServicePrincipal } from '../../../../lib/local/cloud.ts';
import type { Emulator } from '../../../../lib/local/emulator.ts';
import type { Place, Resource } from '../../../../lib/local/resource.ts';

type Invoke = (functionArn: string, event: unknown, by?: ServicePrincipal) => Promise<Invocation>;

interface Wanted {
  resources?: Resource[];
  invoke?: Invoke;
  edgeCache?: boolean;
  data?: string;
}

const listenerNames = ['site', 'api', 'signIn', 'inbox'] as const;

/** A cloud of doors and resources alone, for testing the HTTP faces by themselves. */
export async function smallCloud({
  resources = [],
  invoke = nobody,
  edgeCache,
  data = folder(),
}: Wanted): Promise<Cloud> {
  const servers = await Promise.all(listenerNames.map(listening));
  const [site, api, signIn, inbox] = servers;
  if (!site || !api || !signIn || !inbox) throw new Error('unreachable');
  const listeners: Listeners = { site, api, signIn, inbox };
  const closers: (() => void | Promise<void>)[] = [];
  const cloud: Cloud = {
    place: placeOf(listeners, data),
    resources: new Map(resources.map((one) => [one.logicalId, one])),
    services: new Map(),
    listeners,
    edgeCache,
    invoke,
    emit: async () => {},
    enqueue: async () => {},
    policies: new Map(),
    callers: new Map(),
    allows: () => true,
    secrets: new Map(),
    say: () => {},
    onStop: (close) => void closers.push(close),
  };
  opened.set(cloud, { closers, servers });
  return cloud;
}

const opened = new Map<Cloud, { closers: (() => void | Promise<void>)[]; servers: Server[] }>();

export async function closeAll(): Promise<void> {
  for (const { closers, servers } of opened.values()) {
    for (const close of closers) await close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }
  opened.clear();
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
}

const folders: string[] = [];

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'broadside-'));
  folders.push(made);
  return made;
}

async function listening(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function placeOf(listeners: Listeners, data: string): Place {
  const at = (server: Server) => `http://127.0.0.1:${Object(server.address()).port}`;
  return {
    account: '000000000000',
    region: 'eu-west-1',
    stack: 'Broadside',
    data,
    origins: {
      site: at(listeners.site),
      aws: 'http://127.0.0.1:1',
      api: at(listeners.api),
      signIn: at(listeners.signIn),
      inbox: at(listeners.inbox),
    },
  };
}

const nobody: Invoke = async () => ({
  outcome: 'failed',
  errorType: 'ResourceNotFoundException',
  message: 'no function',
});

/** The resource as the core would hand it to its emulator. */
export function described(
  emulator: Emulator | undefined,
  logicalId: string,
  properties: Record<string, unknown>,
): Resource {
  if (!emulator) throw new Error('no such emulator');
  const place = {
    account: '000000000000',
    region: 'eu-west-1',
    stack: 'Broadside',
    data: '',
    origins: noOrigins,
  };
  const identity = emulator.identify(logicalId, place, properties);
  return { logicalId, type: emulator.type, properties, identity, path: `Broadside/${logicalId}` };
}

const noOrigins = { site: 'http://localhost:4000', aws: '', api: '', signIn: '', inbox: '' };
