import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../cloud.ts';
import type { Place } from '../resource.ts';
import type { Bucket } from './buckets.ts';
import type { Herald, StoredObject } from './object.ts';
import { bucketArn } from './operation.ts';

export type Reason = 'PutObject' | 'POST Object' | 'DeleteObject';

/** Writes the events that S3 puts on the default bus, for the buckets that ask for them. */
export class Heralds {
  readonly #place: Place;
  readonly #now: () => number;

  constructor(place: Place, now: () => number) {
    this.#place = place;
    this.#now = now;
  }

  created(bucket: Bucket, reason: Reason, requestId: string): Herald {
    return this.#herald(bucket, 'Object Created', requestId, { reason }, true);
  }

  deleted(bucket: Bucket, requestId: string, type: 'Delete Marker Created' | 'Permanently Deleted'): Herald {
    return this.#herald(
      bucket,
      'Object Deleted',
      requestId,
      { reason: 'DeleteObject', 'deletion-type': type },
      false,
    );
  }

  #herald(
    bucket: Bucket,
    type: string,
    requestId: string,
    how: Record<string, string>,
    sized: boolean,
  ): Herald {
    if (!bucket.announces) return undefined;
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
