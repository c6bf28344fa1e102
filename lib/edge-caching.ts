import {
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** What is kept, and how long, is said by each answer's own Cache-Control, from nothing to a year. */
const asTheOriginSays = {
  minTtl: Duration.seconds(0),
  defaultTtl: Duration.seconds(0),
  maxTtl: Duration.days(365),
  enableAcceptEncodingGzip: true,
  enableAcceptEncodingBrotli: true,
};

/** Pages and pictures: an address is all that tells them apart. */
export const filesCache = (scope: Construct): CachePolicy =>
  new CachePolicy(scope, 'FilesCache', asTheOriginSays);

/**
 * The API. The token is part of the key, for two reasons: CloudFront hands `Authorization` on only then, and
 * what one person was told is never given to another, even if an answer forgot to say `no-store`.
 */
export const answersCache = (scope: Construct): CachePolicy =>
  new CachePolicy(scope, 'AnswersCache', {
    ...asTheOriginSays,
    queryStringBehavior: CacheQueryStringBehavior.all(),
    headerBehavior: CacheHeaderBehavior.allowList('Authorization'),
  });

/** Where the reader is, in CloudFront's words: whatever else a reader says of that is not passed on. */
export const answersRequest = (scope: Construct): OriginRequestPolicy =>
  new OriginRequestPolicy(scope, 'AnswersRequest', {
    headerBehavior: OriginRequestHeaderBehavior.allowList('CloudFront-Viewer-Address'),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.none(),
  });
