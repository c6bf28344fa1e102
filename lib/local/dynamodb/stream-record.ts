import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Change } from './stream-reader.ts';

/** A change as Lambda hands it to a function. */
export function streamRecord(change: Change, stream: string, region: string) {
  const { shard, userIdentity, ...told } = change;
  return {
    eventID: hash('md5', `${shard} ${change.dynamodb.SequenceNumber}`),
    eventName: told.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: told.dynamodb,
    ...(userIdentity ? { userIdentity } : {}),
    eventSourceARN: stream,
  };
}

/** AWS makes no record when an item is written as it was; the emulator does. */
export const isNoChange = ({ eventName, dynamodb }: Change): boolean =>
  eventName === 'MODIFY' && !!dynamodb.NewImage && isDeepStrictEqual(dynamodb.NewImage, dynamodb.OldImage);
