import type { AwsRequest, AwsResponse } from './service.ts';

/** The services whose requests are a JSON body and an `x-amz-target` header: DynamoDB, SQS, EventBridge. */

const bodies = new WeakMap<AwsRequest, unknown>();

/** The parsed body; parsed once, however often it is asked for. */
export function jsonBody(request: AwsRequest): unknown {
  if (!bodies.has(request))
    bodies.set(request, request.body.length ? JSON.parse(request.body.toString()) : {});
  return bodies.get(request);
}

/** `SendMessage` of `AmazonSQS.SendMessage`. */
export function jsonAction(request: AwsRequest): string {
  return request.headers['x-amz-target']?.split('.')[1] ?? '';
}

/** Headers and body as AWS JSON; `version` is the protocol's. */
export function jsonAnswer(status: number, body: unknown, version: '1.0' | '1.1'): AwsResponse {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: JSON.stringify(body),
  };
}
