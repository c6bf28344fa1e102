import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export type Item = Record<string, AttributeValue>;

export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** The one place where a stored item is trusted to be of the type that was stored; its keys are left out. */
export function fromItem<T>({ pk, sk, ...item }: Item): T {
  return unmarshall(item) as T;
}

/** Whether the condition of a write held. */
export async function wasWritten(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export const suppressionKey = (hash: string) => ({ pk: `address#${hash}`, sk: 'suppression' });
export const softBouncesKey = (hash: string) => ({ pk: `address#${hash}`, sk: 'soft' });
export const settingsKey = { pk: 'press', sk: 'settings' };
export const positionKey = { pk: 'log', sk: 'position' };
export const ceilingKey = { pk: 'ceiling', sk: 'hour' };

/** What is due, by partition and instant. */
export const dueIndex = 'due';
