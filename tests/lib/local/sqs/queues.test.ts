import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { median } from '../../../bench/figures.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';

let cloud: ACloud;
let sqs: SQSClient;

beforeEach(async () => {
  cloud = await aCloud();
  sqs = new SQSClient(cloud.client);
});
afterEach(async () => {
  sqs.destroy();
  await cloud.stop();
});

const aQueue = async (name: string, properties = {}) =>
  (await cloud.make('AWS::SQS::Queue', name, properties)).identity.ref;

async function receive(QueueUrl: string, options = {}): Promise<Message[]> {
  const wanted = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All' as const],
    ...options,
  };
  return (await sqs.send(new ReceiveMessageCommand(wanted))).Messages ?? [];
}

const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);
const send = (QueueUrl: string, MessageBody: string, more = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const remove = (QueueUrl: string, messages: Message[]) =>
  Promise.all(
    messages.map(({ ReceiptHandle }) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
  );

describe('a standard queue', () => {
  it('tells how many messages wait, are in flight and are delayed', async () => {
    const QueueUrl = await aQueue('Counted');
    for (const body of ['one', 'two', 'three']) await send(QueueUrl, body);
    for (const body of ['later', 'later still']) await send(QueueUrl, body, { DelaySeconds: 60 });
    const [message] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    const names = ['', 'NotVisible', 'Delayed'] as const;
    const AttributeNames = names.map((name) => `ApproximateNumberOfMessages${name}` as const);
    const ask = () => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    expect((await ask()).Attributes).toEqual({
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '2',
    });
    await remove(QueueUrl, message ? [message] : []);
    expect((await ask()).Attributes).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '0' });
    const other = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['FifoQueue'] });
    await expect(sqs.send(other)).rejects.toThrow('AttributeNames');
  });

  it('hands a message out once, with the digests that the SDK checks', async () => {
    const url = await aQueue('Plain');
    await send(url, 'hello ünïcode', {
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'greeting' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
      },
    });
    const [message] = await receive(url, { MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      Body: 'hello ünïcode',
      Attributes: { ApproximateReceiveCount: '1', SenderId: '000000000000' },
      MessageAttributes: { kind: { StringValue: 'greeting' } },
    });
    expect(await receive(url)).toEqual([]);
  });

  it('brings a message back after its visibility timeout, counted', async () => {
    const url = await aQueue('Plain');
    await send(url, 'again');
    await receive(url, { VisibilityTimeout: 1 });
    const [message] = await receive(url, { WaitTimeSeconds: 5 });
    expect(message?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('gives a message back at once when asked to', async () => {
    const url = await aQueue('Plain');
    await send(url, 'again');
    const [first] = await receive(url);
    const handle = { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(handle));
    expect(bodies(await receive(url))).toEqual(['again']);
  });

  it('gives a batch back in the same moment, however long it takes to read', async () => {
    const url = await aQueue('Plain');
    for (const body of ['a', 'b', 'c']) await send(url, body);
    const Entries = (await receive(url)).map(({ MessageId: Id, ReceiptHandle }) => ({
      Id,
      ReceiptHandle,
      VisibilityTimeout: 1,
    }));
    let now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 5));
    onTestFinished(() => clock.mockRestore());
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
    clock.mockRestore();
    expect(bodies(await receive(url, { WaitTimeSeconds: 5 })).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('wakes who waits for a message as soon as one comes', async () => {
    const url = await aQueue('Plain');
    const waits: number[] = [];
    for (const body of ['a', 'b', 'c']) {
      const waiting = receive(url, { WaitTimeSeconds: 20 });
      const start = performance.now();
      await send(url, body);
      expect(bodies(await waiting)).toEqual([body]);
      waits.push(performance.now() - start);
    }
    expect(median(waits)).toBeLessThan(1000);
  });

  it('keeps a delayed message back', async () => {
    const url = await aQueue('Plain');
    await send(url, 'later', { DelaySeconds: 3 });
    expect(await receive(url)).toEqual([]);
    expect(bodies(await receive(url, { WaitTimeSeconds: 10 }))).toEqual(['later']);
  });

  it('refuses what is too large, malformed or not there', async () => {
    const url = await aQueue('Plain', { MaximumMessageSize: 1024 });
    await expect(send(url, 'x'.repeat(1025))).rejects.toThrow('shorter than 1024');
    await expect(send(url, 'bad \u0001')).rejects.toThrow('Invalid characters');
    await expect(send(url.replace('Plain', 'Other'), 'x')).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await expect(
      sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('answers each entry of a batch for itself', async () => {
    const url = await aQueue('Plain');
    const Entries = ['good', 'bad \u0001'].map((MessageBody, n) => ({ Id: `n${n}`, MessageBody }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['n0']);
    expect(sent.Failed).toMatchObject([{ Id: 'n1', SenderFault: true }]);
    const [message] = await receive(url);
    const removed = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(removed).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b' }] });
  });

  it('takes ten messages in one batch, of a mebibyte in all', async () => {
    const url = await aQueue('Plain');
    const batch = (count: number, size: number) => {
      const Entries = Array.from({ length: count }, (_, n) => ({
        Id: `n${n}`,
        MessageBody: 'x'.repeat(size),
      }));
      return sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    };
    await expect(batch(11, 1)).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
    await expect(batch(2, 600_000)).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
    expect((await batch(2, 1024 * 512)).Successful).toHaveLength(2);
    await expect(send(url, 'x'.repeat(1024 * 1024 + 1))).rejects.toThrow('shorter than');
  });
});

describe('a FIFO queue', () => {
  const grouped = (url: string, body: string, group: string, id = body) =>
    send(url, body, { MessageGroupId: group, MessageDeduplicationId: id });

  it('has a name that ends in .fifo and wants a group and an id', async () => {
    const url = await aQueue('Line', { FifoQueue: true });
    expect(url).toMatch(/Press-Line\.fifo$/);
    await expect(send(url, 'x')).rejects.toMatchObject({ name: 'MissingParameter' });
    await expect(send(url, 'x', { MessageGroupId: 'g' })).rejects.toThrow('ContentBasedDeduplication');
  });

  it('gives out a group in order and holds it while one of it is in flight', async () => {
    const url = await aQueue('Line', { FifoQueue: true });
    for (const body of ['a1', 'a2', 'b1', 'a3']) await grouped(url, body, body.charAt(0));
    const first = await receive(url, { MaxNumberOfMessages: 2 });
    expect(bodies(first)).toEqual(['a1', 'a2']);
    const second = await receive(url);
    expect(bodies(second)).toEqual(['b1']);
    await remove(url, first.slice(0, 1));
    expect(await receive(url)).toEqual([]);
    await remove(url, first.slice(1));
    expect(bodies(await receive(url))).toEqual(['a3']);
  });

  it('takes several groups in one receive', async () => {
    const url = await aQueue('Line', { FifoQueue: true });
    for (let n = 0; n < 12; n += 1) await grouped(url, `m${n}`, `g${n}`);
    expect(await receive(url)).toHaveLength(10);
    expect(await receive(url)).toHaveLength(2);
  });

  it('brings what failed back to its place in the group', async () => {
    const url = await aQueue('Line', { FifoQueue: true });
    for (const body of ['a1', 'a2', 'a3']) await grouped(url, body, 'a');
    const taken = await receive(url, { MaxNumberOfMessages: 2 });
    for (const { ReceiptHandle } of taken.toReversed()) {
      await sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
      );
    }
    expect(bodies(await receive(url))).toEqual(['a1', 'a2', 'a3']);
  });

  it('takes an id once in five minutes, deleted or not', async () => {
    const url = await aQueue('Line', { FifoQueue: true });
    const first = await grouped(url, 'x', 'a', 'same');
    await remove(url, await receive(url));
    const second = await grouped(url, 'y', 'a', 'same');
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.SequenceNumber).toBe(first.SequenceNumber);
    expect(await receive(url)).toEqual([]);
  });

  it('counts an id within a group alone where the queue says so', async () => {
    const url = await aQueue('Line', { FifoQueue: true, DeduplicationScope: 'messageGroup' });
    await grouped(url, 'x', 'a', 'same');
    await grouped(url, 'y', 'b', 'same');
    await grouped(url, 'z', 'b', 'same');
    expect(bodies(await receive(url))).toEqual(['x', 'y']);
  });

  it('makes the id of the content where the queue says so', async () => {
    const url = await aQueue('Line', { FifoQueue: true, ContentBasedDeduplication: true });
    for (const body of ['x', 'x', 'y']) await send(url, body, { MessageGroupId: 'g' });
    expect(bodies(await receive(url))).toEqual(['x', 'y']);
  });

  it('deletes nothing for a receipt that a later receive has replaced', async () => {
    const url = await aQueue('Line', { FifoQueue: true });
    await grouped(url, 'x', 'a');
    const taken = await receive(url, { VisibilityTimeout: 0 });
    await receive(url, { VisibilityTimeout: 0 });
    await expect(remove(url, taken)).resolves.toBeDefined();
    expect(bodies(await receive(url))).toEqual(['x']);
  });
});
