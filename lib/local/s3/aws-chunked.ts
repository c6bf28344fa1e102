import type { AwsRequest } from '../service.ts';
import { S3Error } from './s3-error.ts';

const lineEnd = '\r\n';

/**
 * Takes a body out of the `aws-chunked` framing in which SDKs send streams, its trailing headers joined
 * to the request's own. The chunks' own signatures are not checked: the gate has checked the request's.
 */
export function unframed(request: AwsRequest): AwsRequest {
  const hash = request.headers['x-amz-content-sha256'];
  if (!hash?.startsWith('STREAMING-')) return request;
  const { body, trailers } = chunksOf(request.body);
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) throw incomplete();
  const encodings = (request.headers['content-encoding'] ?? '').split(',').map((name) => name.trim());
  const encoding = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(', ');
  const { 'content-encoding': _, ...headers } = request.headers;
  const own: Record<string, string> = encoding ? { 'content-encoding': encoding } : {};
  return { ...request, body, headers: { ...headers, ...own, ...trailers } };
}

function chunksOf(framed: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  while (true) {
    const end = framed.indexOf(lineEnd, at);
    const size = end < 0 ? Number.NaN : Number.parseInt(framed.toString('latin1', at, end), 16);
    if (!(size >= 0) || end + 2 + size > framed.length) throw incomplete();
    at = end + lineEnd.length;
    if (size === 0)
      return { body: Buffer.concat(parts), trailers: trailersOf(framed.toString('latin1', at)) };
    parts.push(framed.subarray(at, at + size));
    at += size + lineEnd.length;
  }
}

function trailersOf(text: string): Record<string, string> {
  const lines = text.split(lineEnd).filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

const incomplete = () =>
  new S3Error(
    400,
    'IncompleteBody',
    'The request body terminated unexpectedly or does not match its length.',
  );
