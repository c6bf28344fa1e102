import { domainOf } from '../api/build-gateway.ts';
import type { Cloud } from '../cloud.ts';
import { PropertyNotKnown, readProperties } from '../emulator.ts';
import type { Resource } from '../resource.ts';
import type { WebResponse } from '../web/message.ts';
import {
  type BehaviourProperties,
  type DistributionProperties,
  distributionProperties,
  type OriginProperties,
} from './distribution-properties.ts';
import type { EdgeFunction } from './edge-function.ts';
import type { Encoding } from './encoding.ts';
import { apiOrigin, bucketAt, bucketOrigin, type Origin, originGroup } from './origins.ts';
import { type Policies, policiesOf } from './policies.ts';
import type { CachePolicy, OriginRequestPolicy } from './policy-properties.ts';
import { headersPolicy } from './response-headers.ts';

/** A cache behaviour: how requests to some of the paths are served. */
export interface Behaviour {
  matches(path: string): boolean;
  methods: ReadonlySet<string>;
  origin: Origin;
  cache: CachePolicy;
  toOrigin?: OriginRequestPolicy;
  /** The response headers policy. */
  applyHeadersPolicy?(response: WebResponse): WebResponse;
  onRequest?: EdgeFunction;
  onResponse?: EdgeFunction;
  /** What the edge itself compresses with. */
  compresses: readonly Encoding[];
  /** The `accept-encoding` that it sends to the origin. */
  encodings: readonly Encoding[];
}

export interface Distribution {
  id: string;
  domain: string;
  rootObject: string;
  /** The first that matches counts; the last matches everything. */
  behaviours: readonly Behaviour[];
  /** Seconds an error is cached, by status. */
  errorTtls: ReadonlyMap<number, number>;
}

/** Puts a distribution together with its origins, policies and functions. */
export function distributionOf(resource: Resource, cloud: Cloud): Distribution {
  const { DistributionConfig: config } = readProperties(resource, distributionProperties);
  const origins = originsOf(config, distributionArn(resource, cloud), cloud);
  const policies = policiesOf(cloud);
  const special = config.CacheBehaviors.map((one) => ({
    ...behaviourOf(one, origins, policies),
    matches: pathPattern(one.PathPattern),
  }));
  return {
    id: resource.identity.ref,
    domain: resource.identity.attributes.DomainName ?? '',
    rootObject: config.DefaultRootObject,
    behaviours: [...special, behaviourOf(config.DefaultCacheBehavior, origins, policies)],
    errorTtls: new Map(config.CustomErrorResponses.map((one) => [one.ErrorCode, one.ErrorCachingMinTTL])),
  };
}

const distributionArn = ({ identity }: Resource, { place }: Cloud): string =>
  `arn:aws:cloudfront::${place.account}:distribution/${identity.ref}`;

interface KnownOrigins {
  find(id: string): Origin;
  /** Whether one of the origins behind this id is an HTTP API. */
  isApi(id: string): boolean;
}

function originsOf(config: DistributionProperties, arn: string, cloud: Cloud): KnownOrigins {
  const apis = new Set<string>();
  const origins = new Map<string, Origin>();
  for (const one of config.Origins) {
    if (!bucketAt(one.DomainName)) apis.add(one.Id);
    origins.set(one.Id, originOf(one, arn, cloud));
  }
  for (const group of config.OriginGroups?.Items ?? []) {
    origins.set(group.Id, originGroup(group, origins));
    if (group.Members.Items.some(({ OriginId }) => apis.has(OriginId))) apis.add(group.Id);
  }
  return {
    isApi: (id) => apis.has(id),
    find: (id) => origins.get(id) ?? unknown(`A behaviour names the origin ${id}, which is not there.`),
  };
}

function originOf(one: OriginProperties, arn: string, cloud: Cloud): Origin {
  if (!bucketAt(one.DomainName)) {
    if (!isHosted(one.DomainName, cloud))
      unknown(`The origin ${one.DomainName} is not part of the template.`);
    return apiOrigin(one, cloud);
  }
  if (one.OriginAccessControlId === undefined) {
    unknown(`The bucket ${one.DomainName} has no origin access control: CloudFront could not read it.`);
  }
  return bucketOrigin(one, arn, cloud);
}

function isHosted(domain: string, { resources, place }: Cloud): boolean {
  const apis = [...resources.values()].filter(({ type }) => type === 'AWS::ApiGatewayV2::Api');
  return apis.some(({ identity }) => domainOf(identity.ref, place.region) === domain);
}

function unknown(why: string): never {
  throw new PropertyNotKnown(why);
}

function behaviourOf(one: BehaviourProperties, origins: KnownOrigins, policies: Policies): Behaviour {
  const cache = policies.cache(one.CachePolicyId);
  const toOrigin =
    one.OriginRequestPolicyId === undefined ? undefined : policies.toOrigin(one.OriginRequestPolicyId);
  if (origins.isApi(one.TargetOriginId))
    refuseViewersHost([cache.ParametersInCacheKeyAndForwardedToOrigin, toOrigin]);
  const encodings = encodingsOf(cache.ParametersInCacheKeyAndForwardedToOrigin);
  const associated = (type: string) => {
    const found = one.FunctionAssociations.find(({ EventType }) => EventType === type);
    return found && policies.fn(found.FunctionARN);
  };
  return {
    matches: () => true,
    methods: new Set(one.AllowedMethods),
    origin: origins.find(one.TargetOriginId),
    cache,
    toOrigin,
    applyHeadersPolicy:
      one.ResponseHeadersPolicyId === undefined
        ? undefined
        : headersPolicy(policies.toViewer(one.ResponseHeadersPolicyId)),
    onRequest: associated('viewer-request'),
    onResponse: associated('viewer-response'),
    compresses: one.Compress ? encodings : [],
    encodings,
  };
}

function encodingsOf(key: {
  EnableAcceptEncodingBrotli: boolean;
  EnableAcceptEncodingGzip: boolean;
}): Encoding[] {
  return [
    ...(key.EnableAcceptEncodingBrotli ? ['br' as const] : []),
    ...(key.EnableAcceptEncodingGzip ? ['gzip' as const] : []),
  ];
}

type WithHeaders = { HeadersConfig: { HeaderBehavior: string; Headers: readonly string[] } } | undefined;

/** API Gateway answers 403 to a host name it does not know, and it does not know the site's. */
function refuseViewersHost(policies: readonly WithHeaders[]): void {
  for (const {
    HeadersConfig: { HeaderBehavior, Headers },
  } of policies.filter((one) => one !== undefined)) {
    const named = Headers.some((name) => name.toLowerCase() === 'host');
    const forwards =
      HeaderBehavior === 'allExcept' ? !named : named || HeaderBehavior.startsWith('allViewer');
    if (forwards) unknown('A policy hands the viewer’s Host header on to an API, which would answer 403.');
  }
}

/** CloudFront's path patterns: `*` for any characters, `?` for one; upper and lower case differ. */
export function pathPattern(pattern: string): (path: string) => boolean {
  const rooted = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const source = rooted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}
