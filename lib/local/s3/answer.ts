import type { AwsRequest, AwsResponse } from '../service.ts';
import type { Requester } from './access.ts';
import { unframed } from './aws-chunked.ts';
import type { Call, S3Context } from './call.ts';
import { corsHeaders, preflight } from './cors.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { listObjects } from './list-objects.ts';
import { listVersions } from './list-versions.ts';
import { needsOf, type Operation, operationOf, targetOf } from './operation.ts';
import { isPresigned, presignedRequester, withHoistedHeaders } from './presigned.ts';
import { errorResponse, requestId, S3Error } from './s3-error.ts';
import { postObject, putObject } from './write-object.ts';

/** Answers a request, refusals included. A `requester` that is given needs no signature. */
export async function answer(
  context: S3Context,
  request: AwsRequest,
  requester?: Requester,
): Promise<AwsResponse> {
  const id = requestId();
  const response = await refusalAsAnswer(id, () => serve(context, request, id, requester));
  // An answer to HEAD has no body, but tells its length.
  const { body } = request.method === 'HEAD' ? { body: undefined } : response;
  const own = { 'x-amz-request-id': id, ...corsHeaders(request, bucketOf(context, request)) };
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

function bucketOf(context: S3Context, { path, headers }: AwsRequest) {
  return headers.origin ? context.buckets.find(path.split('/')[1] ?? '') : undefined;
}

async function serve(
  context: S3Context,
  received: AwsRequest,
  id: string,
  known?: Requester,
): Promise<AwsResponse> {
  const presigned = isPresigned(received);
  const request = unframed(presigned ? withHoistedHeaders(received) : received);
  const operation = operationOf(request);
  const { bucket: name, key } = targetOf(request.path);
  const bucket = context.buckets.named(name);
  if (operation === 'Preflight') return preflight(request, bucket);
  if (operation === 'PostObject') return postObject(context, request, bucket, id);
  const signer = () =>
    presigned
      ? presignedRequester(received, context.access, context.now())
      : context.access.signerOf(received);
  const requester = known ?? signer();
  context.access.require(requester, needsOf(operation, request));
  return run(operation, context, { id, request, bucket, key, requester });
}

async function run(
  operation: Exclude<Operation, 'Preflight' | 'PostObject'>,
  context: S3Context,
  call: Call,
): Promise<AwsResponse> {
  switch (operation) {
    case 'GetObject':
      return getObject(context, call, true);
    case 'HeadObject':
      return getObject(context, call, false);
    case 'PutObject':
      return putObject(context, call);
    case 'DeleteObject':
      return deleteObject(context, call);
    case 'DeleteObjects':
      return deleteObjects(context, call);
    case 'ListObjectsV2':
      return listObjects(context, call);
    case 'ListObjectVersions':
      return listVersions(context, call);
    case 'HeadBucket':
      return { status: 200, headers: { 'x-amz-bucket-region': context.region } };
  }
}
