import { apiEmulators } from '../../../../lib/local/api/emulators.ts';
import type { Cloud, Invocation } from '../../../../lib/local/cloud.ts';
import type { Resource } from '../../../../lib/local/resource.ts';
import { signInEmulators } from '../../../../lib/local/sign-in/emulators.ts';
import { callbackAt, callbackPorts } from '../../../../lib/sign-in-callbacks.ts';
import { described, smallCloud } from '../web/small-cloud.ts';

const emulator = (type: string) => [...apiEmulators, ...signInEmulators].find((one) => one.type === type);

export const pool = described(emulator('AWS::Cognito::UserPool'), 'Pool', {
  LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'arn:grant', LambdaVersion: 'V2_0' } },
});
export const client = described(emulator('AWS::Cognito::UserPoolClient'), 'Client', {
  UserPoolId: pool.identity.ref,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: ['http://localhost:4000/desk/', ...callbackPorts.map(callbackAt)],
  LogoutURLs: ['http://localhost:4000/'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
});
const groups = ['editors', 'writers', 'subscribers', 'access'].map((name) =>
  described(emulator('AWS::Cognito::UserPoolGroup'), name, {
    GroupName: name,
    UserPoolId: pool.identity.ref,
  }),
);

const api = described(emulator('AWS::ApiGatewayV2::Api'), 'Api', { Name: 'press', ProtocolType: 'HTTP' });
const ApiId = api.identity.ref;
const authorizer = described(emulator('AWS::ApiGatewayV2::Authorizer'), 'Authorizer', {
  ApiId,
  AuthorizerType: 'JWT',
  IdentitySource: ['$request.header.Authorization'],
  JwtConfiguration: { Issuer: pool.identity.attributes.ProviderURL, Audience: [client.identity.ref] },
});

function route(
  RouteKey: string,
  functionArn: string,
  more: Record<string, unknown> = {},
  CredentialsArn?: string,
): Resource[] {
  const id = `Integration${functionArn}${RouteKey}`;
  const integration = described(emulator('AWS::ApiGatewayV2::Integration'), id, {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 200,
    ...(CredentialsArn && { CredentialsArn }),
  });
  const properties = { ApiId, RouteKey, Target: `integrations/${integration.identity.ref}`, ...more };
  return [integration, described(emulator('AWS::ApiGatewayV2::Route'), `Route${RouteKey}`, properties)];
}

const forScopes = (...AuthorizationScopes: string[]) => ({
  AuthorizationType: 'JWT',
  AuthorizerId: authorizer.identity.ref,
  AuthorizationScopes,
});

const people = [pool, client, ...groups];

const routes = [
  ...route('GET /echo/{slug}', 'arn:echo'),
  ...route('POST /echo', 'arn:echo'),
  ...route('GET /return', 'arn:return'),
  ...route('GET /fail', 'arn:fail'),
  ...route('GET /slow', 'arn:slow'),
  ...route('GET /alien', 'arn:alien'),
  ...route('GET /as-invoker', 'arn:echo', {}, 'arn:invoker'),
  ...route('GET /as-stranger', 'arn:echo', {}, 'arn:stranger'),
  ...route('GET /signed-in', 'arn:echo', forScopes()),
  ...route('GET /edit', 'arn:echo', forScopes('press/editor', 'press/writer')),
  ...route('$default', 'arn:echo'),
];

/** Groups become scopes, as the press's own trigger does it. */
function grant(event: unknown): Invocation {
  const { request } = Object(event);
  const scopesToAdd = request.groupConfiguration.groupsToOverride.map(
    (name: string) => `press/${name.replace(/^(editor|writer)s$/, '$1')}`,
  );
  const response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd } } };
  return { outcome: 'returned', payload: { ...Object(event), response } };
}

/** A small press: an HTTP API with a JWT authorizer, its user pool and functions that echo, fail and idle. */
export async function pressApi(
  stage: Record<string, unknown> = {},
  returned: () => unknown = () => null,
): Promise<Cloud> {
  const properties = { ApiId, StageName: '$default', AutoDeploy: true, ...stage };
  const resources = [
    ...people,
    api,
    authorizer,
    ...routes,
    described(emulator('AWS::ApiGatewayV2::Stage'), 'Stage', properties),
  ];
  const cloud = await smallCloud({
    resources,
    invoke: (arn, event, by) => answers(arn, event, by?.sourceArn, returned),
  });
  cloud.allows = (role, { action, resource }) =>
    role === 'arn:invoker' && action === 'lambda:InvokeFunction' && resource === 'arn:echo';
  await createAll(cloud);
  return cloud;
}

export async function createAll(cloud: Cloud): Promise<void> {
  for (const resource of cloud.resources.values()) await emulator(resource.type)?.create(resource, cloud);
}

async function answers(
  arn: string,
  event: unknown,
  sourceArn: unknown,
  returned: () => unknown,
): Promise<Invocation> {
  if (arn === 'arn:grant') return grant(event);
  if (arn === 'arn:return') return { outcome: 'returned', payload: returned() };
  if (arn === 'arn:slow') return new Promise(() => {});
  if (arn === 'arn:fail') return { outcome: 'failed', errorType: 'Error', message: 'no' };
  if (arn === 'arn:alien')
    return { outcome: 'failed', errorType: 'AccessDeniedException', message: 'not permitted' };
  return { outcome: 'returned', payload: { event, sourceArn } };
}
