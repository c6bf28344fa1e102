import { randomBytes } from 'node:crypto';
import type { Cloud, ServicePrincipal } from '../cloud.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import { Access, type Visitor } from './access.ts';
import { Announcer } from './announcer.ts';
import { unframed } from './aws-chunked.ts';
import { Buckets } from './buckets.ts';
import type { Call, Desk } from './call.ts';
import { copyObject } from './copy-object.ts';
import { corsHeaders, preflight } from './cors.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { Heralds } from './events.ts';
import { getObject } from './get-object.ts';
import { listObjects } from './list-objects.ts';
import { listVersions } from './list-versions.ts';
import { needsOf } from './needs.ts';
import { postObject } from './post-object.ts';
import { isPresigned, presignedVisitor, withHoistedHeaders } from './presigned.ts';
import { putObject } from './put-object.ts';
import { errorResponse, S3Error } from './s3-error.ts';
import { ObjectStore } from './store.ts';
import { type Operation, operationOf, targetOf } from './target.ts';

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

const requestId = (): string => randomBytes(8).toString('hex').toUpperCase();

async function answer(desk: Desk, request: AwsRequest, visitor?: Visitor): Promise<AwsResponse> {
  const id = requestId();
  const response = await refusalAsAnswer(id, () => serve(desk, request, id, visitor));
  // An answer to HEAD has no body, but tells its length.
  const { body } = request.method === 'HEAD' ? { body: undefined } : response;
  const own = { 'x-amz-request-id': id, ...corsHeaders(request, bucketOf(desk, request)) };
  return { status: response.status, body, headers: { ...response.headers, ...own } };
}

async function refusalAsAnswer(id: string, work: () => Promise<AwsResponse>): Promise<AwsResponse> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof S3Error) return errorResponse(error, id);
    throw error;
  }
}

function bucketOf(desk: Desk, { path, headers }: AwsRequest) {
  return headers.origin ? desk.buckets.find(path.split('/')[1] ?? '') : undefined;
}

async function serve(desk: Desk, received: AwsRequest, id: string, known?: Visitor): Promise<AwsResponse> {
  const presigned = isPresigned(received);
  const request = unframed(presigned ? withHoistedHeaders(received) : received);
  const operation = operationOf(request);
  const { bucket: name, key } = targetOf(request.path);
  const bucket = desk.buckets.named(name);
  if (operation === 'Preflight') return preflight(request, bucket);
  if (operation === 'PostObject') return postObject(desk, request, bucket, id);
  const signer = () =>
    presigned ? presignedVisitor(received, desk.access, desk.now()) : desk.access.signerOf(received);
  const visitor = known ?? signer();
  desk.access.demand(visitor, needsOf(operation, request));
  return run(operation, desk, { id, request, bucket, key, visitor });
}

async function run(
  operation: Exclude<Operation, 'Preflight' | 'PostObject'>,
  desk: Desk,
  call: Call,
): Promise<AwsResponse> {
  switch (operation) {
    case 'GetObject':
      return getObject(desk, call, true);
    case 'HeadObject':
      return getObject(desk, call, false);
    case 'PutObject':
      return putObject(desk, call);
    case 'CopyObject':
      return copyObject(desk, call);
    case 'DeleteObject':
      return deleteObject(desk, call);
    case 'DeleteObjects':
      return deleteObjects(desk, call);
    case 'ListObjectsV2':
      return listObjects(desk, call);
    case 'ListObjectVersions':
      return listVersions(desk, call);
    case 'HeadBucket':
      return { status: 200, headers: { 'x-amz-bucket-region': desk.region } };
  }
}
