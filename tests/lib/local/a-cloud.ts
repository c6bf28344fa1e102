import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { alarmEmulators } from '../../../lib/local/alarms/emulators.ts';
import type { ServicePrincipal } from '../../../lib/local/cloud.ts';
import { tableEmulators } from '../../../lib/local/dynamodb/emulators.ts';
import type { Emulator } from '../../../lib/local/emulator.ts';
import { eventEmulators, mappingEmulators } from '../../../lib/local/events/emulators.ts';
import type { OpenCloud } from '../../../lib/local/open-cloud.ts';
import type { Resource } from '../../../lib/local/resource.ts';
import { secretEmulators } from '../../../lib/local/secrets/emulators.ts';
import { sesEmulators } from '../../../lib/local/ses/emulators.ts';
import { queueEmulators } from '../../../lib/local/sqs/emulators.ts';
import { aListeningCloud, type ListeningCloud, roleOf } from './a-listening-cloud.ts';

type Properties = Record<string, unknown>;
/** What a function does with an event: returns, or throws to fail. */
type Fake = (event: never, by?: ServicePrincipal) => unknown;

const emulators = [
  ...secretEmulators,
  ...tableEmulators,
  ...queueEmulators,
  ...alarmEmulators,
  ...sesEmulators,
  ...eventEmulators,
  ...mappingEmulators,
];
const tester = { name: 'tester', accessKey: 'AKIATESTER', secretKey: 'secret' };

export interface ACloud extends Pick<ListeningCloud, 'cloud' | 'gate' | 'client'> {
  /** What the cloud said to the person at the terminal. */
  said: string[];
  folder: string;
  make(type: string, logicalId: string, properties?: Properties): Promise<Resource>;
  /** A function that mappings and rules can name by the ARN this gives. */
  fake(name: string, does: Fake): string;
  /** Refuses the next invocations, as an account does whose executions are all taken. */
  throttle(invocations: number): void;
  /** `keep` leaves the folder for another start. */
  stop(keep?: boolean): Promise<void>;
}

/** A cloud with the real gate and emulators, whose functions are plain ones of the test. */
export async function aCloud({
  folder = mkdtempSync(`${tmpdir()}/broadside-`),
  may = ['*'],
} = {}): Promise<ACloud> {
  const said: string[] = [];
  const statements = [{ Effect: 'Allow', Action: may, Resource: '*' }];
  const listening = await aListeningCloud(folder, { ...tester, statements }, (text) => said.push(text));
  const { cloud, gate, client, close } = listening;
  const fakes = new Map<string, Fake>();
  let throttled = 0;
  cloud.invoke = async (arn, event, by) => {
    if (throttled-- > 0)
      return { outcome: 'failed', errorType: 'TooManyRequestsException', message: 'Rate Exceeded.' };
    try {
      return {
        outcome: 'returned',
        payload: await fakes.get(arn)?.(JSON.parse(JSON.stringify(event)) as never, by),
      };
    } catch (cause) {
      return { outcome: 'failed', errorType: 'Error', message: String(cause) };
    }
  };
  return {
    cloud,
    gate,
    client,
    said,
    folder,
    make: (type, logicalId, properties = {}) => make(cloud, type, logicalId, properties),
    fake(name, does) {
      const arn = `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
      fakes.set(arn, does);
      cloud.resources.set(name, { ...functionNamed(name, arn), properties: { Role: roleOf(tester.name) } });
      return arn;
    },
    throttle: (invocations) => {
      throttled = invocations;
    },
    async stop(keep = false) {
      close();
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
  const emulator: Emulator | undefined = emulators.find((one) => one.type === type);
  if (!emulator) throw new Error(`There is no emulator for ${type}`);
  const identity = emulator.identify(logicalId, cloud.place, properties);
  const resource = { logicalId, type, properties, identity, path: `Press/${logicalId}` };
  cloud.resources.set(logicalId, resource);
  await emulator.create(resource, cloud);
  return resource;
}

const functionNamed = (name: string, arn: string): Resource => ({
  logicalId: name,
  type: 'AWS::Lambda::Function',
  properties: {},
  identity: { ref: name, attributes: { Arn: arn } },
  path: `Press/${name}`,
});
