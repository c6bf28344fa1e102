import * as z from 'zod/mini';

const names = z._default(z.readonly(z.array(z.string())), []);

export const cachePolicyProperties = z.object({
  CachePolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.optional(z.string()),
    MinTTL: z.number(),
    DefaultTTL: z.number(),
    MaxTTL: z.number(),
    ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
      EnableAcceptEncodingGzip: z.boolean(),
      EnableAcceptEncodingBrotli: z._default(z.boolean(), false),
      HeadersConfig: z.strictObject({ HeaderBehavior: z.enum(['none', 'whitelist']), Headers: names }),
      CookiesConfig: z.strictObject({
        CookieBehavior: z.enum(['none', 'whitelist', 'allExcept', 'all']),
        Cookies: names,
      }),
      QueryStringsConfig: z.strictObject({
        QueryStringBehavior: z.enum(['none', 'whitelist', 'allExcept', 'all']),
        QueryStrings: names,
      }),
    }),
  }),
});
export type CachePolicy = z.output<typeof cachePolicyProperties>['CachePolicyConfig'];

export const originRequestPolicyProperties = z.object({
  OriginRequestPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.optional(z.string()),
    HeadersConfig: z.strictObject({
      HeaderBehavior: z.enum([
        'none',
        'whitelist',
        'allViewer',
        'allViewerAndWhitelistCloudFront',
        'allExcept',
      ]),
      Headers: names,
    }),
    CookiesConfig: z.strictObject({
      CookieBehavior: z.enum(['none', 'whitelist', 'all', 'allExcept']),
      Cookies: names,
    }),
    QueryStringsConfig: z.strictObject({
      QueryStringBehavior: z.enum(['none', 'whitelist', 'all', 'allExcept']),
      QueryStrings: names,
    }),
  }),
});
export type OriginRequestPolicy = z.output<typeof originRequestPolicyProperties>['OriginRequestPolicyConfig'];

const Override = z.boolean();

export const responseHeadersPolicyProperties = z.object({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.optional(z.string()),
    SecurityHeadersConfig: z.optional(
      z.strictObject({
        ContentSecurityPolicy: z.optional(z.strictObject({ ContentSecurityPolicy: z.string(), Override })),
        ContentTypeOptions: z.optional(z.strictObject({ Override })),
        FrameOptions: z.optional(z.strictObject({ FrameOption: z.enum(['DENY', 'SAMEORIGIN']), Override })),
        ReferrerPolicy: z.optional(z.strictObject({ ReferrerPolicy: z.string(), Override })),
        StrictTransportSecurity: z.optional(
          z.strictObject({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z._default(z.boolean(), false),
            Preload: z._default(z.boolean(), false),
            Override,
          }),
        ),
      }),
    ),
    CustomHeadersConfig: z.optional(
      z.strictObject({ Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), Override })) }),
    ),
    RemoveHeadersConfig: z.optional(
      z.strictObject({ Items: z.array(z.strictObject({ Header: z.string() })) }),
    ),
  }),
});
export type ResponseHeadersPolicy = z.output<
  typeof responseHeadersPolicyProperties
>['ResponseHeadersPolicyConfig'];

export const functionProperties = z.object({
  FunctionCode: z.string().check(z.maxLength(10_240, { error: 'CloudFront takes at most 10 KB' })),
  FunctionConfig: z.strictObject({
    Comment: z.optional(z.string()),
    Runtime: z.literal('cloudfront-js-2.0'),
  }),
});

export const accessControlProperties = z.object({
  OriginAccessControlConfig: z.strictObject({
    Name: z.string(),
    Description: z.optional(z.string()),
    OriginAccessControlOriginType: z.literal('s3'),
    SigningBehavior: z.literal('always'),
    SigningProtocol: z.literal('sigv4'),
  }),
});
