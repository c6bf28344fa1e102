import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsRequest, AwsResponse } from './service.ts';

const nothing = Buffer.alloc(0);

/** Reads a request whole. Repeated headers are joined as HTTP joins them. */
export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: headersOf(message),
    body: await bodyOf(message),
  };
}

export function writeResponse(to: ServerResponse, { status, headers, body }: AwsResponse): void {
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const own = headers ?? {};
  // A HEAD answers with the length of the object it does not send, a 304 with none at all.
  const measured =
    'content-length' in own || status === 204 || status === 304
      ? own
      : { ...own, 'content-length': `${length}` };
  to.writeHead(status, measured);
  to.end(body);
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks)));
  message.on('error', reject);
  return promise;
}
