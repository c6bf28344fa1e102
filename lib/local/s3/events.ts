import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../cloud.ts';
import type { Place } from '../resource.ts';
import type { Bucket } from './buckets.ts';
import type { EventFactory, StoredObject } from './object.ts';
import { bucketArn } from './operation.ts';

export type Reason = 'PutObject' | 'POST Object' | 'DeleteObject';

/** Makes the events that S3 sends to the default bus, for buckets that have them enabled. */
export class S3Events {
  readonly #place: Place;
  readonly #now: () => number;

  constructor(place: Place, now: () => number) {
    this.#place = place;
    this.#now = now;
  }

  created(bucket: Bucket, reason: Reason, requestId: string): EventFactory {
    return this.#factory(bucket, 'Object Created', requestId, { reason }, true);
  }

  deleted(
    bucket: Bucket,
    requestId: string,
    type: 'Delete Marker Created' | 'Permanently Deleted',
  ): EventFactory {
    return this.#factory(
      bucket,
      'Object Deleted',
      requestId,
      { reason: 'DeleteObject', 'deletion-type': type },
      false,
    );
  }

  #factory(
    bucket: Bucket,
    type: string,
    requestId: string,
    how: Record<string, string>,
    sized: boolean,
  ): EventFactory {
    if (!bucket.sendsEvents) return undefined;
    const { account, region } = this.#place;
    return (object): BusEvent => ({
      version: '0',
      id: randomUUID(),
      'detail-type': type,
      source: 'aws.s3',
      account,
      time: `${new Date(this.#now()).toISOString().slice(0, 19)}Z`,
      region,
      resources: [bucketArn(bucket.name)],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        object: objectOf(object, sized),
        'request-id': requestId,
        requester: account,
        'source-ip-address': '127.0.0.1',
        ...how,
      },
    });
  }
}

const objectOf = ({ key, size, etag, version, sequence }: StoredObject, sized: boolean) => ({
  key,
  ...(sized && { size }),
  ...(etag && { etag }),
  ...(version !== 'null' && { 'version-id': version }),
  sequencer: sequencerOf(sequence),
});

/** Eighteen hex digits, so that they compare as strings. */
const sequencerOf = (sequence: number): string => sequence.toString(16).toUpperCase().padStart(18, '0');
