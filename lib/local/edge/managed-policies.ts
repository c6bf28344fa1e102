import type { CachePolicy, OriginRequestPolicy, ResponseHeadersPolicy } from './policy-properties.ts';

/** The policies AWS keeps for everybody, by the ids it gives them. */

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

const keeping = (MinTTL: number, DefaultTTL: number, MaxTTL: number) => ({ MinTTL, DefaultTTL, MaxTTL });

const originHeaders = ['Host', 'Origin', 'X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];
const asTheOriginSays = {
  ...key(true),
  HeadersConfig: { HeaderBehavior: 'whitelist' as const, Headers: originHeaders },
  CookiesConfig: allCookies,
};

export const managedCachePolicies: Record<string, CachePolicy | undefined> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': {
    Name: 'Managed-CachingDisabled',
    ...keeping(0, 0, 0),
    ParametersInCacheKeyAndForwardedToOrigin: key(false),
  },
  '658327ea-f89d-4fab-a63d-7e88639e58f6': {
    Name: 'Managed-CachingOptimized',
    ...keeping(1, 86_400, 31_536_000),
    ParametersInCacheKeyAndForwardedToOrigin: key(true),
  },
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': {
    Name: 'Managed-CachingOptimizedForUncompressedObjects',
    ...keeping(1, 86_400, 31_536_000),
    ParametersInCacheKeyAndForwardedToOrigin: key(false),
  },
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': {
    Name: 'Managed-UseOriginCacheControlHeaders',
    ...keeping(0, 0, 31_536_000),
    ParametersInCacheKeyAndForwardedToOrigin: asTheOriginSays,
  },
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': {
    Name: 'Managed-UseOriginCacheControlHeaders-QueryStrings',
    ...keeping(0, 0, 31_536_000),
    ParametersInCacheKeyAndForwardedToOrigin: { ...asTheOriginSays, QueryStringsConfig: allQuery },
  },
};

const onlyHeaders = (...Headers: string[]) => ({
  HeadersConfig: { HeaderBehavior: 'whitelist' as const, Headers },
  CookiesConfig: none,
  QueryStringsConfig: noQuery,
});
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
  '59781a5b-3903-41f3-afcb-af62929ccde1': { Name: 'Managed-CORS-CustomOrigin', ...onlyHeaders('Origin') },
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': {
    Name: 'Managed-CORS-S3Origin',
    ...onlyHeaders('Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'),
  },
  'acba4595-bd28-49b8-b9fe-13317c0390fa': {
    Name: 'Managed-UserAgentRefererHeaders',
    ...onlyHeaders('User-Agent', 'Referer'),
  },
};

export const managedResponseHeadersPolicies: Record<string, ResponseHeadersPolicy | undefined> = {
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    Name: 'Managed-SecurityHeadersPolicy',
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'SAMEORIGIN' as const, Override: false },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 31_536_000,
        IncludeSubdomains: false,
        Preload: false,
        Override: false,
      },
    },
  },
};
