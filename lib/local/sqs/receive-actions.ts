import type { SQSRecordAttributes } from 'aws-lambda';
import { attributesMd5, type Message, md5, sequenceNumber } from './message.ts';
import type { Queue } from './queue.ts';
import { attributesRequest, receiveRequest } from './requests.ts';

type NameFilter = (name: string) => boolean;

/** Answers at once with what there is, else when something comes, at the latest after the wait. */
export async function receiveMessage(queue: Queue, body: unknown): Promise<Record<string, unknown>> {
  const request = receiveRequest.parse(body);
  const visibility = request.VisibilityTimeout === undefined ? undefined : request.VisibilityTimeout * 1000;
  const wait = request.WaitTimeSeconds === undefined ? queue.settings.wait : request.WaitTimeSeconds * 1000;
  const take = () => queue.take(request.MaxNumberOfMessages, visibility);
  const messages = await waitForMessages(queue, take, wait);
  const system = nameFilter([...request.AttributeNames, ...request.MessageSystemAttributeNames]);
  const own = nameFilter(request.MessageAttributeNames);
  return messages.length
    ? { Messages: messages.map((message) => received(message, system, own, queue)) }
    : {};
}

export function getQueueAttributes({ counts }: Queue, body: unknown): Record<string, unknown> {
  const all = {
    ApproximateNumberOfMessages: counts.visible,
    ApproximateNumberOfMessagesNotVisible: counts['in flight'],
    ApproximateNumberOfMessagesDelayed: counts.delayed,
  };
  const wanted = attributesRequest.parse(body).AttributeNames;
  return { Attributes: Object.fromEntries(wanted.map((name) => [name, String(all[name])])) };
}

function waitForMessages(queue: Queue, take: () => Message[], wait: number): Message[] | Promise<Message[]> {
  const first = take();
  if (first.length || !wait) return first;
  return new Promise((resolve) => {
    const finish = (messages: Message[]) => {
      clearTimeout(timer);
      stop();
      resolve(messages);
    };
    const look = () => {
      const messages = take();
      if (messages.length) finish(messages);
    };
    const timer = setTimeout(() => finish([]), wait);
    const stop = queue.watchers.add(look, () => finish([]));
  });
}

function received(
  message: Message,
  system: NameFilter,
  own: NameFilter,
  queue: Queue,
): Record<string, unknown> {
  const attributes = pick({ ...systemAttributes(message, queue.settings.fifo) }, system);
  const sent = pick(message.attributes ?? {}, own);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: Object.keys(attributes).length ? attributes : undefined,
    MessageAttributes: Object.keys(sent).length ? sent : undefined,
    MD5OfMessageAttributes: attributesMd5(sent),
  };
}

/** The system attributes of a message, under the names that SQS and Lambda use. */
export function systemAttributes(message: Message, fifo: boolean): SQSRecordAttributes {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sent),
    SenderId: message.sender,
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    SequenceNumber: fifo ? sequenceNumber(message.order) : undefined,
    MessageGroupId: message.group,
    MessageDeduplicationId: message.deduplication,
    DeadLetterQueueSourceArn: message.from,
  };
}

function pick<T>(all: Readonly<Record<string, T>>, filter: NameFilter): Record<string, T> {
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value !== undefined && filter(name)),
  );
}

/** `All`, `.*`, a name, or the beginning of names: `press.*`. */
function nameFilter(names: readonly string[]): NameFilter {
  if (names.includes('All') || names.includes('.*')) return () => true;
  const beginnings = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -1));
  return (name) => names.includes(name) || beginnings.some((beginning) => name.startsWith(beginning));
}
