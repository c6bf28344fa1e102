import { createHash } from 'node:crypto';
import {
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Aws, Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Names } from './names.ts';

/** The Cache-Control of each response decides whether and how long it is cached, from not at all to a year. */
const cacheControlDecides = {
  minTtl: Duration.seconds(0),
  defaultTtl: Duration.seconds(0),
  maxTtl: Duration.days(365),
  enableAcceptEncodingGzip: true,
  enableAcceptEncodingBrotli: true,
};

/** Pages and pictures: the path alone is the cache key. */
export const filesCache = (scope: Construct): CachePolicy =>
  new CachePolicy(scope, 'FilesCache', cacheControlDecides);

/**
 * The API. The token is part of the cache key, for two reasons: CloudFront passes `Authorization` on only then, and
 * no person gets another's response, even if one lacks `no-store` by mistake.
 */
export const answersCache = (scope: Construct): CachePolicy =>
  new CachePolicy(scope, 'AnswersCache', {
    ...cacheControlDecides,
    queryStringBehavior: CacheQueryStringBehavior.all(),
    headerBehavior: CacheHeaderBehavior.allowList('Authorization'),
  });

/**
 * The reader's address as CloudFront saw it, and what shows where a form was sent from, which request a second one
 * repeats, and that Stripe sent it. Other headers of a reader, which could claim another address, are not passed on;
 * the type of a body always is. A policy takes ten headers.
 */
export const answersRequest = (scope: Construct): OriginRequestPolicy =>
  new OriginRequestPolicy(scope, 'AnswersRequest', {
    headerBehavior: OriginRequestHeaderBehavior.allowList(
      'CloudFront-Viewer-Address',
      'Origin',
      'Sec-Fetch-Site',
      'Idempotency-Key',
      'Stripe-Signature',
    ),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.none(),
  });

interface ContentSecurity {
  names: Names;
  /** The one style that stands in a page itself. */
  inlineStyle: string;
}

/** Security headers: browsers show a page, and connect to nothing but the site and the upload form's bucket. */
export const safeHeaders = (scope: Construct, security: ContentSecurity): ResponseHeadersPolicy =>
  headersPolicy(scope, 'SafeHeaders', security, { roomsOwn: false });

/**
 * The same for the pages of rooms, which keep two of their own: a Content Security Policy, where a form ends on another
 * site, such as a payment's, and its `form-action` names that one; and a referrer policy, where the address of a page is
 * a secret of one person.
 */
export const roomHeaders = (scope: Construct, security: ContentSecurity): ResponseHeadersPolicy =>
  headersPolicy(scope, 'RoomHeaders', security, { roomsOwn: true });

/**
 * The same for PDFs, but for what browsers' viewers need: some Chromiums draw a PDF by a page of their own that the
 * file's policy applies to, where `default-src 'none'` takes its style, `object-src` its content, and `sandbox` all.
 */
export const pdfHeaders = (scope: Construct): ResponseHeadersPolicy =>
  policyWith(scope, 'PdfHeaders', pdfSecurityPolicy, { roomsOwn: false });

/**
 * The desk, where editors work by scripts: they run from its own files alone, and what becomes markup goes through its
 * Trusted Types policy (W3C Trusted Types). It sends files to the bucket of uploads, and codes and tokens to the sign-in.
 */
export const deskHeaders = (scope: Construct, names: Names): ResponseHeadersPolicy =>
  policyWith(scope, 'DeskHeaders', deskSecurityPolicy(names), { roomsOwn: false });

function deskSecurityPolicy(names: Names): string {
  const signIn = `https://${names.signInDomain}.auth.${Aws.REGION}.amazoncognito.com`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob:",
    `connect-src 'self' ${uploadsOrigin(names)} ${signIn}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Where the forms of uploads are posted to. */
const uploadsOrigin = ({ uploadsBucket }: Names): string =>
  `https://${uploadsBucket}.s3.${Aws.REGION}.${Aws.URL_SUFFIX}`;

const pdfSecurityPolicy = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');

const headersPolicy = (
  scope: Construct,
  id: string,
  { names, inlineStyle }: ContentSecurity,
  own: { roomsOwn: boolean },
): ResponseHeadersPolicy => policyWith(scope, id, contentSecurityPolicy(names, inlineStyle), own);

function policyWith(
  scope: Construct,
  id: string,
  policy: string,
  { roomsOwn }: { roomsOwn: boolean },
): ResponseHeadersPolicy {
  const override = true;
  return new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: policy,
        override: !roomsOwn,
      },
      contentTypeOptions: { override },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override },
      referrerPolicy: {
        referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: !roomsOwn,
      },
      // Two years, without subdomains: the press's domain may serve other things.
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), override },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'permissions-policy', value: noDeviceFeatures, override },
        { header: 'cross-origin-opener-policy', value: 'same-origin', override },
      ],
    },
  });
}

const noDeviceFeatures = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Content Security Policy, level 3. */
function contentSecurityPolicy(names: Names, inlineStyle: string): string {
  const hash = createHash('sha256').update(inlineStyle).digest('base64');
  const uploads = uploadsOrigin(names);
  return [
    "default-src 'none'",
    "img-src 'self'",
    `style-src 'self' 'sha256-${hash}'`,
    "font-src 'self'",
    `connect-src 'self' ${uploads}`,
    `form-action 'self' ${uploads}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
