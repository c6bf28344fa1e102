import type { WebRequest } from '../web/message.ts';
import type { Encoding } from './encoding.ts';
import type { CachePolicy, OriginRequestPolicy } from './policy-properties.ts';

export interface Forwarding {
  cache: CachePolicy;
  toOrigin?: OriginRequestPolicy;
  encodings: readonly Encoding[];
}

/** Forwarded whatever the policies say: they belong to the body, the range or a condition. */
const alwaysForwarded = new Set([
  ...['content-type', 'content-encoding', 'content-language', 'content-length', 'range', 'if-range'],
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
]);

/** Never forwarded: they belong to one connection, or CloudFront sets them itself. */
const neverForwarded =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|cloudfront-.*|x-amz-cf-.*|x-edge-.*|via)$/;

/** The viewer's request as CloudFront sends it on: only what the policies name, and its own headers. */
export function originRequest(request: WebRequest, forwarding: Forwarding, domain: string): WebRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (isForwarded(name, request.method, forwarding)) headers[name] = value;
  }
  const cookie = cookies(request.headers.cookie ?? '', forwarding);
  if (cookie !== '') headers.cookie = cookie;
  return {
    ...request,
    query: queryOf(request.query, forwarding),
    headers: { ...headers, ...cloudFrontHeaders(request, forwarding, domain) },
  };
}

function isForwarded(name: string, method: string, { cache, toOrigin }: Forwarding): boolean {
  if (neverForwarded.test(name) || name === 'cookie' || name === 'accept-encoding') return false;
  if (alwaysForwarded.has(name)) return true;
  // A write keeps its Authorization in any case, a read only if it is part of the cache key.
  if (name === 'authorization' && !['GET', 'HEAD', 'OPTIONS'].includes(method)) return true;
  const { HeadersConfig } = cache.ParametersInCacheKeyAndForwardedToOrigin;
  return isNamed(HeadersConfig.Headers, name) || (toOrigin !== undefined && isWanted(name, toOrigin));
}

function isWanted(
  name: string,
  { HeadersConfig: { HeaderBehavior, Headers } }: OriginRequestPolicy,
): boolean {
  switch (HeaderBehavior) {
    case 'none':
      return false;
    case 'whitelist':
      return isNamed(Headers, name);
    case 'allExcept':
      return !isNamed(Headers, name);
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return true;
  }
}

const isNamed = (names: readonly string[], name: string): boolean =>
  names.some((one) => one.toLowerCase() === name);

/** Headers that CloudFront adds about itself and the viewer. */
function cloudFrontHeaders(
  { headers, peer }: WebRequest,
  { toOrigin, cache, encodings }: Forwarding,
  domain: string,
) {
  const before = headers['x-forwarded-for'];
  const named = [
    ...(toOrigin?.HeadersConfig.Headers ?? []),
    ...cache.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers,
  ];
  return {
    via: `1.1 ${domain} (CloudFront)`,
    'x-forwarded-for': before === undefined ? peer.address : `${before}, ${peer.address}`,
    ...(!forwardsAgent(toOrigin) && { 'user-agent': 'Amazon CloudFront' }),
    ...(encodings.length > 0 && { 'accept-encoding': encodings.join(',') }),
    ...(toOrigin?.HeadersConfig.HeaderBehavior !== 'allExcept' &&
      isNamed(named, 'cloudfront-viewer-address') && {
        'cloudfront-viewer-address': `${peer.address}:${peer.port}`,
      }),
  };
}

const forwardsAgent = (policy: OriginRequestPolicy | undefined): boolean =>
  policy !== undefined && isWanted('user-agent', policy);

interface Choice {
  behaviour: 'none' | 'whitelist' | 'allExcept' | 'all';
  names: readonly string[];
}

const includes = ({ behaviour, names }: Choice, name: string): boolean =>
  behaviour === 'all' || (behaviour !== 'none' && names.includes(name) === (behaviour === 'whitelist'));

function cookies(given: string, { cache, toOrigin }: Forwarding): string {
  const choices = [cache.ParametersInCacheKeyAndForwardedToOrigin, toOrigin].flatMap((policy) =>
    policy ? [{ behaviour: policy.CookiesConfig.CookieBehavior, names: policy.CookiesConfig.Cookies }] : [],
  );
  return select(given, /;\s*/, '; ', choices);
}

function queryOf(given: string, { cache, toOrigin }: Forwarding): string {
  const choices = [cache.ParametersInCacheKeyAndForwardedToOrigin, toOrigin].flatMap((policy) =>
    policy ? [queryChoice(policy.QueryStringsConfig)] : [],
  );
  return select(given, '&', '&', choices);
}

const queryChoice = ({
  QueryStringBehavior,
  QueryStrings,
}: OriginRequestPolicy['QueryStringsConfig']): Choice => ({
  behaviour: QueryStringBehavior,
  names: QueryStrings,
});

function select(
  given: string,
  separator: string | RegExp,
  joiner: string,
  choices: readonly Choice[],
): string {
  if (given === '') return '';
  const parts = given.split(separator);
  return parts
    .filter((part) => choices.some((choice) => includes(choice, part.split('=')[0] ?? '')))
    .join(joiner);
}

/** The path in a cache key. */
export const pathInKey = (key: string): string => String(JSON.parse(key)[0]);

/** The cache key: what tells two requests for one path apart. */
export function cacheKey(request: WebRequest, { cache }: Forwarding, encoding: Encoding | undefined): string {
  const { HeadersConfig, CookiesConfig, QueryStringsConfig } = cache.ParametersInCacheKeyAndForwardedToOrigin;
  const { CookieBehavior: behaviour, Cookies: names } = CookiesConfig;
  return JSON.stringify([
    request.path,
    select(request.query, '&', '&', [queryChoice(QueryStringsConfig)]),
    select(request.headers.cookie ?? '', /;\s*/, '; ', [{ behaviour, names }]),
    HeadersConfig.Headers.map((name) => request.headers[name.toLowerCase()] ?? null),
    encoding ?? '',
  ]);
}
