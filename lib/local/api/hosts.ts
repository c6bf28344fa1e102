import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import type { Host, Identity } from '../resource.ts';
import type { Answer } from '../web/message.ts';
import { serve } from '../web/serve.ts';
import { domainOf, gatewayOf } from './build-gateway.ts';
import { answerFor, largestRequest } from './gateway.ts';
import { refusal } from './refusals.ts';

/** Ids as API Gateway makes them: ten letters and digits, here always the same for the same resource. */
const idOf = (logicalId: string): string =>
  BigInt(`0x${createHash('sha256').update(logicalId).digest('hex')}`)
    .toString(36)
    .slice(0, 10);

const byId = (logicalId: string): Identity => ({ ref: idOf(logicalId), attributes: {} });

const gateways = new WeakMap<Cloud, Map<string, Answer>>();

/** The API that has this host name on AWS; CloudFront asks it without a detour over the network. */
export const apiAt = (domain: string, cloud: Cloud): Answer | undefined => gateways.get(cloud)?.get(domain);

const api: Host = {
  type: 'AWS::ApiGatewayV2::Api',
  honours: ['Name', 'ProtocolType'],
  // Closing the default address makes no sense here: the edge asks it in any case.
  ignores: ['Description', 'Tags'],
  identify(logicalId, { region }) {
    const ref = idOf(logicalId);
    return { ref, attributes: { ApiId: ref, ApiEndpoint: `https://${domainOf(ref, region)}` } };
  },
  create(resource, cloud) {
    const answer = answerFor(gatewayOf(resource, cloud), cloud);
    const known = gateways.get(cloud) ?? new Map<string, Answer>();
    gateways.set(cloud, known.set(domainOf(resource.identity.ref, cloud.place.region), answer));
    serve(cloud.doors.api, answer, {
      cloud,
      limit: largestRequest,
      tooLarge: refusal(413),
      broken: refusal(500),
    });
  },
};

/** Stages, routes and the rest are read with their API: see gatewayOf. */
const part = (
  type: string,
  honours: string[],
  ignores: string[] = [],
  identify: Host['identify'] = byId,
): Host => ({
  type,
  honours,
  ignores,
  identify,
  create() {},
});

export const apiHosts: readonly Host[] = [
  part(
    'AWS::ApiGatewayV2::Authorizer',
    ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration'],
    ['Name'],
  ),
  part(
    'AWS::ApiGatewayV2::Integration',
    ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    ['Description', 'IntegrationMethod'],
  ),
  part(
    'AWS::ApiGatewayV2::Route',
    ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes'],
    ['OperationName'],
  ),
  part(
    'AWS::ApiGatewayV2::Stage',
    ['ApiId', 'StageName', 'AutoDeploy', 'DefaultRouteSettings', 'RouteSettings'],
    ['AccessLogSettings', 'Description', 'Tags'],
    () => ({ ref: '$default', attributes: {} }),
  ),
  api,
];
