import { apiAt } from '../api/emulators.ts';
import type { Cloud } from '../cloud.ts';
import type { S3 } from '../s3/service.ts';
import type { AwsService } from '../service.ts';
import type { WebRequest, WebResponse } from '../web/message.ts';
import type { OriginGroupProperties, OriginProperties } from './distribution-properties.ts';

/** A place CloudFront fetches from; it is given the request as CloudFront sends it on. */
export type Origin = (request: WebRequest) => Promise<WebResponse>;

/** A bucket, read as the distribution that its policy lets in (origin access control). */
export function bucketOrigin(
  { DomainName, OriginPath }: OriginProperties,
  arn: string,
  cloud: Cloud,
): Origin {
  const bucket = bucketAt(DomainName) ?? '';
  const by = { service: 'cloudfront.amazonaws.com', sourceArn: arn };
  return async ({ method, path, headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: {} };
    const key = `${OriginPath}${path}`.slice(1);
    const {
      status,
      headers: own = {},
      body,
    } = await s3Of(cloud).fetchObject({ bucket, key, method, headers, by });
    return withoutHopHeaders({ status, headers: own, body });
  };
}

/** The bucket behind a host name of S3, or undefined. */
export const bucketAt = (domain: string): string | undefined =>
  /^(.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$/.exec(domain)?.[1];

function s3Of({ services }: Cloud): S3 {
  const service = services.get('s3');
  if (!isS3(service)) throw new Error('There is no S3 to fetch from.');
  return service;
}

const isS3 = (service: AwsService | undefined): service is S3 =>
  service !== undefined && 'fetchObject' in service;

/** To the API CloudFront is the client: the reader's address is in the headers alone. */
const cloudFront = { address: '130.176.0.1', port: 443 };

/** The HTTP API, with the headers that CloudFront alone adds. */
export function apiOrigin(
  { DomainName, OriginPath, OriginCustomHeaders }: OriginProperties,
  cloud: Cloud,
): Origin {
  const custom = Object.fromEntries(
    OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]),
  );
  return async (request) => {
    const answer = apiAt(DomainName, cloud);
    if (!answer) throw new Error(`There is no API at ${DomainName}.`);
    const headers = { ...request.headers, ...custom };
    return withoutHopHeaders(
      await answer({ ...request, path: OriginPath + request.path, headers, peer: cloudFront }),
    );
  };
}

/** Tries the second origin when a read of the first fails with one of the group's statuses. */
export function originGroup(group: OriginGroupProperties, origins: ReadonlyMap<string, Origin>): Origin {
  const [first, second] = group.Members.Items.map(({ OriginId }) => origins.get(OriginId));
  if (!first || !second) throw new Error(`The origin group ${group.Id} names an origin that is not there.`);
  const failures = new Set(group.FailoverCriteria.StatusCodes.Items);
  return async (request) => {
    const response = await first(request);
    const repeatable = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    return repeatable && failures.has(response.status) ? second(request) : response;
  };
}

const hopByHop =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-amz-request-id|x-amz-id-2)$/;

function withoutHopHeaders(response: WebResponse): WebResponse {
  const headers = Object.entries(response.headers).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return { ...response, headers: Object.fromEntries(headers.filter(([name]) => !hopByHop.test(name))) };
}
