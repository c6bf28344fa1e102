import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import type { Host } from '../resource.ts';
import type { WebResponse } from '../web/message.ts';
import { readProperties } from '../web/properties.ts';
import { serve } from '../web/serve.ts';
import { edgeAnswer } from './answer.ts';
import { distributionOf } from './build-distribution.ts';
import { EdgeCache } from './edge-cache.ts';
import { accessControlProperties } from './policy-properties.ts';

/** Ids in the alphabet of CloudFront's own, always the same for the same resource. */
const idOf = (logicalId: string): string =>
  `E${BigInt(`0x${createHash('sha256').update(logicalId).digest('hex')}`)
    .toString(36)
    .slice(0, 13)
    .toUpperCase()}`;

/** Bytes. Whatever is larger goes to the bucket by a signed form. */
const largestRequest = 20 * 1024 * 1024;

const plain = (status: number, text: string): WebResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-cache': 'Error from cloudfront' },
  body: `CloudFront: ${text}\n`,
});

const distribution: Host = {
  type: 'AWS::CloudFront::Distribution',
  honours: ['DistributionConfig'],
  ignores: ['Tags'],
  // In place of a name under cloudfront.net: where the site is reached on this machine.
  identify(logicalId, { origins }) {
    const ref = idOf(logicalId);
    return { ref, attributes: { Id: ref, DomainName: new URL(origins.site).host } };
  },
  create(resource, cloud) {
    const cache = cloud.edgeCache ? new EdgeCache() : undefined;
    const answer = edgeAnswer({ distribution: distributionOf(resource, cloud), cache, now: Date.now });
    const tooLarge = plain(413, 'the request is too large.');
    serve(cloud.doors.site, answer, {
      cloud,
      limit: largestRequest,
      tooLarge,
      broken: plain(502, 'the origin did not answer.'),
    });
  },
};

/** Policies and functions are read with the distribution that names them. */
const part = (type: string, honours: string[], check?: Host['create']): Host => ({
  type,
  honours,
  ignores: [],
  identify(logicalId) {
    const ref = idOf(logicalId);
    return { ref, attributes: { Id: ref } };
  },
  create: check ?? (() => {}),
});

const edgeFunction: Host = {
  type: 'AWS::CloudFront::Function',
  honours: ['FunctionCode', 'FunctionConfig'],
  ignores: ['AutoPublish', 'Name', 'Tags'],
  identify(logicalId, { account }) {
    const ref = `arn:aws:cloudfront::${account}:function/${logicalId}`;
    return { ref, attributes: { FunctionARN: ref } };
  },
  create() {},
};

export const edgeHosts: readonly Host[] = [
  part('AWS::CloudFront::CachePolicy', ['CachePolicyConfig']),
  part('AWS::CloudFront::OriginRequestPolicy', ['OriginRequestPolicyConfig']),
  part('AWS::CloudFront::ResponseHeadersPolicy', ['ResponseHeadersPolicyConfig']),
  part('AWS::CloudFront::OriginAccessControl', ['OriginAccessControlConfig'], (resource, _cloud: Cloud) => {
    readProperties(resource, accessControlProperties);
  }),
  edgeFunction,
  distribution,
];
