import { hash, randomUUID } from 'node:crypto';

/** As on the wire; `BinaryValue` is base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

/** What a sender gives. Times are in milliseconds. */
export interface Draft {
  body: string;
  attributes?: Readonly<Record<string, MessageAttribute>>;
  group?: string;
  deduplication?: string;
  delay?: number;
  sender: string;
}

/** A message in a queue. Instants are milliseconds since the epoch. */
export interface Message extends Draft {
  id: string;
  /** Counts over all queues; a group's messages are received in this order. */
  order: number;
  sent: number;
  receives: number;
  firstReceived?: number;
  /** ARN of the queue this dead letter came from. */
  from?: string;
  state: 'delayed' | 'visible' | 'in flight' | 'gone';
  /** When a delay or a visibility timeout ends. */
  due: number;
  /** The handle given with the latest receive. */
  receipt?: string;
}

/** A message that is visible at once, or after its delay. */
export function newMessage(draft: Draft, order: number, now: number): Message {
  const due = now + (draft.delay ?? 0);
  return {
    ...draft,
    id: randomUUID(),
    order,
    sent: now,
    receives: 0,
    state: due > now ? 'delayed' : 'visible',
    due,
  };
}

/** SQS's sequence number of a FIFO message: 20 digits that grow. */
export const sequenceNumber = (position: number): string => `1${String(position).padStart(19, '0')}`;

export const md5 = (text: string): string => hash('md5', text);

/** The digest the SDK checks: names in order, each part with its length before it. */
export function attributesMd5(
  attributes: Readonly<Record<string, MessageAttribute>> | undefined,
): string | undefined {
  const named = Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!named.length) return undefined;
  return hash('md5', Buffer.concat(named.flatMap(([name, attribute]) => partsOf(name, attribute))));
}

function partsOf(name: string, attribute: MessageAttribute): Buffer[] {
  const binary = attribute.DataType.startsWith('Binary');
  const value = binary
    ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
    : Buffer.from(attribute.StringValue ?? '');
  const kind = Buffer.from([binary ? 2 : 1]);
  return [
    ...measured(Buffer.from(name)),
    ...measured(Buffer.from(attribute.DataType)),
    kind,
    ...measured(value),
  ];
}

function measured(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

/** Bytes that count against the largest message: the body and all of the attributes. */
export function sizeOf(draft: Draft): number {
  const attributes = Object.entries(draft.attributes ?? {}).reduce((sum, [name, attribute]) => {
    const text = name + attribute.DataType + (attribute.StringValue ?? '');
    return sum + Buffer.byteLength(text) + Buffer.byteLength(attribute.BinaryValue ?? '', 'base64');
  }, 0);
  return Buffer.byteLength(draft.body) + attributes;
}

/** A new receipt handle for the message at a position of a queue. */
export const newReceipt = (queue: string, position: number): string =>
  Buffer.from(`${position} ${randomUUID()} ${queue}`).toString('base64');

/** The position a handle of this queue names; undefined for what never was one. */
export function positionOf(queue: string, receipt: string): number | undefined {
  const [, position, name] = /^(\d+) \S+ (.+)$/.exec(Buffer.from(receipt, 'base64').toString()) ?? [];
  return name === queue ? Number(position) : undefined;
}
