import { createServer, type Server } from 'node:http';
import { Gate } from '../../../lib/local/gate.ts';
import { type OpenCloud, openCloud } from '../../../lib/local/open-cloud.ts';
import type { Place } from '../../../lib/local/resource.ts';

export interface ListeningCloud {
  cloud: OpenCloud;
  gate: Gate;
  origin: string;
  /** For an SDK client: signed requests go through the gate, as those of the caller. */
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  close(): void;
}

/** Somebody who may sign calls, and the statements of their role. */
export interface SigningCaller {
  name: string;
  accessKey: string;
  secretKey: string;
  statements: Record<string, unknown>[];
}

/** A cloud without services, behind the real gate and on a free port. */
export async function aListeningCloud(
  folder: string,
  { name, accessKey, secretKey, statements }: SigningCaller,
  say: (text: string) => void = () => {},
): Promise<ListeningCloud> {
  const server = createServer();
  const origin = await listen(server);
  const inboxServer = createServer();
  const inbox = await listen(inboxServer);
  const listeners = { site: server, api: server, signIn: server, inbox: inboxServer };
  const cloud = openCloud(placeOf(folder, origin, inbox), listeners, (_, text) => say(text));
  cloud.callers.set(accessKey, { accessKey, secretKey, name, role: roleOf(name) });
  cloud.policies.set(roleOf(name), [{ Statement: statements }]);
  const gate = new Gate(cloud);
  server.on('request', gate.listen);
  const client = {
    endpoint: origin,
    region: 'eu-west-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    maxAttempts: 1,
  };
  const close = () => {
    for (const one of [server, inboxServer]) {
      one.closeAllConnections();
      one.close();
    }
  };
  return { cloud, gate, origin, client, close };
}

export const roleOf = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

const placeOf = (data: string, aws: string, inbox: string): Place => ({
  account: '000000000000',
  region: 'eu-west-1',
  stack: 'Press',
  data,
  origins: { site: aws, aws, api: aws, signIn: aws, inbox },
});

async function listen(server: Server): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${address.port}`;
}
