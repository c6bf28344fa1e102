import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Head } from '../../functions/content/contract/document.ts';
import { termsOf } from '../../functions/content/documents/membership.ts';
import { dynamoContent as contentRoom } from '../../functions/content/store/dynamo-content.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { ulids } from '../../functions/runtime/ids.ts';
import {
  type PageMessage,
  readPageMessage,
  writePageMessage,
} from '../../functions/site/planning/messages.ts';
import { dynamoContent } from '../../functions/site/store/dynamo-content.ts';
import { s3Bodies } from '../../functions/site/store/s3-bodies.ts';
import { s3Pages } from '../../functions/site/store/s3-pages.ts';
import { sqsPages } from '../../functions/site/store/sqs-queues.ts';
import { contentInMemory, storedHead } from '../functions/site/content-in-memory.ts';
import { pageQueueInMemory } from '../functions/site/page-queue-in-memory.ts';
import { pagesInMemory } from '../functions/site/pages-in-memory.ts';
import { type ACloud, aCloud } from '../lib/local/a-cloud.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import { pageQueueContract } from './page-queue.ts';
import { pageStoreContract } from './page-store.ts';
import { bodiesContract, siteContentContract } from './site-content.ts';

describe('in memory', () => {
  describe('content', () =>
    siteContentContract(async () => {
      const content = contentInMemory();
      return { content, put: async (head) => void content.put(head) };
    }));
  describe('bodies', () =>
    bodiesContract(async () => {
      const content = contentInMemory();
      return { bodies: content, put: async (key, body) => void content.putBody(key, body) };
    }));
  describe('pages', () => pageStoreContract(async () => pagesInMemory()));
  describe('the queue of pages', () =>
    pageQueueContract(async () => {
      const queue = pageQueueInMemory();
      const received: PageMessage[] = [];
      const receive = async () => {
        const some = queue.receive(0, 10);
        received.push(...some);
        return some;
      };
      const giveUp = async (path: string) => void queue.dead.push({ path });
      return { queue, receive, giveUp, finish: async () => queue.finish(received.splice(0)) };
    }));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  siteContentContract(async () => {
    const { content } = await dynamo.tables();
    const room = contentRoom(dynamo.client, { content });
    const put = async (head: Head) => {
      const names = head.status === 'published' ? termsOf(head) : [];
      await Promise.all([room.addTerms(names), room.write({ seen: undefined, head: storedHead(head) })]);
    };
    return { content: dynamoContent(dynamo.client, content), put };
  });
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  let made = 0;
  beforeAll(async () => {
    cloud = await aCloudWithS3({ buckets: Object.fromEntries(bucketNames.map((name) => [name, {}])) });
  });
  afterAll(() => cloud.stop());
  const bucketNames = ['One', 'Two', 'Three', 'Four', 'Five'];
  const aBucket = () => `press-${bucketNames[made++]?.toLowerCase()}`;

  describe('pages', () => pageStoreContract(async () => s3Pages(cloud.client, aBucket())));
  describe('bodies', () =>
    bodiesContract(async () => {
      const Bucket = aBucket();
      const put = async (Key: string, body: object) =>
        void (await cloud.client.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(body) })));
      return { bodies: s3Bodies(cloud.client, Bucket), put };
    }));
});

describe('in SQS', () => {
  let cloud: ACloud;
  let sqs: SQSClient;
  let made = 0;
  beforeAll(async () => {
    cloud = await aCloud();
    sqs = new SQSClient(cloud.client);
  });
  afterAll(async () => {
    sqs.destroy();
    await cloud.stop();
  });

  pageQueueContract(async () => {
    const aQueue = async (name: string) =>
      (await cloud.make('AWS::SQS::Queue', `${name}${++made}`, { FifoQueue: true })).identity.ref;
    const [pages, deadLetters] = [await aQueue('Pages'), await aQueue('Dead')];
    const giveUp = async (path: string) => {
      const message = {
        MessageBody: writePageMessage({ path }),
        MessageGroupId: 'a',
        MessageDeduplicationId: 'a',
      };
      await sqs.send(new SendMessageCommand({ QueueUrl: deadLetters, ...message }));
    };
    const queue = sqsPages(sqs, { pages, deadLetters }, ulids(systemClock));
    return { queue, giveUp, ...reader(sqs, pages) };
  });
});

/** A group of a FIFO queue gives its next message only when the one before is done. */
function reader(sqs: SQSClient, QueueUrl: string) {
  const handles: string[] = [];
  return {
    async receive() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      handles.push(...Messages.map(({ ReceiptHandle = '' }) => ReceiptHandle));
      return Messages.map(({ Body = '' }) => readPageMessage(Body));
    },
    async finish() {
      const Entries = handles.splice(0).map((ReceiptHandle, at) => ({ Id: `${at}`, ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    },
  };
}
