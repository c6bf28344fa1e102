import { clockOf } from '../clock.ts';
import { declaration, type Emulator, idOf, readProperties } from '../emulator.ts';
import type { WebResponse } from '../web/message.ts';
import { serve } from '../web/serve.ts';
import { edgeAnswer } from './answer.ts';
import { distributionOf } from './distribution.ts';
import { EdgeCache } from './edge-cache.ts';
import { invalidationsOf } from './invalidations.ts';
import { accessControlProperties } from './policy-properties.ts';

/** CloudFront's ids are an E and thirteen letters and digits. */
const cloudFrontId = (logicalId: string): string => `E${idOf(logicalId, 13).toUpperCase()}`;

/** In bytes. Anything larger goes to the bucket by a signed form. */
const largestRequest = 20 * 1024 * 1024;

const plain = (status: number, text: string): WebResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-cache': 'Error from cloudfront' },
  body: `CloudFront: ${text}\n`,
});

const distribution: Emulator = {
  type: 'AWS::CloudFront::Distribution',
  supports: ['DistributionConfig'],
  ignores: ['Tags'],
  // In place of a name under cloudfront.net: where the site is reached on this machine.
  identify(logicalId, { origins }) {
    const ref = cloudFrontId(logicalId);
    return { ref, attributes: { Id: ref, DomainName: new URL(origins.site).host } };
  },
  create(resource, cloud) {
    const cache = cloud.edgeCache ? new EdgeCache() : undefined;
    invalidationsOf(cloud).add(resource.identity.ref, cache);
    const answer = edgeAnswer({
      distribution: distributionOf(resource, cloud),
      cache,
      now: clockOf(cloud).now,
    });
    const tooLarge = plain(413, 'the request is too large.');
    serve(cloud.listeners.site, answer, {
      cloud,
      limit: largestRequest,
      tooLarge,
      internalError: plain(502, 'the origin did not answer.'),
    });
  },
};

/** Policies and functions are read with the distribution that names them. */
const policy = (type: string, supports: readonly string[]): Emulator =>
  declaration(type, supports, [], (logicalId) => {
    const ref = cloudFrontId(logicalId);
    return { ref, attributes: { Id: ref } };
  });

export const edgeEmulators: readonly Emulator[] = [
  policy('AWS::CloudFront::CachePolicy', ['CachePolicyConfig']),
  policy('AWS::CloudFront::OriginRequestPolicy', ['OriginRequestPolicyConfig']),
  policy('AWS::CloudFront::ResponseHeadersPolicy', ['ResponseHeadersPolicyConfig']),
  {
    ...policy('AWS::CloudFront::OriginAccessControl', ['OriginAccessControlConfig']),
    create(resource) {
      readProperties(resource, accessControlProperties);
    },
  },
  declaration(
    'AWS::CloudFront::Function',
    ['FunctionCode', 'FunctionConfig'],
    ['AutoPublish', 'Name', 'Tags'],
    (logicalId, { account }) => {
      const ref = `arn:aws:cloudfront::${account}:function/${logicalId}`;
      return { ref, attributes: { FunctionARN: ref } };
    },
  ),
  distribution,
];
