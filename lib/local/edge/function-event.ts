import * as z from 'zod/mini';
import type { WebRequest, WebResponse } from '../web/message.ts';

/** The context that an edge function sees in its event. */
export interface FunctionContext {
  distribution: { id: string; domain: string };
  requestId: string;
}

type EventType = 'viewer-request' | 'viewer-response';

/** The event of a CloudFront Function, version 1.0. Query and path stay percent-encoded. */
export function functionEvent(
  type: EventType,
  context: FunctionContext,
  request: WebRequest,
  response?: WebResponse,
) {
  return {
    version: '1.0',
    context: {
      distributionDomainName: context.distribution.domain,
      distributionId: context.distribution.id,
      eventType: type,
      requestId: context.requestId,
    },
    viewer: { ip: request.peer.address },
    request: describedRequest(request),
    ...(response && { response: describedResponse(response) }),
  };
}

function describedRequest({ method, path, query, headers: { cookie, ...headers } }: WebRequest) {
  return {
    method,
    uri: path,
    querystring: pairs(query, '&'),
    headers: mapped(headers, (value) => ({ value })),
    cookies: pairs(cookie ?? '', ';'),
  };
}

function describedResponse({ status, headers: { 'set-cookie': _, ...headers } }: WebResponse) {
  return { statusCode: status, headers: mapped(headers, (value) => ({ value: String(value) })), cookies: {} };
}

function mapped<T, U>(from: Readonly<Record<string, T>>, make: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name.toLowerCase(), make(value)]));
}

interface Value {
  value: string;
  multiValue?: { value: string }[];
}

function pairs(text: string, separator: string): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const pair of text.split(separator).map((part) => part.trim())) {
    if (pair === '') continue;
    const [name = '', ...valueParts] = pair.split('=');
    const value = valueParts.join('=');
    const known = found[name];
    found[name] = known
      ? { ...known, multiValue: [...(known.multiValue ?? [{ value: known.value }]), { value }] }
      : { value };
  }
  return found;
}

const value = z.object({
  value: z.string(),
  multiValue: z.optional(z.array(z.object({ value: z.string() }))),
});
const values = z._default(z.record(z.string(), value), {});

const returnedRequest = z.object({
  uri: z.string().check(z.startsWith('/')),
  querystring: values,
  headers: values,
  cookies: values,
});

const returnedResponse = z.object({
  statusCode: z.int(),
  headers: values,
  cookies: values,
  body: z.optional(
    z.union([z.string(), z.object({ encoding: z.enum(['text', 'base64']), data: z.string() })]),
  ),
});

/** What the function made of the request: the request to go on with, or an answer at once. */
export function requestOrResponse(returned: unknown, before: WebRequest): WebRequest | WebResponse {
  if (typeof returned === 'object' && returned !== null && 'statusCode' in returned) {
    return responseOf(returned, { status: 200, headers: {} });
  }
  const { uri, querystring, headers, cookies } = returnedRequest.parse(returned);
  const cookie = joined(cookies, '; ');
  const own = mapped(headers, (one) => one.value);
  return {
    ...before,
    path: uri,
    query: joined(querystring, '&'),
    headers: cookie === '' ? own : { ...own, cookie },
  };
}

/** The answer as the function changed it. */
export function responseOf(returned: unknown, before: WebResponse): WebResponse {
  const { statusCode, headers, cookies, body } = returnedResponse.parse(returned);
  const own: WebResponse['headers'] = mapped(headers, (one) => one.value);
  const set = Object.entries(cookies).map(([name, one]) => `${name}=${one.value}`);
  const cookiesBefore = [before.headers['set-cookie'] ?? []].flat();
  if (set.length + cookiesBefore.length > 0) own['set-cookie'] = [...cookiesBefore, ...set];
  return { status: statusCode, headers: own, body: body === undefined ? before.body : bodyOf(body) };
}

const bodyOf = (body: string | { encoding: 'text' | 'base64'; data: string }): Buffer =>
  typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.data, body.encoding === 'text' ? 'utf8' : 'base64');

function joined(described: Record<string, Value>, separator: string): string {
  return Object.entries(described)
    .flatMap(([name, { value: first, multiValue }]) =>
      (multiValue ?? [{ value: first }]).map((one) =>
        one.value === '' && separator === '&' ? name : `${name}=${one.value}`,
      ),
    )
    .join(separator);
}
