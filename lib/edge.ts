import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  Distribution,
  type DistributionProps,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import {
  Annotations,
  Aws,
  CfnResource,
  Names as ConstructNames,
  Duration,
  Validations,
} from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import { allow } from './allow.ts';
import {
  answersCache,
  answersRequest,
  deskHeaders,
  filesCache,
  pdfHeaders,
  roomHeaders,
  safeHeaders,
} from './edge-policies.ts';
import { type Gateway, pagePaths } from './gateway.ts';
import type { Domain, Settings } from './settings.ts';
import type { MediaBucket } from './stores/media-bucket.ts';
import type { PagesBucket } from './stores/pages-bucket.ts';

export interface EdgeProps {
  readonly settings: Settings;
  readonly gateway: Gateway;
  readonly pages: PagesBucket;
  readonly media: MediaBucket;
}

/** The CloudFront distribution: one origin in the browser's sense for pages, pictures and the API. */
export class Edge extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly siteUrl: string;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { settings, gateway, pages, media }: EdgeProps) {
    super(scope, id);
    const { domain, names } = settings;
    const api = originOf(gateway);
    const functionAssociations = [viewerRequest(this)];
    const security = { names, inlineStyle: inlineStyle() };
    const shared = { cachePolicy: filesCache(this), responseHeadersPolicy: safeHeaders(this, security) };
    const site = { ...shared, ...pagesOf(pages, api), functionAssociations };
    const files = filesOf(media);
    const answers = { ...shared, ...answersOf(this, api), functionAssociations };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Broadside',
      defaultBehavior: site,
      additionalBehaviors: {
        '/api/*': answers,
        // Before that of all media: the first that matches counts.
        '/media/*.pdf': { ...shared, ...files, responseHeadersPolicy: pdfHeaders(this) },
        '/media/*': { ...shared, ...files },
        '/desk/*': { ...site, responseHeadersPolicy: deskHeaders(this, names) },
        ...roomPages({ ...answers, responseHeadersPolicy: roomHeaders(this, security) }),
      },
      errorResponses: uncachedErrors,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain && domainOf(this, domain)),
    });
    acknowledge(this.distribution);
    Annotations.of(this.distribution).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      'Only /media/* reaches the bucket of pictures, and no path there lists it.',
    );
    addRegionToNames(this);
    this.siteUrl = `https://${domain?.name ?? this.distribution.distributionDomainName}`;
  }

  /** Lets `fn` drop copies that the edge keeps. */
  allowInvalidating(fn: Lambda): void {
    fn.addEnvironment(envNames.distribution, this.distribution.distributionId);
    allow(fn, ['cloudfront:CreateInvalidation'], this.distribution.distributionArn);
  }
}

/** The page from the bucket; if there is none, the API's fallback says whether it moved, is gone or never was. */
const pagesOf = ({ bucket }: PagesBucket, api: IOrigin): BehaviorOptions => ({
  origin: new OriginGroup({
    primaryOrigin: S3BucketOrigin.withOriginAccessControl(bucket),
    fallbackOrigin: api,
    // CloudFront may not list the bucket, so S3 answers 403 for a missing object.
    fallbackStatusCodes: [403, 404],
  }),
  viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
});

const answersOf = (scope: Construct, origin: IOrigin): BehaviorOptions => ({
  origin,
  allowedMethods: AllowedMethods.ALLOW_ALL,
  cachePolicy: answersCache(scope),
  originRequestPolicy: answersRequest(scope),
  // No redirect: a token must not be sent over plain HTTP even once.
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
});

/**
 * Pages and forms of rooms, from the API alone: an origin group sends nothing but reads on to its second origin. They
 * are reached by hand and from mails, so plain HTTP leads to HTTPS.
 */
const roomPages = (answers: BehaviorOptions): Record<string, BehaviorOptions> =>
  Object.fromEntries(
    pagePaths
      .flatMap((path) => [path, `${path}/*`])
      .map((pattern) => [
        pattern,
        { ...answers, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS },
      ]),
  );

const filesOf = ({ bucket }: MediaBucket): BehaviorOptions => ({
  // Who may not list a bucket gets 403 for what is not there. Nobody gets the list: every path begins with /media/.
  origin: S3BucketOrigin.withOriginAccessControl(bucket, {
    originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
  }),
  viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
});

const viewerRequestFile = join(import.meta.dirname, 'viewer-request.js');

/** The style of the page that the viewer-request function answers with. */
function inlineStyle(): string {
  const [, style] = /<style>([^<]*)<\/style>/.exec(readFileSync(viewerRequestFile, 'utf8')) ?? [];
  if (style === undefined) throw new Error(`${viewerRequestFile} has a page without a style.`);
  return style;
}

function viewerRequest(scope: Construct): FunctionAssociation {
  const code = FunctionCode.fromFile({ filePath: viewerRequestFile });
  return {
    // The id of deployed distributions: another would replace the function.
    function: new EdgeFunction(scope, 'TidyAddress', { runtime: FunctionRuntime.JS_2_0, code }),
    eventType: FunctionEventType.VIEWER_REQUEST,
  };
}

const domainOf = (scope: Construct, { name, certificateArn }: Domain): Partial<DistributionProps> => ({
  domainNames: [name],
  certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
  minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
});

/** Errors pass: the page may be published a moment later, or the function be less busy. */
const uncachedErrors = [403, 404, 500, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

function originOf({ api, originSecret }: Gateway): IOrigin {
  return new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
    customHeaders: { 'x-broadside-origin': originSecret },
  });
}

/** Where a type has its name. CDK puts the region into the names of cache policies and functions alone. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::CloudFront::OriginRequestPolicy': 'OriginRequestPolicyConfig.Name',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
  'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
};

/** CloudFront's names are unique in an account, not in a region. Another name is an update without replacement. */
function addRegionToNames(scope: Construct): void {
  for (const one of scope.node.findAll()) {
    const property = one instanceof CfnResource && nameProperties[one.cfnResourceType];
    // An access control's name has at most 64 characters, and a region at most 14.
    if (property) {
      const name = ConstructNames.uniqueResourceName(one, { maxLength: 49 });
      one.addPropertyOverride(property, `${name}-${Aws.REGION}`);
    }
  }
}

function acknowledge(distribution: Distribution): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'A press is read everywhere.' },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'A firewall costs more a month than the rest; it can be added when asked for.',
    },
    { id: 'AwsSolutions-CFR3', reason: 'Access logs would be a record of who read what.' },
    {
      id: 'AwsSolutions-CFR4',
      reason: "CloudFront's own domain sets no lower limit; the press's own domain takes TLS 1.2 or later.",
    },
  );
}
