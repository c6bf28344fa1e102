import type * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import { PropertyNotKnown, readProperties } from '../emulator.ts';
import { type EdgeFunction, edgeFunction } from './edge-function.ts';
import { managedCachePolicies, managedOriginRequestPolicies } from './managed-policies.ts';
import {
  type CachePolicy,
  cachePolicyProperties,
  functionProperties,
  type OriginRequestPolicy,
  originRequestPolicyProperties,
  type ResponseHeadersPolicy,
  responseHeadersPolicyProperties,
} from './policy-properties.ts';

/** What behaviours name by an id: of the template, or AWS's own. Each throws on an id that is neither. */
export interface Policies {
  cache(id: string): CachePolicy;
  toOrigin(id: string): OriginRequestPolicy;
  toViewer(id: string): ResponseHeadersPolicy;
  fn(arn: string): EdgeFunction;
}

export function policiesOf(cloud: Cloud): Policies {
  const read = <T extends z.ZodMiniType>(id: string, schema: T) => {
    const resource = [...cloud.resources.values()].find(
      ({ type, identity }) => type.startsWith('AWS::CloudFront::') && identity.ref === id,
    );
    if (!resource) throw new PropertyNotKnown(`CloudFront: there is no policy or function ${id}.`);
    return readProperties(resource, schema);
  };
  return {
    cache: (id) =>
      managedCachePolicies[id] ?? checkedCache(read(id, cachePolicyProperties).CachePolicyConfig),
    toOrigin: (id) =>
      managedOriginRequestPolicies[id] ??
      checkedOriginRequest(read(id, originRequestPolicyProperties).OriginRequestPolicyConfig),
    toViewer: (id) => read(id, responseHeadersPolicyProperties).ResponseHeadersPolicyConfig,
    fn: (arn) => {
      const { FunctionCode } = read(arn, functionProperties);
      return edgeFunction(FunctionCode, arn.slice(arn.lastIndexOf('/') + 1));
    },
  };
}

/** CloudFront refuses to tell requests apart in a cache that keeps nothing. */
function checkedCache(policy: CachePolicy): CachePolicy {
  const { HeadersConfig, CookiesConfig, QueryStringsConfig, ...encodings } =
    policy.ParametersInCacheKeyAndForwardedToOrigin;
  const plain =
    HeadersConfig.HeaderBehavior === 'none' &&
    CookiesConfig.CookieBehavior === 'none' &&
    QueryStringsConfig.QueryStringBehavior === 'none' &&
    !encodings.EnableAcceptEncodingBrotli &&
    !encodings.EnableAcceptEncodingGzip;
  if (policy.MaxTTL === 0 && !plain) {
    throw new PropertyNotKnown(
      `The cache policy ${policy.Name} keeps nothing (MaxTTL 0), so it can have nothing in its key.`,
    );
  }
  return policy;
}

const belongToTheCache = ['authorization', 'accept-encoding'];

function checkedOriginRequest(policy: OriginRequestPolicy): OriginRequestPolicy {
  const { HeaderBehavior, Headers } = policy.HeadersConfig;
  const wrong = Headers.find((name) => belongToTheCache.includes(name.toLowerCase()));
  if (HeaderBehavior === 'whitelist' && wrong !== undefined) {
    throw new PropertyNotKnown(
      `The origin request policy ${policy.Name} names ${wrong}: CloudFront takes that in a cache policy only.`,
    );
  }
  return policy;
}
