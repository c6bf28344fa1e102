import { type Cloud, perCloud } from '../cloud.ts';
import { declaration, type Emulator, idOf } from '../emulator.ts';
import type { Identity } from '../resource.ts';
import type { Answer } from '../web/message.ts';
import { serve } from '../web/serve.ts';
import { domainOf, gatewayOf } from './build-gateway.ts';
import { answerFor, largestRequest } from './gateway.ts';
import { errorResponse } from './responses.ts';

/** API Gateway's ids are ten letters and digits. */
const apiId = (logicalId: string): string => idOf(logicalId, 10);

const byId = (logicalId: string): Identity => ({ ref: apiId(logicalId), attributes: {} });

const gatewaysOf = perCloud(() => new Map<string, Answer>());

/** The API that has this host name on AWS: CloudFront calls it directly, not over the network. */
export const apiAt = (domain: string, cloud: Cloud): Answer | undefined => gatewaysOf(cloud).get(domain);

const api: Emulator = {
  type: 'AWS::ApiGatewayV2::Api',
  supports: ['Name', 'ProtocolType'],
  // DisableExecuteApiEndpoint is not supported: the edge uses the default address.
  ignores: ['Description', 'Tags'],
  identify(logicalId, { region }) {
    const ref = apiId(logicalId);
    return { ref, attributes: { ApiId: ref, ApiEndpoint: `https://${domainOf(ref, region)}` } };
  },
  create(resource, cloud) {
    const answer = answerFor(gatewayOf(resource, cloud), cloud);
    gatewaysOf(cloud).set(domainOf(resource.identity.ref, cloud.place.region), answer);
    serve(cloud.listeners.api, answer, {
      cloud,
      limit: largestRequest,
      tooLarge: errorResponse(413),
      internalError: errorResponse(500),
    });
  },
};

/** Stages, routes, integrations and authorizers are read with their API: see gatewayOf. */
export const apiEmulators: readonly Emulator[] = [
  declaration(
    'AWS::ApiGatewayV2::Authorizer',
    ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration'],
    ['Name'],
    byId,
  ),
  declaration(
    'AWS::ApiGatewayV2::Integration',
    [
      'ApiId',
      'CredentialsArn',
      'IntegrationType',
      'IntegrationUri',
      'PayloadFormatVersion',
      'TimeoutInMillis',
    ],
    ['Description', 'IntegrationMethod'],
    byId,
  ),
  declaration(
    'AWS::ApiGatewayV2::Route',
    ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes'],
    ['OperationName'],
    byId,
  ),
  declaration(
    'AWS::ApiGatewayV2::Stage',
    ['ApiId', 'StageName', 'AutoDeploy', 'DefaultRouteSettings', 'RouteSettings'],
    ['AccessLogSettings', 'Description', 'Tags'],
    () => ({ ref: '$default', attributes: {} }),
  ),
  api,
];
