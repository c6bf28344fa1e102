import { clockOf } from '../clock.ts';
import type { Cloud, ServicePrincipal } from '../cloud.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import { Access } from './access.ts';
import { answer } from './answer.ts';
import { Buckets } from './buckets.ts';
import type { S3Context } from './call.ts';
import { EventSender } from './event-outbox.ts';
import { S3Events } from './events.ts';
import { needsOf, operationOf } from './operation.ts';
import { errorResponse, requestId, S3Error } from './s3-error.ts';
import { ObjectStore } from './store.ts';

/** What CloudFront asks of a bucket. */
export interface OriginRequest {
  bucket: string;
  /** Percent-encoded, as in the URL, without a slash before it. */
  key: string;
  /** GET if not given. */
  method?: 'GET' | 'HEAD';
  headers: Readonly<Record<string, string>>;
  /** `cloudfront.amazonaws.com`, and the ARN of the distribution. */
  by: ServicePrincipal;
}

/** S3 as an AWS service, and what other parts of the cloud call directly. */
export interface S3 extends AwsService {
  readonly buckets: Buckets;
  /** Reads as an AWS service does that the bucket's policy lets in. Refusals are answers. */
  fetchObject(request: OriginRequest): Promise<AwsResponse>;
  /** Sends events that a kill has left in the outbox; called once rules and queues exist. */
  sendPendingEvents(): Promise<void>;
  close(): void;
}

/** Opens S3 over `<data>/objects`. `now` in milliseconds. */
export function s3Service(cloud: Cloud, now: () => number = clockOf(cloud).now): S3 {
  const store = new ObjectStore(`${cloud.place.data}/objects`, now);
  const eventSender = new EventSender(store.outbox, cloud);
  const buckets = new Buckets();
  const context: S3Context = {
    store,
    buckets,
    access: new Access(cloud, buckets),
    events: new S3Events(cloud.place, now),
    eventSender,
    now,
    region: cloud.place.region,
    origin: cloud.place.origins.aws,
  };
  return {
    name: 's3',
    buckets,
    needs,
    handle: (request) => answer(context, request),
    fetchObject: ({ bucket, key, method = 'GET', headers, by }) => {
      const path = `/${bucket}/${key}`;
      const request = { method, path, query: new URLSearchParams(), headers, body: Buffer.alloc(0) };
      return answer(context, request, { kind: 'service', by });
    },
    refuse: (status, code, message) => errorResponse(new S3Error(status, code, message), requestId()),
    sendPendingEvents: () => eventSender.sendPending(),
    close() {
      eventSender.close();
      store.close();
    },
  };
}

/** A request that cannot be understood needs nothing: `handle` says what is wrong with it. */
function needs(request: AwsRequest): Need[] {
  try {
    return needsOf(operationOf(request), request);
  } catch (error) {
    if (error instanceof S3Error) return [];
    throw error;
  }
}
