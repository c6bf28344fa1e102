import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoExports } from '../../functions/bookings/store/dynamo-exports.ts';
import { s3Exports } from '../../functions/bookings/store/s3-exports.ts';
import { MemoryExportFiles, MemoryExports } from '../functions/bookings/editors/memory-exports.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { exportFilesContract, exportsContract } from './bookings-exports.ts';
import { bookingsTables } from './bookings-tables.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';

describe('in memory', () => {
  exportsContract(async () => new MemoryExports());
  exportFilesContract(async () => {
    const memory = new MemoryExportFiles();
    const { write, link, removeAll } = memory;
    const read = async (url: string) => memory.files.get(new URL(url).pathname.slice(1));
    return { write, link, removeAll, read };
  });
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  exportsContract(async () => dynamoExports(dynamo.client, (await bookingsTables(dynamo.client)).bookings));
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    cloud = await aCloudWithS3();
  });
  afterAll(() => cloud.stop());

  exportFilesContract(async () => ({ ...s3Exports(cloud.client, 'press-shelf'), read: fetched }));
});

async function fetched(link: string): Promise<string | undefined> {
  const response = await fetch(link);
  return response.ok
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
    : undefined;
}
