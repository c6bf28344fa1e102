import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { letterItem, newLetterOnly } from '../../functions/post/contract/letter.ts';
import { dynamoAddresses, dynamoLogPosition } from '../../functions/post/store/dynamo-addresses.ts';
import { dynamoCeiling } from '../../functions/post/store/dynamo-ceiling.ts';
import { dynamoOutbox } from '../../functions/post/store/dynamo-outbox.ts';
import { pressCopyIn } from '../../functions/post/store/press-copy.ts';
import { s3SuppressionLog } from '../../functions/post/store/s3-suppression-log.ts';
import { sesMailer } from '../../functions/post/store/ses-mailer.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { ulids } from '../../functions/runtime/ids.ts';
import { PostOffice } from '../functions/post/letters/a-post-office.ts';
import { MemoryLog, MemoryPost } from '../functions/post/memory-post.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { aMailCloud } from '../lib/local/ses/a-mail-cloud.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import {
  addressesContract,
  ceilingContract,
  type MailTrouble,
  mailerContract,
  outboxContract,
  suppressionLogContract,
} from './post.ts';

describe('in memory', () => {
  describe('outbox', () =>
    outboxContract(async () => {
      const room = new MemoryPost();
      return { outbox: room.outbox, put: async (letter) => room.put(letter) };
    }));
  describe('addresses', () => addressesContract(async () => new MemoryPost()));
  describe('ceiling', () => ceilingContract(async () => new MemoryPost().ceiling));
  describe('log', () =>
    suppressionLogContract(async () => {
      const ids = ulids(systemClock);
      const log = new MemoryLog(() => ids.next());
      return { log, another: log };
    }));
  describe('mailer', () =>
    mailerContract(async () => {
      const office = new PostOffice();
      const { mailer } = office.deps();
      return {
        mailer,
        meet: (trouble) => void office.weather.push(trouble),
        taken: async () => [...office.taken.values()].flat().map(({ text }) => text),
        attached: async () =>
          [...office.taken.values()].flat().flatMap(({ attachments = [] }) => attachments),
      };
    }));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  let made = 0;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  const aTable = async (): Promise<string> => {
    const TableName = `post-${++made}`;
    const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
    const keys = (hash: string, range: string) => [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: range, KeyType: 'RANGE' as const },
    ];
    await dynamo.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'dueKey', 'dueAt'].map(text),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: keys('dueKey', 'dueAt'),
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['addressHash'] },
          },
        ],
      }),
    );
    return TableName;
  };

  describe('outbox', () =>
    outboxContract(async () => {
      const table = await aTable();
      return {
        outbox: dynamoOutbox(dynamo.client, table),
        async put(letter) {
          const Item = marshall(letterItem(letter), { removeUndefinedValues: true });
          const command = new PutItemCommand({ TableName: table, Item, ConditionExpression: newLetterOnly });
          const put = dynamo.client.send(command);
          return put.then(
            () => true,
            () => false,
          );
        },
      };
    }));
  describe('addresses', () =>
    addressesContract(async () => {
      const table = await aTable();
      return {
        addresses: dynamoAddresses(dynamo.client, table),
        position: dynamoLogPosition(dynamo.client, table),
        settings: pressCopyIn(dynamo.client, table),
      };
    }));
  describe('ceiling', () => ceilingContract(async () => dynamoCeiling(dynamo.client, await aTable())));
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    cloud = await aCloudWithS3();
  });
  afterAll(() => cloud.stop());

  const log = () => s3SuppressionLog(cloud.client, 'press-shelf', ulids(systemClock));
  describe('log', () => suppressionLogContract(async () => ({ log: log(), another: log() })));
});

describe('in SES', () => {
  let cloud: Awaited<ReturnType<typeof aMailCloud>>;
  /** Takes what it is told, and says nothing. */
  const deaf = createServer((request) => request.socket.destroy());
  beforeAll(() => new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve)));
  afterAll(() => deaf.close());
  beforeEach(async () => {
    cloud = await aMailCloud();
    await cloud.listen('letters');
  });
  afterEach(() => cloud.stop());

  const elsewhere = (endpoint: string) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return sesMailer(
      new SESv2Client({ endpoint, credentials, region: 'eu-west-1', maxAttempts: 1 }),
      'letters',
    );
  };

  mailerContract(async () => {
    let mailer = sesMailer(cloud.client, 'letters');
    const meet: Record<MailTrouble, () => void> = {
      throttled: () => Object.assign(cloud.mail.account.limits, { perSecond: 0 }),
      'over-quota': () => Object.assign(cloud.mail.account.limits, { perDay: 0 }),
      account: () => Object.assign(cloud.mail.account.limits, { sandbox: true }),
      unreachable: () => {
        mailer = elsewhere('http://127.0.0.1:1');
      },
      unheard: () => {
        mailer = elsewhere(`http://127.0.0.1:${(deaf.address() as AddressInfo).port}`);
      },
    };
    return {
      mailer: { send: (mail) => mailer.send(mail) },
      meet: (trouble) => meet[trouble](),
      taken: async () => (await cloud.store()).map(({ body }) => Object(body).text),
      attached: async () =>
        (await cloud.store())
          .flatMap(({ attachments }) => attachments)
          .map((file) => {
            const { filename, contentType, content } = Object(file);
            return { filename, type: contentType, base64: content };
          }),
    };
  });
});
