import { join } from 'node:path';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  Distribution,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  PriceClass,
  type ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Aws, Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { answersCache, answersRequest, filesCache } from './edge-caching.ts';
import { safeHeaders } from './edge-headers.ts';
import type { Gateway } from './gateway.ts';
import type { Settings } from './settings.ts';
import type { MediaBucket } from './stores/media-bucket.ts';
import type { PagesBucket } from './stores/pages-bucket.ts';

export interface EdgeProps {
  readonly settings: Settings;
  readonly gateway: Gateway;
  readonly pages: PagesBucket;
  readonly media: MediaBucket;
}

/** What readers reach: one origin for pages, pictures and the API. */
export class Edge extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly site: string;
  readonly #props: EdgeProps;
  readonly #tidyAddress: FunctionAssociation;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    this.#props = props;
    this.#tidyAddress = tidyAddressIn(this);
    const { domain, stage } = props.settings;
    const api = originOf(props.gateway);
    const headers = safeHeaders(this, stage);
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Broadside',
      defaultBehavior: this.#pages(api, headers),
      additionalBehaviors: { '/api/*': this.#answers(api, headers), '/media/*': this.#media(headers) },
      errorResponses: neverKept,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
    acknowledge(distribution);
    this.site = `https://${domain?.name ?? distribution.distributionDomainName}`;
  }

  /** The page as it lies in the bucket; if there is none, the function that knows why. */
  #pages(api: IOrigin, responseHeadersPolicy: ResponseHeadersPolicy): BehaviorOptions {
    return {
      origin: new OriginGroup({
        primaryOrigin: S3BucketOrigin.withOriginAccessControl(this.#props.pages.bucket),
        fallbackOrigin: api,
        // S3 says 403 for what is not there to somebody who may not list.
        fallbackStatusCodes: [403, 404],
      }),
      functionAssociations: [this.#tidyAddress],
      cachePolicy: filesCache(this),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy,
    };
  }

  #answers(api: IOrigin, responseHeadersPolicy: ResponseHeadersPolicy): BehaviorOptions {
    return {
      origin: api,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      functionAssociations: [this.#tidyAddress],
      cachePolicy: answersCache(this),
      originRequestPolicy: answersRequest(this),
      // No redirect: a token must not travel in the clear even once.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy,
    };
  }

  #media(responseHeadersPolicy: ResponseHeadersPolicy): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(this.#props.media.bucket),
      cachePolicy: filesCache(this),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy,
    };
  }
}

function tidyAddressIn(scope: Construct): FunctionAssociation {
  const tidyAddress = new EdgeFunction(scope, 'TidyAddress', {
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'tidy-address.js') }),
  });
  return { function: tidyAddress, eventType: FunctionEventType.VIEWER_REQUEST };
}

/** An error may be over a moment later: a page that is new, a function that was busy. */
const neverKept = [403, 404, 500, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

function originOf({ api, originSecret }: Gateway): IOrigin {
  return new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
    customHeaders: { 'x-broadside-origin': originSecret },
  });
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
      reason: "CloudFront's own domain sets no lower limit; one's own domain takes TLS 1.2 alone.",
    },
  );
}
