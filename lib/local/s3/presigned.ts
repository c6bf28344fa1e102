import type { AwsRequest } from '../service.ts';
import type { Access, Requester } from './access.ts';
import { accessDenied, S3Error } from './s3-error.ts';
import {
  algorithm,
  type CredentialScope,
  instantOf,
  requireSignature,
  scopeOf,
  scopeText,
  sha256Hex,
  signatureOf,
} from './signature.ts';

/** A presigned URL is good for seven days at most. */
const longest = 7 * 24 * 60 * 60;
/** Milliseconds by which the signer's clock may be ahead. */
const clockSkew = 15 * 60 * 1000;

const authorizing = [
  'Algorithm',
  'Credential',
  'Date',
  'Expires',
  'SignedHeaders',
  'Signature',
  'Security-Token',
];
const authorizingNames = new Set(authorizing.map((name) => `x-amz-${name.toLowerCase()}`));

export const isPresigned = ({ query }: AwsRequest): boolean => query.has('X-Amz-Signature');

/** Checks a URL's signature and its time, and returns its signer.  Throws S3Error as S3 does. */
export function presignedRequester(request: AwsRequest, access: Access, now: number): Requester {
  const { query } = request;
  const scope = scopeOf(query.get('X-Amz-Credential') ?? '');
  if (!scope) throw badParameters('Error parsing the X-Amz-Credential parameter');
  if (query.get('X-Amz-Algorithm') !== algorithm)
    throw badParameters('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  checkTime(query, scope, now);
  const caller = access.caller(scope.accessKey);
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  checkHeaders(request.headers, signed);
  const text = textToSign(request, signed, scope);
  requireSignature(query.get('X-Amz-Signature') ?? '', signatureOf(caller.secretKey, scope, text));
  return { kind: 'role', role: caller.role };
}

/** Headers of S3 that the signer moved into the query count as headers. */
export function withHoistedHeaders(request: AwsRequest): AwsRequest {
  const hoisted = [...request.query]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-') && !authorizingNames.has(name));
  return hoisted.length
    ? { ...request, headers: { ...request.headers, ...Object.fromEntries(hoisted) } }
    : request;
}

function checkTime(query: URLSearchParams, scope: CredentialScope, now: number): void {
  const date = query.get('X-Amz-Date') ?? '';
  const [signedAt, seconds] = [instantOf(date), Number(query.get('X-Amz-Expires') ?? Number.NaN)];
  if (Number.isNaN(signedAt) || !date.startsWith(scope.day))
    throw badParameters('Invalid X-Amz-Date or credential scope');
  if (!(seconds >= 0)) throw badParameters('X-Amz-Expires should be a number');
  if (seconds > longest)
    throw badParameters('X-Amz-Expires must be less than a week (in seconds); that is 604800');
  if (signedAt > now + clockSkew) throw accessDenied('Request is not yet valid');
  if (signedAt + seconds * 1000 < now) throw accessDenied('Request has expired');
}

function checkHeaders(headers: AwsRequest['headers'], signed: readonly string[]): void {
  const unsigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !signed.includes(name));
  // The payload's hash may be unsigned: it has its own check.
  const wrong = unsigned.filter((name) => name !== 'x-amz-content-sha256');
  if (!signed.includes('host')) throw accessDenied('The host header has to be signed');
  if (wrong.length === 0) return;
  const message = 'There were headers present in the request which were not signed';
  throw new S3Error(403, 'AccessDenied', message, { details: { HeadersNotSigned: wrong.join(', ') } });
}

function textToSign(
  { method, path, query, headers }: AwsRequest,
  signed: readonly string[],
  scope: CredentialScope,
): string {
  const parameters = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const lines = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`);
  const payload = headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  const canonicalPath = path
    .split('/')
    .map((part) => encoded(decodeURIComponent(part)))
    .join('/');
  const request = [
    method,
    canonicalPath,
    parameters.join('&'),
    lines.join(''),
    signed.join(';'),
    payload,
  ].join('\n');
  return [algorithm, query.get('X-Amz-Date'), scopeText(scope), sha256Hex(request)].join('\n');
}

/** RFC 3986, which leaves fewer characters as they are than `encodeURIComponent` does. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const badParameters = (message: string) => new S3Error(400, 'AuthorizationQueryParametersError', message);
