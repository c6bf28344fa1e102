import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { Aws, Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from './stage.ts';
import { uploadsBucketName } from './stores/uploads-bucket.ts';

/** What browsers may do with an answer: show it. The only other place they may speak to is the upload form's. */
export function safeHeaders(scope: Construct, stage: Stage): ResponseHeadersPolicy {
  const override = true;
  return new ResponseHeadersPolicy(scope, 'SafeHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policyOf(stage), override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override },
      // Two years, for this name alone: what else a press's domain serves is not ours to bind.
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), override },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'permissions-policy', value: nothingOfTheDevice, override },
        { header: 'cross-origin-opener-policy', value: 'same-origin', override },
      ],
    },
  });
}

const nothingOfTheDevice = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Content Security Policy, level 3. */
function policyOf(stage: Stage): string {
  const uploads = `https://${uploadsBucketName(stage)}.s3.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  return [
    "default-src 'none'",
    "img-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `connect-src 'self' ${uploads}`,
    `form-action 'self' ${uploads}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
