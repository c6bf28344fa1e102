import type { CachePolicy, OriginRequestPolicy } from './policy-properties.ts';

/** Policies that AWS keeps for everybody, by the ids it gives them; an id that is not here stops the start. */

const none = { CookieBehavior: 'none', Cookies: [] } as const;
const noQuery = { QueryStringBehavior: 'none', QueryStrings: [] } as const;
const noHeaders = { HeaderBehavior: 'none', Headers: [] } as const;
const allCookies = { CookieBehavior: 'all', Cookies: [] } as const;
const allQuery = { QueryStringBehavior: 'all', QueryStrings: [] } as const;

const key = (compressed: boolean) => ({
  EnableAcceptEncodingGzip: compressed,
  EnableAcceptEncodingBrotli: compressed,
  HeadersConfig: noHeaders,
  CookiesConfig: none,
  QueryStringsConfig: noQuery,
});

const ttls = (MinTTL: number, DefaultTTL: number, MaxTTL: number) => ({ MinTTL, DefaultTTL, MaxTTL });

export const managedCachePolicies: Record<string, CachePolicy | undefined> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': {
    Name: 'Managed-CachingDisabled',
    ...ttls(0, 0, 0),
    ParametersInCacheKeyAndForwardedToOrigin: key(false),
  },
  '658327ea-f89d-4fab-a63d-7e88639e58f6': {
    Name: 'Managed-CachingOptimized',
    ...ttls(1, 86_400, 31_536_000),
    ParametersInCacheKeyAndForwardedToOrigin: key(true),
  },
};

const everything = { CookiesConfig: allCookies, QueryStringsConfig: allQuery };

export const managedOriginRequestPolicies: Record<string, OriginRequestPolicy | undefined> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': {
    Name: 'Managed-AllViewer',
    HeadersConfig: { HeaderBehavior: 'allViewer' as const, Headers: [] },
    ...everything,
  },
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    Name: 'Managed-AllViewerExceptHostHeader',
    HeadersConfig: { HeaderBehavior: 'allExcept' as const, Headers: ['Host'] },
    ...everything,
  },
};
