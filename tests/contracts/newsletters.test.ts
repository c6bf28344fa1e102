import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeaveLog } from '../../functions/newsletters/ports.ts';
import { dynamoLogPosition } from '../../functions/newsletters/store/dynamo-log-position.ts';
import { dynamoSignUps } from '../../functions/newsletters/store/dynamo-sign-ups.ts';
import { dynamoSubscribers } from '../../functions/newsletters/store/dynamo-subscribers.ts';
import { pressCopyIn } from '../../functions/newsletters/store/press-copy.ts';
import { s3LeaveLog, s3Suppressions } from '../../functions/newsletters/store/s3-leave-log.ts';
import { suppressionsPositionKey } from '../../functions/newsletters/table-keys.ts';
import { s3SuppressionLog } from '../../functions/post/store/s3-suppression-log.ts';
import { ulids } from '../../functions/runtime/ids.ts';
import { noon } from '../functions/newsletters/a-person.ts';
import {
  MemoryLeaveLog,
  MemoryLogPosition,
  MemorySubscribers,
} from '../functions/newsletters/memory-subscribers.ts';
import { MemoryPressCopy } from '../functions/runtime/press/memory-press-copy.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import { newslettersTables } from './newsletters-tables.ts';
import {
  leaveLogContract,
  logPositionContract,
  pressCopyContract,
  subscribersContract,
} from './subscribers.ts';

const clock = { now: () => new Date(noon) };

describe('in memory', () => {
  describe('people', () =>
    subscribersContract(async () => {
      const subscribers = new MemorySubscribers(clock);
      return {
        subscribers,
        signUps: subscribers,
        letters: async () => subscribers.letters.map(({ id }) => id),
        growth: async () => subscribers.growth(),
      };
    }));
  describe('the copy of the press document', () => pressCopyContract(async () => new MemoryPressCopy()));
  describe('the log', () =>
    leaveLogContract(async () => {
      const ids = ulids(clock);
      const log = new MemoryLeaveLog(() => ids.next());
      const spoil = async (key: string) => {
        const at = log.entries.findIndex((one) => one.key === key);
        log.entries[at] = { key };
      };
      return { log, spoil };
    }));
  describe('its position', () => logPositionContract(async () => new MemoryLogPosition()));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  describe('people', () =>
    subscribersContract(async () => {
      const tables = await newslettersTables(dynamo.client);
      return {
        subscribers: dynamoSubscribers(dynamo.client, tables),
        signUps: dynamoSignUps(dynamo.client, tables.newsletters, clock),
        letters: async () => (await rowsOf(dynamo.client, tables.post)).map(({ id }) => String(id)).sort(),
        growth: async () => growthIn(await rowsOf(dynamo.client, tables.newsletters)),
      };
    }));
  describe('the copy of the press document', () =>
    pressCopyContract(async () => {
      const { newsletters } = await newslettersTables(dynamo.client);
      return pressCopyIn(dynamo.client, newsletters);
    }));
  describe('the log’s position', () =>
    logPositionContract(async () => {
      const { newsletters } = await newslettersTables(dynamo.client);
      return dynamoLogPosition(dynamo.client, newsletters);
    }));
  it('follows each log from a position of its own', async () => {
    const { newsletters } = await newslettersTables(dynamo.client);
    const own = dynamoLogPosition(dynamo.client, newsletters);
    const posts = dynamoLogPosition(dynamo.client, newsletters, suppressionsPositionKey);
    await own.store({ key: '01A', at: noon });
    expect(await posts.read()).toBeUndefined();
    await posts.store({ key: '01B', at: noon });
    expect(await own.read()).toEqual({ key: '01A', at: noon });
  });
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    cloud = await aCloudWithS3({ buckets: { Log: {} } });
  });
  afterAll(() => cloud.stop());

  describe('the log', () =>
    leaveLogContract(async () => {
      const { client: s3 } = cloud;
      const Bucket = 'press-log';
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      const spoil = async (key: string) =>
        void (await s3.send(new PutObjectCommand({ Bucket, Key: `newsletters/${key}`, Body: '{"what":' })));
      const ids = ulids(clock);
      // Read by another function, which remembers nothing of what was there.
      const log: LeaveLog = {
        write: (entry) => s3LeaveLog(s3, Bucket, ids).write(entry),
        read: (after, limit) => s3LeaveLog(s3, Bucket, ids).read(after, limit),
      };
      return { log, spoil };
    }));
  it('what post logs of addresses is read here, from any entry on, and nothing that is none', async () => {
    const ids = ulids(clock);
    const posts = s3SuppressionLog(cloud.client, 'press-log', ids);
    const suppressions = s3Suppressions(cloud.client, 'press-log');
    const entries = [
      { hash: 'a', what: 'suppressed', why: 'complaint', at: noon },
      { hash: 'a', what: 'unsuppressed', at: noon },
    ] as const;
    for (const entry of entries) await posts.append(entry);
    await cloud.client.send(
      new PutObjectCommand({ Bucket: 'press-log', Key: `post/${ids.next()}`, Body: '{"what":"new"}' }),
    );
    const all = await suppressions.read('', 10);
    expect(all.map(({ entry }) => entry)).toEqual(entries);
    expect(await suppressions.read(all[0]?.key ?? '', 10)).toEqual(all.slice(1));
  });
});

async function rowsOf(client: DynamoDBClient, TableName: string) {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.map((item) => unmarshall(item));
}

/** The shards of all days together. */
function growthIn(rows: Record<string, unknown>[]): Record<string, { joined: number; left: number }> {
  const sums: Record<string, { joined: number; left: number }> = {};
  for (const { pk, joined, left } of rows) {
    const [what, list = ''] = String(pk).split('#');
    if (what !== 'growth') continue;
    const known = sums[list] ?? { joined: 0, left: 0 };
    sums[list] = { joined: known.joined + Number(joined), left: known.left + Number(left) };
  }
  return sums;
}
