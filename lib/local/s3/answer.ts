import type { AwsRequest, AwsResponse } from '../service.ts';
import type { Visitor } from './access.ts';
import { unframed } from './aws-chunked.ts';
import type { Call, Desk } from './call.ts';
import { corsHeaders, preflight } from './cors.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { listObjects } from './list-objects.ts';
import { listVersions } from './list-versions.ts';
import { needsOf, type Operation, operationOf, targetOf } from './operation.ts';
import { isPresigned, presignedVisitor, withHoistedHeaders } from './presigned.ts';
import { errorResponse, requestId, S3Error } from './s3-error.ts';
import { postObject, putObject } from './write-object.ts';

/** Answers a request, refusals included. A `visitor` known beforehand needs no signature. */
export async function answer(desk: Desk, request: AwsRequest, visitor?: Visitor): Promise<AwsResponse> {
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
