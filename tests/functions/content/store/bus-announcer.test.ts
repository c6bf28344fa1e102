import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContentEvent } from '../../../../functions/content/contract/change.ts';
import { batches, busAnnouncer } from '../../../../functions/content/store/bus-announcer.ts';
import { Buses } from '../../../../lib/local/events/buses.ts';
import { EventService } from '../../../../lib/local/events/event-service.ts';
import {
  aCloudWithS3,
  accessKey,
  type CloudWithS3,
  secretKey,
} from '../../../lib/local/s3/a-cloud-with-s3.ts';

let aws: CloudWithS3;
let client: EventBridgeClient;
beforeAll(async () => {
  aws = await aCloudWithS3({ allowed: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }] });
  aws.cloud.services.set('events', new EventService(new Buses(aws.cloud), aws.cloud.place));
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  client = new EventBridgeClient({ endpoint: aws.origin, region: 'eu-west-1', credentials });
});
afterAll(() => aws.stop());

const change = (slug: string, lists = 1): ContentEvent => ({
  type: 'Document Changed',
  detail: {
    slug,
    id: slug,
    kind: 'article',
    after: {
      revision: 1,
      status: 'published',
      entry: '',
      lists: Array.from({ length: lists }, (_, n) => ({
        list: `tag#${'x'.repeat(400)}${n}`,
        sort: '2024#x',
      })),
    },
  },
});

it('names what the bus did not take, and why', async () => {
  const changes = [change('a'), change('b')];
  expect(await busAnnouncer(client, 'default').announce(changes)).toEqual({ unfit: [] });
  expect(await busAnnouncer(client, 'no-such-bus').announce(changes)).toEqual({
    unfit: [],
    refused: changes[0],
    cause: expect.anything(),
  });
});

it('never sends what no call can carry, and sends the rest', async () => {
  const [before, giant, behind] = [change('a'), change('giant', 700), change('b')];
  const bus = busAnnouncer(client, 'default');
  expect(await bus.announce([before, giant, behind])).toEqual({ unfit: [giant] });
});

it('sends two events of one document in two calls, so that none overtakes the other', () => {
  const parted = batches([change('a'), change('b'), change('a'), change('c')]);
  expect(parted.map((events) => events.map(({ detail }) => Object(detail).slug))).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ]);
});

it('keeps to what the bus takes at once', () => {
  const many = Array.from({ length: 23 }, (_, n) => change(`small-${n}`));
  expect(batches(many).map(({ length }) => length)).toEqual([10, 10, 3]);
  const heavy = Array.from({ length: 12 }, (_, n) => change(`heavy-${n}`, 200));
  const parted = batches(heavy);
  expect(parted.flat()).toEqual(heavy);
  for (const parcel of parted) expect(Buffer.byteLength(JSON.stringify(parcel))).toBeLessThan(256 * 1024);
});
