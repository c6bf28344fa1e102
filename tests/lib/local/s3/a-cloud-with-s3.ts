import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { S3Client } from '@aws-sdk/client-s3';
import type { BusEvent } from '../../../../lib/local/cloud.ts';
import type { OpenCloud } from '../../../../lib/local/open-cloud.ts';
import { s3Emulators } from '../../../../lib/local/s3/emulators.ts';
import { type S3, s3Service } from '../../../../lib/local/s3/service.ts';
import { aListeningCloud } from '../a-listening-cloud.ts';

type Properties = Record<string, unknown>;

export interface CloudOptions {
  /** Properties by logical id; one plain bucket `Shelf` if not given. */
  buckets?: Record<string, Properties>;
  policies?: Properties[];
  /** Statements of the caller's role; everything on S3 if not given. */
  allowed?: Properties[];
  now?: () => number;
  /** Takes the events of the default bus. */
  emit?: (event: BusEvent) => Promise<void>;
  folder?: string;
}

export interface CloudWithS3 {
  s3: S3;
  cloud: OpenCloud;
  client: S3Client;
  /** Of the gate. */
  origin: string;
  events: BusEvent[];
  folder: string;
  /** Closes the store and the server; `keep` leaves the folder for another start. */
  stop(keep?: boolean): Promise<void>;
}

export const accessKey = 'AKIAREADER0000000001';
export const secretKey = 'a-secret-of-forty-characters-for-testing';
const reader = { name: 'reader', accessKey, secretKey };
const everything = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];

/** S3 behind the real gate, listening, with buckets made by their emulator. */
export async function aCloudWithS3(options: CloudOptions = {}): Promise<CloudWithS3> {
  const folder = options.folder ?? mkdtempSync(`${tmpdir()}/broadside-s3-`);
  const statements = options.allowed ?? everything;
  const listening = await aListeningCloud(folder, { ...reader, statements });
  const { cloud, origin, close } = listening;
  const events: BusEvent[] = [];
  cloud.emit = async (_bus, event) => {
    await options.emit?.(event);
    events.push(event);
  };
  const s3 = s3Service(cloud, options.now);
  cloud.services.set('s3', s3);
  await createResources(s3, cloud, options);
  const client = new S3Client(listening.client);
  const stop = async (keep = false) => {
    client.destroy();
    close();
    s3.close();
    if (!keep) rmSync(folder, { recursive: true });
  };
  return { s3, cloud, client, origin, events, folder, stop };
}

async function createResources(
  s3: S3,
  cloud: OpenCloud,
  { buckets = { Shelf: {} }, policies = [] }: CloudOptions,
) {
  const [bucketEmulator, policyEmulator] = s3Emulators(s3.buckets);
  for (const [logicalId, properties] of Object.entries(buckets)) {
    const identity = bucketEmulator?.identify(logicalId, cloud.place, properties);
    if (!identity) throw new Error('There is no emulator for buckets');
    await bucketEmulator?.create(
      { logicalId, type: 'AWS::S3::Bucket', properties, identity, path: logicalId },
      cloud,
    );
  }
  for (const properties of policies) {
    const identity = { ref: 'Policy', attributes: {} };
    const type = 'AWS::S3::BucketPolicy';
    await policyEmulator?.create({ logicalId: 'Policy', type, properties, identity, path: 'Policy' }, cloud);
  }
}
