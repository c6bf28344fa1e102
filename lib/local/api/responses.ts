import * as z from 'zod/mini';
import type { WebResponse } from '../web/message.ts';

const messages = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** What API Gateway answers by itself. */
export function errorResponse(
  status: keyof typeof messages,
  headers: Record<string, string> = {},
): WebResponse {
  const body = JSON.stringify({ message: messages[status] });
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** What a function may answer in payload format 2.0 to say more than a body. */
const structured = z.object({
  statusCode: z.union([z.int(), z.string().check(z.regex(/^\d{3}$/))]),
  headers: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.optional(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

/** A function's answer may not be larger (Lambda's limit for one payload), in bytes. */
const largestAnswer = 6 * 1024 * 1024;

/** API Gateway sends these under another name: they belong to the connection, or to its own answer. */
const remapped = new Set([
  'connection',
  'content-length',
  'date',
  'host',
  'server',
  'upgrade',
  'www-authenticate',
]);
const dropped = new Set(['transfer-encoding', 'keep-alive', 'te', 'trailer']);

/** Turns what the function returned into the answer; undefined when API Gateway could make nothing of it. */
export function responseOf(payload: unknown): WebResponse | undefined {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) return plain(payload);
  const { success, data } = structured.safeParse(payload);
  if (!success || (data.body?.length ?? 0) > largestAnswer) return undefined;
  const headers = headersOf(data.headers ?? {});
  if (data.cookies?.length) headers['set-cookie'] = data.cookies;
  const body = Buffer.from(data.body ?? '', data.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > 0) headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status: Number(data.statusCode), headers, body };
}

/** Without a status, whatever was returned is the body of a 200. */
function plain(payload: unknown): WebResponse {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function headersOf(given: Record<string, string | number | boolean>): WebResponse['headers'] {
  const headers: WebResponse['headers'] = {};
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    if (!dropped.has(key)) headers[remapped.has(key) ? `x-amzn-remapped-${key}` : key] = String(value);
  }
  return headers;
}
