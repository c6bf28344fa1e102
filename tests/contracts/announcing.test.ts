import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reannouncement } from '../../functions/content/ports.ts';
import { busAnnouncer } from '../../functions/content/store/bus-announcer.ts';
import { dynamoReannouncementNotes } from '../../functions/content/store/dynamo-reannouncement-notes.ts';
import {
  reannouncementIn,
  sqsReannouncements,
  sqsUnannounced,
} from '../../functions/content/store/sqs-announcements.ts';
import { dynamoBackfillNotes } from '../../functions/runtime/dynamo-backfill-notes.ts';
import { EventService } from '../../lib/local/events/event-service.ts';
import {
  MemoryBackfillNotes,
  MemoryBus,
  MemoryReannouncementNotes,
  MemoryReannouncements,
  MemoryUnannounced,
} from '../functions/content/memory-announcing.ts';
import { type ACloud, aCloud } from '../lib/local/a-cloud.ts';
import {
  announcerContract,
  backfillNotesContract,
  reannouncementNotesContract,
  reannouncementsContract,
} from './announcing.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';

describe('in memory', () => {
  describe('the bus', () =>
    announcerContract(async () => {
      const announcer = new MemoryBus();
      return {
        announcer,
        arrived: () => announcer.events.map(({ detail }) => Object(detail).slug),
        refuse: (slug) => {
          announcer.complaint = ({ detail }) => (Object(detail).slug === slug ? 'refused' : undefined);
        },
      };
    }));
  describe('the queues', () =>
    reannouncementsContract(async () => {
      const [reannouncements, unannounced] = [new MemoryReannouncements(), new MemoryUnannounced()];
      const take = async (): Promise<Reannouncement[]> => [
        ...reannouncements.waiting.splice(0),
        ...unannounced.items.splice(0).map((item) => reannouncementIn(JSON.stringify({ unannounced: item }))),
      ];
      return { reannouncements, unannounced, take };
    }));
  describe('notes of backfills', () => backfillNotesContract(async () => new MemoryBackfillNotes()));
  describe('notes of announcing all', () =>
    reannouncementNotesContract(async () => new MemoryReannouncementNotes()));
});

describe('in SQS and EventBridge', () => {
  let cloud: ACloud;
  let sqs: SQSClient;
  let events: EventBridgeClient;
  beforeAll(async () => {
    cloud = await aCloud();
    sqs = new SQSClient(cloud.client);
    events = new EventBridgeClient(cloud.client);
  });
  afterAll(async () => {
    for (const client of [sqs, events]) client.destroy();
    await cloud.stop();
  });

  let made = 0;
  const aQueue = async (name: string) =>
    (await cloud.make('AWS::SQS::Queue', `${name}${++made}`)).identity.ref;

  describe('the queues', () =>
    reannouncementsContract(async () => {
      const [work, dead] = [await aQueue('Work'), await aQueue('Dead')];
      return {
        reannouncements: sqsReannouncements(sqs, work),
        unannounced: sqsUnannounced(sqs, dead),
        take: async () => [...(await everything(work)), ...(await everything(dead))].map(reannouncementIn),
      };
    }));

  describe('the bus', () =>
    announcerContract(async () => {
      const [arrived, refused]: [string[], Set<string>] = [[], new Set()];
      const buses = {
        has: () => true,
        put: (_: string, { detail }: { detail: unknown }) => {
          const { slug } = Object(detail);
          if (refused.has(slug)) throw new Error('The bus is full.');
          arrived.push(slug);
        },
      };
      cloud.cloud.services.set('events', new EventService(buses, cloud.cloud.place));
      const client = new EventBridgeClient({ ...cloud.client, maxAttempts: 1 });
      return {
        announcer: busAnnouncer(client, 'press'),
        arrived: () => arrived,
        refuse: (slug) => void refused.add(slug),
      };
    }));

  async function everything(QueueUrl: string): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (!Messages.length) return bodies;
      bodies.push(...Messages.map(({ Body = '' }) => Body));
      const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: `${n}`, ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  describe('notes of announcing all', () =>
    reannouncementNotesContract(async () => {
      const { content } = await dynamo.tables();
      return dynamoReannouncementNotes(dynamo.client, content);
    }));

  describe('notes of backfills', () =>
    backfillNotesContract(async () => {
      const { content } = await dynamo.tables();
      return dynamoBackfillNotes(dynamo.client, content, { pk: { S: 'backfill#room' }, sk: { S: 'heard' } });
    }));
});

describe('what else comes to be announced again', () => {
  it('is every document, as often as a room asks: once for each event', () => {
    const body = JSON.stringify({
      'detail-type': 'Backfill Requested',
      id: 'e-1',
      detail: { room: 'terms' },
    });
    expect(reannouncementIn(body)).toEqual({ what: 'backfill', backfill: 'e-1' });
  });

  it('is what the stream gave up: which records, and when the last of them was written', () => {
    const DDBStreamBatchInfo = {
      shardId: 'shardId-1',
      startSequenceNumber: '700',
      endSequenceNumber: '900',
      approximateArrivalOfFirstRecord: '2024-03-02T09:00:00Z',
      approximateArrivalOfLastRecord: '2024-03-02T09:00:07Z',
      batchSize: 3,
    };
    expect(reannouncementIn(JSON.stringify({ DDBStreamBatchInfo }))).toEqual({
      what: 'lost changes',
      range: 'shardId-1/700',
      written: '2024-03-02T09:00:07.000Z',
    });
  });

  it.each(['Document Changed', 'CloudFormation Stack Status Change'])(
    'is what is stored with documents, to be worked out again after a %s',
    (type) => {
      const body = JSON.stringify({ 'detail-type': type, id: 'e-1', detail: {} });
      expect(reannouncementIn(body)).toEqual({ what: 'renewal' });
    },
  );

  it('is the rest of what an earlier version began', () => {
    const announce = { what: 'changes', since: '2024-03-01T09:00:00Z', after: 'markers/x' };
    expect(reannouncementIn(JSON.stringify({ announce }))).toEqual({ what: 'changes', after: 'markers/x' });
  });

  it.each(['{}', '{"announce":{"what":"all"}}', '{"detail-type":"Stack Drifted","id":"x"}', 'x'])(
    'is not %s',
    (body) => {
      expect(() => reannouncementIn(body)).toThrow();
    },
  );
});
