import type { Cloud } from '../cloud.ts';
import { readProperties } from '../emulator.ts';
import type { Resource } from '../resource.ts';
import { poolIssuing, publicKeysOf } from '../sign-in/issuer.ts';
import type { Gateway, Route } from './gateway.ts';
import { type JwtAuthorizer, jwtAuthorizer } from './jwt-authorizer.ts';
import {
  apiProperties,
  authorizerProperties,
  integrationProperties,
  type RouteProperties,
  routeProperties,
  type StageProperties,
  stageProperties,
} from './properties.ts';
import { RouteTable } from './route-table.ts';
import { Throttle } from './throttle.ts';

/** Puts an API together with its stage, routes, integrations and authorizers. */
export function gatewayOf(api: Resource, cloud: Cloud): Gateway {
  const { account, region } = cloud.place;
  readProperties(api, apiProperties);
  const apiId = api.identity.ref;
  const stage = stageOf(apiId, cloud);
  const routes = new RouteTable<Route>();
  const throttles = throttlesOf(stage);
  for (const route of parts('AWS::ApiGatewayV2::Route', apiId, cloud)) {
    const properties = readProperties(route, routeProperties);
    routes.add(properties.RouteKey, routeOf(properties, throttles, cloud));
  }
  return {
    stage: {
      accountId: account,
      apiId,
      domainName: domainOf(apiId, region),
      name: stage?.StageName ?? '$default',
    },
    arn: `arn:aws:execute-api:${region}:${account}:${apiId}`,
    routes,
  };
}

/** The host name of an HTTP API on AWS, by which CloudFront's origins name it. */
export const domainOf = (apiId: string, region: string): string =>
  `${apiId}.execute-api.${region}.amazonaws.com`;

function parts(type: string, apiId: string, cloud: Cloud): Resource[] {
  return [...cloud.resources.values()].filter((one) => one.type === type && one.properties.ApiId === apiId);
}

function stageOf(apiId: string, cloud: Cloud): StageProperties | undefined {
  const [stage] = parts('AWS::ApiGatewayV2::Stage', apiId, cloud);
  return stage && readProperties(stage, stageProperties);
}

/** One bucket for all routes under the stage's default settings, and one for each that has its own. */
function throttlesOf(stage: StageProperties | undefined): (key: string) => Throttle | undefined {
  const common = throttleOf(stage?.DefaultRouteSettings);
  const own = new Map(Object.entries(stage?.RouteSettings ?? {}).map(([key, one]) => [key, throttleOf(one)]));
  return (key) => own.get(key) ?? common;
}

function throttleOf(settings: StageProperties['DefaultRouteSettings']): Throttle | undefined {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings ?? {};
  return rate === undefined ? undefined : new Throttle(rate, burst ?? rate, performance.now());
}

function routeOf(
  properties: RouteProperties,
  throttles: (key: string) => Throttle | undefined,
  cloud: Cloud,
): Route {
  const integration = readProperties(
    byRef(properties.Target.replace('integrations/', ''), cloud),
    integrationProperties,
  );
  return {
    key: properties.RouteKey,
    functionArn: integration.IntegrationUri,
    role: integration.CredentialsArn,
    timeout: integration.TimeoutInMillis ?? 30_000,
    authorizer:
      properties.AuthorizationType === 'JWT' ? authorizerOf(properties.AuthorizerId, cloud) : undefined,
    scopes: properties.AuthorizationScopes ?? [],
    throttle: throttles(properties.RouteKey),
  };
}

function authorizerOf(id: string | undefined, cloud: Cloud): JwtAuthorizer {
  const properties = readProperties(byRef(id ?? '', cloud), authorizerProperties);
  const pool = poolIssuing(properties.JwtConfiguration.Issuer, cloud);
  return jwtAuthorizer(properties, () => publicKeysOf(pool, cloud.place));
}

function byRef(ref: string, cloud: Cloud): Resource {
  const found = [...cloud.resources.values()].find(({ identity }) => identity.ref === ref);
  if (!found) throw new Error(`The API names ${ref}, which is not in the template.`);
  return found;
}
