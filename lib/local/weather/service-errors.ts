import { jsonAnswer, jsonBody } from '../aws-json.ts';
import type { AwsResponse, AwsService } from '../service.ts';
import type { Call } from './weather.ts';

const throttling: Readonly<Record<string, [status: number, code: string, message: string]>> = {
  dynamodb: [400, 'ThrottlingException', 'Throughput exceeds the current capacity of your table or index.'],
  ses: [429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'],
  s3: [503, 'SlowDown', 'Please reduce your request rate.'],
  sqs: [400, 'RequestThrottled', 'Request is throttled.'],
};

/** The throttling error of a service. */
export function throttled(service: AwsService): AwsResponse {
  const [status, code, message] = throttling[service.name] ?? [400, 'ThrottlingException', 'Rate exceeded'];
  return service.refuse(status, code, message);
}

const writes = ['PutItem', 'UpdateItem', 'DeleteItem'];
const conflict = 'Transaction is ongoing for the item';

/** DynamoDB's error for a concurrent transaction; undefined for a call that cannot conflict. */
export function conflicting(service: AwsService, call: Call): AwsResponse | undefined {
  if (call.service !== 'dynamodb') return undefined;
  if (writes.includes(call.action)) return service.refuse(400, 'TransactionConflictException', conflict);
  return call.action === 'TransactWriteItems' ? cancelled(itemsOf(jsonBody(call.request))) : undefined;
}

const itemsOf = (body: unknown): number => Object(body).TransactItems?.length ?? 1;

/** One reason an item, in their order; the first is the one in conflict. */
function cancelled(items: number): AwsResponse {
  const reasons = Array.from({ length: items }, (_, at) =>
    at ? { Code: 'None' } : { Code: 'TransactionConflict', Message: conflict },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
  return jsonAnswer(400, { __type: type, Message: message, CancellationReasons: reasons }, '1.0');
}
