import { wildcard } from '../iam/wildcard.ts';
import type { AwsRequest, AwsResponse } from '../service.ts';
import type { Bucket, CorsRule } from './buckets.ts';
import { S3Error } from './s3-error.ts';

const varies = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** Answers a browser's preflight. Throws S3Error `AccessForbidden`. */
export function preflight({ headers }: AwsRequest, bucket: Bucket): AwsResponse {
  const {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': wanted = '',
  } = headers;
  if (!origin || !method)
    throw new S3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  if (bucket.cors.length === 0) throw forbidden('CORSResponse: CORS is not enabled for this bucket.');
  const names = wanted
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const rule = bucket.cors.find(
    (one) => fits(one, origin, method) && names.every((name) => allowsHeader(one, name)),
  );
  if (!rule) throw forbidden('CORSResponse: This CORS request is not allowed.');
  const answer = permission(rule, origin);
  if (names.length) answer['access-control-allow-headers'] = names.join(', ');
  if (rule.maxAge !== undefined) answer['access-control-max-age'] = String(rule.maxAge);
  return { status: 200, headers: answer };
}

/** CORS headers of an answer, errors included; none where no rule fits. */
export function corsHeaders(
  { method, headers }: AwsRequest,
  bucket: Bucket | undefined,
): Record<string, string> {
  const { origin } = headers;
  if (!origin || !bucket?.cors.length || method === 'OPTIONS') return {};
  const rule = bucket.cors.find((one) => fits(one, origin, method));
  return rule ? permission(rule, origin) : {};
}

const fits = ({ origins, methods }: CorsRule, origin: string, method: string): boolean =>
  methods.includes(method) && origins.some((one) => wildcard(one)(origin));

const allowsHeader = ({ headers }: CorsRule, name: string): boolean =>
  headers.some((one) => wildcard(one.toLowerCase())(name.toLowerCase()));

function permission(rule: CorsRule, origin: string): Record<string, string> {
  const anyone = rule.origins.includes('*');
  const answer: Record<string, string> = {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.methods.join(', '),
    vary: varies,
  };
  if (!anyone) answer['access-control-allow-credentials'] = 'true';
  if (rule.exposed.length) answer['access-control-expose-headers'] = rule.exposed.join(', ');
  return answer;
}

const forbidden = (message: string) => new S3Error(403, 'AccessForbidden', message);
