import { apiEmulators } from '../../../../lib/local/api/emulators.ts';
import type { Cloud, Invocation } from '../../../../lib/local/cloud.ts';
import { edgeEmulators } from '../../../../lib/local/edge/emulators.ts';
import type { Resource } from '../../../../lib/local/resource.ts';
import type { AwsResponse, AwsService } from '../../../../lib/local/service.ts';
import { described, smallCloud } from '../web/small-cloud.ts';

const emulators = [...apiEmulators, ...edgeEmulators];
const make = (type: string, logicalId: string, properties: Record<string, unknown>): Resource =>
  described(
    emulators.find((one) => one.type === type),
    logicalId,
    properties,
  );

const api = make('AWS::ApiGatewayV2::Api', 'Api', { Name: 'press', ProtocolType: 'HTTP' });
const ApiId = api.identity.ref;
const integration = make('AWS::ApiGatewayV2::Integration', 'Integration', {
  ApiId,
  IntegrationType: 'AWS_PROXY',
  IntegrationUri: 'arn:fn',
  PayloadFormatVersion: '2.0',
});
const route = make('AWS::ApiGatewayV2::Route', 'Route', {
  ApiId,
  RouteKey: '$default',
  Target: `integrations/${integration.identity.ref}`,
});
const stage = make('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId, StageName: '$default', AutoDeploy: true });

const none = {
  CookiesConfig: { CookieBehavior: 'none' },
  QueryStringsConfig: { QueryStringBehavior: 'none' },
};
const filesCache = make('AWS::CloudFront::CachePolicy', 'FilesCache', {
  CachePolicyConfig: {
    Name: 'files',
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: 31_536_000,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: true,
      HeadersConfig: { HeaderBehavior: 'none' },
      ...none,
    },
  },
});
const answersCache = make('AWS::CloudFront::CachePolicy', 'AnswersCache', {
  CachePolicyConfig: {
    Name: 'answers',
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: 60,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization'] },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['section'] },
    },
  },
});
const answersRequest = make('AWS::CloudFront::OriginRequestPolicy', 'AnswersRequest', {
  OriginRequestPolicyConfig: {
    Name: 'answers',
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['CloudFront-Viewer-Address'] },
    CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['seen'] },
    QueryStringsConfig: { QueryStringBehavior: 'all' },
  },
});
const Override = true;
const safeHeaders = make('AWS::CloudFront::ResponseHeadersPolicy', 'SafeHeaders', {
  ResponseHeadersPolicyConfig: {
    Name: 'safe',
    SecurityHeadersConfig: {
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: false },
      ContentTypeOptions: { Override },
      FrameOptions: { FrameOption: 'DENY', Override },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override },
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 60,
        IncludeSubdomains: true,
        Preload: true,
        Override,
      },
    },
    CustomHeadersConfig: { Items: [{ Header: 'Permissions-Policy', Value: 'camera=()', Override }] },
    RemoveHeadersConfig: { Items: [{ Header: 'x-amz-version-id' }] },
  },
});
const control = make('AWS::CloudFront::OriginAccessControl', 'Control', {
  OriginAccessControlConfig: {
    Name: 'control',
    OriginAccessControlOriginType: 's3',
    SigningBehavior: 'always',
    SigningProtocol: 'sigv4',
  },
});
const tidy = make('AWS::CloudFront::Function', 'Tidy', {
  Name: 'tidy',
  FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
  FunctionCode: `
    function handler(event) {
      var request = event.request;
      if (request.uri === '/loop/') for (;;) {}
      if (request.uri === '/throw/') throw new Error('no');
      if (request.uri.endsWith('/')) request.uri += 'index.html';
      else if (!request.uri.includes('.')) return { statusCode: 301, headers: { location: { value: request.uri + '/' } } };
      return request;
    }`,
});
const stamp = make('AWS::CloudFront::Function', 'Stamp', {
  FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
  FunctionCode: `async function handler({ request, response }) {
    response.headers['x-stamp'] = { value: request.uri };
    return response;
  }`,
});

const DistributionConfig = {
  Enabled: true,
  Origins: [
    {
      Id: 'pages',
      DomainName: 'pages.s3.eu-west-1.amazonaws.com',
      S3OriginConfig: { OriginAccessIdentity: '' },
      OriginAccessControlId: control.identity.ref,
    },
    {
      Id: 'api',
      DomainName: `${ApiId}.execute-api.eu-west-1.amazonaws.com`,
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
      OriginCustomHeaders: [{ HeaderName: 'X-Broadside-Origin', HeaderValue: 'secret' }],
    },
  ],
  OriginGroups: {
    Quantity: 1,
    Items: [
      {
        Id: 'site',
        FailoverCriteria: { StatusCodes: { Quantity: 2, Items: [403, 404] } },
        Members: { Quantity: 2, Items: [{ OriginId: 'pages' }, { OriginId: 'api' }] },
      },
    ],
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'site',
    ViewerProtocolPolicy: 'redirect-to-https',
    CachePolicyId: filesCache.identity.ref,
    ResponseHeadersPolicyId: safeHeaders.identity.ref,
    Compress: true,
    FunctionAssociations: [
      { EventType: 'viewer-request', FunctionARN: tidy.identity.ref },
      { EventType: 'viewer-response', FunctionARN: stamp.identity.ref },
    ],
  },
  CacheBehaviors: [
    {
      PathPattern: '/api/*',
      TargetOriginId: 'api',
      ViewerProtocolPolicy: 'https-only',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      CachePolicyId: answersCache.identity.ref,
      OriginRequestPolicyId: answersRequest.identity.ref,
      Compress: true,
    },
    {
      PathPattern: '/all/*',
      TargetOriginId: 'api',
      ViewerProtocolPolicy: 'allow-all',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    },
  ],
  CustomErrorResponses: [{ ErrorCode: 404, ErrorCachingMinTTL: 0 }],
};

type Change = (config: typeof DistributionConfig) => object;

/** Files of the pages bucket, by key; a bucket that may not be listed says 403 for what is not there. */
export type Files = Map<string, { body: string; type?: string; cacheControl?: string; etag?: string }>;

export interface Site {
  cloud: Cloud;
  files: Files;
  /** What the origins were asked, in order. */
  bucket: { key: string; headers: Readonly<Record<string, string>>; by: unknown }[];
  functions: {
    rawPath: string;
    headers: Record<string, string>;
    rawQueryString: string;
    cookies?: string[];
  }[];
  ask(path: string, init?: RequestInit): Promise<Response>;
}

interface Wanted {
  edgeCache?: boolean;
  change?: Change;
  /** What the function returns. */
  returned?: (event: unknown) => unknown;
}

export async function aSite({
  edgeCache,
  change = (config) => config,
  returned = nowhere,
}: Wanted = {}): Promise<Site> {
  const files: Files = new Map();
  const bucket: Site['bucket'] = [];
  const functions: Site['functions'] = [];
  const distribution = make('AWS::CloudFront::Distribution', 'Distribution', {
    DistributionConfig: change(DistributionConfig),
  });
  const policies = [filesCache, answersCache, answersRequest, safeHeaders, control, tidy, stamp];
  const resources = [integration, route, stage, api, ...policies, distribution];
  const invoke = async (_arn: string, event: unknown): Promise<Invocation> => {
    functions.push(Object(event));
    return { outcome: 'returned', payload: returned(event) };
  };
  const cloud = await smallCloud({ resources, invoke, edgeCache });
  cloud.services.set('s3', bucketOf(files, bucket));
  for (const one of resources) await emulators.find(({ type }) => type === one.type)?.create(one, cloud);
  const ask = (path: string, init?: RequestInit) =>
    fetch(cloud.place.origins.site + path, { redirect: 'manual', ...init });
  return { cloud, files, bucket, functions, ask };
}

const nowhere = () => ({ statusCode: 404, headers: { 'content-type': 'text/html' }, body: 'not here' });

/** As much of S3 as CloudFront asks. */
function bucketOf(
  files: Files,
  asked: Site['bucket'],
): AwsService & { fetchObject(request: Site['bucket'][number]): Promise<AwsResponse> } {
  const refuse = (status: number): AwsResponse => ({ status, headers: {}, body: '' });
  return {
    name: 's3',
    needs: () => [],
    handle: async () => refuse(501),
    refuse,
    async fetchObject(request) {
      asked.push(request);
      const file = files.get(request.key);
      if (!file) return { ...refuse(403), body: '<Error/>' };
      const {
        body,
        type = 'text/html; charset=utf-8',
        cacheControl,
        etag = `"${body.length}-${body.slice(0, 5)}"`,
      } = file;
      const known: Record<string, string> = { ETag: etag };
      if (request.headers['if-none-match'] === etag) return { status: 304, headers: known };
      const headers = { 'Content-Type': type, ETag: etag, 'x-amz-request-id': 'r', 'x-amz-version-id': 'v' };
      return {
        status: 200,
        headers: { ...headers, ...(cacheControl && { 'Cache-Control': cacheControl }) },
        body,
      };
    },
  };
}
