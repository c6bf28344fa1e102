import { randomUUID } from 'node:crypto';

/** A new receipt handle for the message at a position of a queue. */
export const newReceipt = (queue: string, position: number): string =>
  Buffer.from(`${position} ${randomUUID()} ${queue}`).toString('base64');

/** The position a handle of this queue names; undefined for what never was one. */
export function positionOf(queue: string, receipt: string): number | undefined {
  const [, position, name] = /^(\d+) \S+ (.+)$/.exec(Buffer.from(receipt, 'base64').toString()) ?? [];
  return name === queue ? Number(position) : undefined;
}
