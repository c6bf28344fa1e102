import type { AwsRequest } from '../service.ts';
import type { Access, Requester } from './access.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { EventSender } from './event-outbox.ts';
import type { S3Events } from './events.ts';
import type { ObjectStore } from './store.ts';

/** What the operations work with. */
export interface S3Context {
  store: ObjectStore;
  buckets: Buckets;
  access: Access;
  events: S3Events;
  eventSender: EventSender;
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
  requester: Requester;
}
