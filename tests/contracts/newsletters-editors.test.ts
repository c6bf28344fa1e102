import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newExport } from '../../functions/newsletters/editors/write-export.ts';
import {
  dynamoExports,
  dynamoHashKeys,
  dynamoImports,
} from '../../functions/newsletters/store/dynamo-imports.ts';
import { dynamoPeople } from '../../functions/newsletters/store/dynamo-people.ts';
import { dynamoSubscribers } from '../../functions/newsletters/store/dynamo-subscribers.ts';
import { s3ExportFiles, s3ImportFiles } from '../../functions/newsletters/store/s3-editors-files.ts';
import { noon } from '../functions/newsletters/a-person.ts';
import {
  MemoryExports,
  MemoryFiles,
  MemoryHashKeys,
  MemoryImports,
  MemoryPeople,
} from '../functions/newsletters/editors/memory-editors.ts';
import { MemorySubscribers } from '../functions/newsletters/memory-subscribers.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import {
  editorsFilesContract,
  exportsContract,
  hashKeysContract,
  importsContract,
  peopleContract,
} from './editors.ts';
import { newslettersTables } from './newsletters-tables.ts';

const clock = { now: () => new Date(noon) };

describe('in memory', () => {
  describe('imports', () =>
    importsContract(async () => {
      const subscribers = new MemorySubscribers(clock);
      return { subscribers, imports: new MemoryImports(subscribers) };
    }));
  describe('exports', () => exportsContract(async () => new MemoryExports()));
  describe('hash keys', () => hashKeysContract(async () => new MemoryHashKeys()));
  describe('people', () =>
    peopleContract(async () => {
      const subscribers = new MemorySubscribers(clock);
      return { subscribers, people: new MemoryPeople(subscribers) };
    }));
  describe('files', () =>
    editorsFilesContract(async () => {
      const files = new MemoryFiles();
      return {
        ...{ imports: files, exports: files },
        arrive: async (id, bytes) => files.arrive(id, bytes),
        text: async (key) => files.text(key),
      };
    }));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  describe('imports', () =>
    importsContract(async () => {
      const tables = await newslettersTables(dynamo.client);
      return {
        subscribers: dynamoSubscribers(dynamo.client, tables),
        imports: dynamoImports(dynamo.client, tables),
      };
    }));
  describe('exports', () =>
    exportsContract(async () => {
      const { newsletters } = await newslettersTables(dynamo.client);
      return dynamoExports(dynamo.client, newsletters);
    }));
  it('moves an export on though the answer is lost, and the SDK writes again', async () => {
    const { newsletters } = await newslettersTables(dynamo.client);
    const twice: DynamoDBClient = new Proxy(dynamo.client, {
      get: (client, name) =>
        name === 'send'
          ? async (command: PutItemCommand) => {
              if (command instanceof PutItemCommand) await client.send(command);
              return client.send(command);
            }
          : Reflect.get(client, name),
    });
    const exports = dynamoExports(twice, newsletters);
    const one = newExport('01E', 'edda', noon);
    expect(await exports.start(one, undefined)).toBe(true);
    expect(await exports.advance(one, { ...one, slices: 1 })).toBe(true);
    expect(await exports.advance(one, { ...one, slices: 1 })).toBe(false);
    expect(await exports.find('edda')).toEqual({ ...one, slices: 1 });
  });
  describe('hash keys', () =>
    hashKeysContract(async () => {
      const { newsletters } = await newslettersTables(dynamo.client);
      return dynamoHashKeys(dynamo.client, newsletters);
    }));
  describe('people', () =>
    peopleContract(async () => {
      const tables = await newslettersTables(dynamo.client);
      return {
        subscribers: dynamoSubscribers(dynamo.client, tables),
        people: dynamoPeople(dynamo.client, tables.newsletters),
      };
    }));
});

describe('in S3', () => {
  const clouds: CloudWithS3[] = [];
  afterAll(async () => {
    for (const cloud of clouds) await cloud.stop();
  });

  const open = async () => {
    const cloud = await aCloudWithS3({ buckets: { Imports: {}, Exports: {} } });
    clouds.push(cloud);
    const { client: s3 } = cloud;
    const [imports, exports] = ['press-imports', 'press-exports'];
    const files = s3ImportFiles(s3, imports);
    const arrive = async (id: string, bytes: Uint8Array) => {
      const { url, fields } = await files.form(id, bytes.length, 60);
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      body.append('file', new Blob([new Uint8Array(bytes)]), 'file');
      expect((await fetch(url, { method: 'POST', body })).status).toBe(204);
    };
    const text = async (Key: string) => {
      const get = new GetObjectCommand({ Bucket: exports, Key });
      const answer = await s3.send(get).catch((error: unknown) => {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      });
      return answer?.Body?.transformToString();
    };
    return { imports: files, exports: s3ExportFiles(s3, exports), arrive, text };
  };

  describe('files', () => editorsFilesContract(open));

  it('gives links that anybody can fetch', async () => {
    const { exports } = await open();
    await exports.write('exports/a.csv', 'email\r\n');
    const response = await fetch(await exports.link('exports/a.csv'));
    expect(await response.text()).toBe('email\r\n');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  });
});
