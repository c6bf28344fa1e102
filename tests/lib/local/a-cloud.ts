import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { alarmHosts } from '../../../lib/local/alarms/hosts.ts';
import type { ServicePrincipal } from '../../../lib/local/cloud.ts';
import { tableHosts } from '../../../lib/local/dynamodb/hosts.ts';
import { eventHosts, mappingHosts } from '../../../lib/local/events/hosts.ts';
import { Gate } from '../../../lib/local/gate.ts';
import { type OpenCloud, openCloud } from '../../../lib/local/open-cloud.ts';
import type { Host, Place, Resource } from '../../../lib/local/resource.ts';
import { queueHosts } from '../../../lib/local/sqs/hosts.ts';

type Properties = Record<string, unknown>;
/** What a function does with an event: returns, or throws to fail. */
type Fake = (event: never, by?: ServicePrincipal) => unknown;

const hosts = [...tableHosts, ...queueHosts, ...alarmHosts, ...eventHosts, ...mappingHosts];
const role = 'arn:aws:iam::000000000000:role/tester';

export interface ACloud {
  cloud: OpenCloud;
  gate: Gate;
  /** What the cloud said to the person at the terminal. */
  said: string[];
  /** For an SDK client: signed requests go through the real gate. */
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  folder: string;
  make(type: string, logicalId: string, properties?: Properties): Promise<Resource>;
  /** A function that mappings and rules can name by the ARN this gives. */
  fake(name: string, does: Fake): string;
  /** `keep` leaves the folder for another start. */
  stop(keep?: boolean): Promise<void>;
}

/** A cloud with the real gate and hosts, whose functions are plain ones of the test. */
export async function aCloud({
  folder = mkdtempSync(`${tmpdir()}/broadside-`),
  may = ['*'],
} = {}): Promise<ACloud> {
  const server = createServer();
  const endpoint = await listen(server);
  const said: string[] = [];
  const doors = { site: server, api: server, signIn: server, inbox: server };
  const cloud = openCloud(placeOf(folder, endpoint), doors, (_, text) => said.push(text));
  const accessKey = 'AKIATESTER';
  cloud.callers.set(accessKey, { accessKey, secretKey: 'secret', name: 'tester', role });
  cloud.policies.set(role, [{ Statement: { Effect: 'Allow', Action: may, Resource: '*' } }]);
  const fakes = new Map<string, Fake>();
  cloud.invoke = async (arn, event, by) => {
    try {
      return {
        outcome: 'returned',
        payload: await fakes.get(arn)?.(JSON.parse(JSON.stringify(event)) as never, by),
      };
    } catch (cause) {
      return { outcome: 'failed', errorType: 'Error', message: String(cause) };
    }
  };
  const gate = new Gate(cloud);
  server.on('request', gate.listen);
  return {
    cloud,
    gate,
    said,
    folder,
    client: {
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: accessKey, secretAccessKey: 'secret' },
      maxAttempts: 1,
    },
    make: (type, logicalId, properties = {}) => make(cloud, type, logicalId, properties),
    fake(name, does) {
      const arn = `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
      fakes.set(arn, does);
      cloud.resources.set(name, { ...functionNamed(name, arn), properties: { Role: role } });
      return arn;
    },
    async stop(keep = false) {
      server.closeAllConnections();
      server.close();
      await cloud.stop();
      if (!keep) rmSync(folder, { recursive: true });
    },
  };
}

async function make(
  cloud: OpenCloud,
  type: string,
  logicalId: string,
  properties: Properties,
): Promise<Resource> {
  const host: Host | undefined = hosts.find((one) => one.type === type);
  if (!host) throw new Error(`There is no host for ${type}`);
  const identity = host.identify(logicalId, cloud.place, properties);
  const resource = { logicalId, type, properties, identity, path: `Press/${logicalId}` };
  cloud.resources.set(logicalId, resource);
  await host.create(resource, cloud);
  return resource;
}

const functionNamed = (name: string, arn: string): Resource => ({
  logicalId: name,
  type: 'AWS::Lambda::Function',
  properties: {},
  identity: { ref: name, attributes: { Arn: arn } },
  path: `Press/${name}`,
});

const placeOf = (data: string, aws: string): Place => ({
  account: '000000000000',
  region: 'eu-west-1',
  stack: 'Press',
  data,
  origins: { site: aws, aws, api: aws, signIn: aws, inbox: aws },
});

async function listen(server: Server): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${address.port}`;
}
