import type { AwsRequest } from '../service.ts';
import type { Access, Visitor } from './access.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { Announcer } from './event-outbox.ts';
import type { Heralds } from './events.ts';
import type { ObjectStore } from './store.ts';

/** What the operations work with. */
export interface Desk {
  store: ObjectStore;
  buckets: Buckets;
  access: Access;
  heralds: Heralds;
  announcer: Announcer;
  /** Milliseconds. */
  now: () => number;
  region: string;
  /** Origin under which the objects are reached. */
  origin: string;
}

/** One request to S3, with what was found out about it. */
export interface Call {
  id: string;
  request: AwsRequest;
  bucket: Bucket;
  /** Empty where the request is about the bucket. */
  key: string;
  visitor: Visitor;
}
