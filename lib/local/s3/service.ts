import type { Cloud, ServicePrincipal } from '../cloud.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import { Access } from './access.ts';
import { answer } from './answer.ts';
import { Buckets } from './buckets.ts';
import type { Desk } from './call.ts';
import { Announcer } from './event-outbox.ts';
import { Heralds } from './events.ts';
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

/** S3 as an AWS service, and the doors that do not pass the gate. */
export interface S3 extends AwsService {
  readonly buckets: Buckets;
  /** Reads as an AWS service does that the bucket's policy lets in. Refusals are answers. */
  fetchObject(request: OriginRequest): Promise<AwsResponse>;
  /** Announces what a kill has left unannounced; to be called when rules and queues stand. */
  announceLeft(): Promise<void>;
  close(): void;
}

/** Opens S3 over `<data>/objects`. `now` in milliseconds. */
export function s3Service(cloud: Cloud, now: () => number = Date.now): S3 {
  const store = new ObjectStore(`${cloud.place.data}/objects`, now);
  const announcer = new Announcer(store.announcements, cloud);
  const buckets = new Buckets();
  const desk: Desk = {
    store,
    buckets,
    access: new Access(cloud, buckets),
    heralds: new Heralds(cloud.place, now),
    announcer,
    now,
    region: cloud.place.region,
    origin: cloud.place.origins.aws,
  };
  return {
    name: 's3',
    buckets,
    needs,
    handle: (request) => answer(desk, request),
    fetchObject: ({ bucket, key, method = 'GET', headers, by }) => {
      const path = `/${bucket}/${key}`;
      const request = { method, path, query: new URLSearchParams(), headers, body: Buffer.alloc(0) };
      return answer(desk, request, { kind: 'service', by });
    },
    refuse: (status, code, message) => errorResponse(new S3Error(status, code, message), requestId()),
    announceLeft: () => announcer.announceLeft(),
    close() {
      announcer.close();
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
