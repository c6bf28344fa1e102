import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Accounts } from '../../lib/accounts.ts';
import { Api } from '../../lib/api.ts';
import { Gateway } from '../../lib/gateway.ts';
import { callbackAt, callbackPorts } from '../../lib/sign-in-callbacks.ts';
import { stageNamed } from '../../lib/stage.ts';
import { aStack, type Found, pressTemplate, stackResources } from './a-template.ts';

const press = pressTemplate();
const routes = press.of('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);
const editors = ['press/editor'];
const writersToo = ['press/editor', 'press/writer'];

describe('routes', () => {
  it('ask for the roles that may use them, or are open to all', () => {
    const scopes = Object.fromEntries(
      routes
        .filter(({ RouteKey }) => !RouteKey.startsWith('HEAD '))
        .map(({ RouteKey, AuthorizationScopes = 'everybody' }) => [RouteKey, AuthorizationScopes]),
    );
    expect(scopes).toEqual({
      'POST /api/uploads': writersToo,
      'POST /api/uploads/{id}/forms': writersToo,
      'GET /api/uploads/{id}': writersToo,
      'GET /api/documents': writersToo,
      'GET /api/calendar': writersToo,
      'GET /api/documents/{slug}': writersToo,
      'GET /api/documents/{slug}/revisions/{revision}': writersToo,
      'GET /api/documents/{slug}/revisions/{revision}/manuscript': writersToo,
      'POST /api/documents/{slug}/publish': editors,
      'POST /api/documents/{slug}/restore': editors,
      'GET /api/mail': editors,
      'GET /api/newsletter-records': editors,
      'GET /api/newsletter-records/{id}': editors,
      'POST /api/newsletter-records/{id}': editors,
      'GET /api/newsletters': editors,
      'GET /api/newsletters/{slug}': editors,
      'GET /api/newsletters/{slug}/preview': editors,
      'GET /api/newsletters/{slug}/report': editors,
      'POST /api/newsletters/{slug}/send': editors,
      'POST /api/newsletters/{slug}/pause': editors,
      'POST /api/newsletters/{slug}/resume': editors,
      'POST /api/newsletters/{slug}/cancel': editors,
      'POST /api/newsletters/{slug}/again': editors,
      'POST /api/newsletters/{slug}/test': editors,
      'GET /api/newsletters/{slug}/ledger.csv': ['press/subscribers'],
      'POST /api/documents/{slug}/withdraw': editors,
      'DELETE /api/documents/{slug}': editors,
      'ANY /api/documents/{slug}/schedule': editors,
      'ANY /api/documents/{slug}/preview': writersToo,
      'ANY /api/documents/{slug}/diff': editors,
      'GET /api/previews/{link}': 'everybody',
      'POST /api/preview': writersToo,
      'POST /api/documents/{slug}/announce': editors,
      'POST /api/announce': editors,
      'GET /api/histories': editors,
      'GET /api/histories/{slug}': editors,
      'POST /api/site/render': editors,
      'GET /api/letters': editors,
      'POST /api/letters/{id}/resend': editors,
      'POST /api/letters/{id}/settle': editors,
      'POST /api/suppressions/unsuppress': ['press/subscribers'],
      'GET /api/subscribers': ['press/subscribers'],
      'GET /api/subscribers/{id}': ['press/subscribers'],
      'GET /api/subscribers/growth': ['press/subscribers'],
      'POST /api/subscribers': ['press/subscribers'],
      'DELETE /api/subscribers/{id}': ['press/subscribers'],
      'POST /api/erasures': ['press/subscribers'],
      'POST /api/exports': ['press/subscribers'],
      'POST /api/subscribers/imports': ['press/subscribers'],
      'GET /api/subscribers/imports/{id}': ['press/subscribers'],
      'GET /api/subscribers.csv': ['press/subscribers'],
      'GET /api/articles': 'everybody',
      'GET /api/articles/{slug}': 'everybody',
      'GET /api/books': 'everybody',
      'GET /api/books/{slug}': 'everybody',
      'GET /api/bulletins': 'everybody',
      'GET /api/bulletins/{slug}': 'everybody',
      'GET /api/sections': 'everybody',
      'GET /api/tags': 'everybody',
      'GET /api/authors': 'everybody',
      'GET /api/series': 'everybody',
      'GET /api/serials': 'everybody',
      'GET /api/sign-in': 'everybody',
      'GET /api/events': 'everybody',
      'GET /api/events/{slug}': 'everybody',
      'POST /api/events/{slug}/bookings': 'everybody',
      'ANY /api/bookings': editors,
      'ANY /api/events/{slug}/report': editors,
      'ANY /api/events/{slug}/attendees': editors,
      'ANY /api/events/{slug}/attendees.csv': editors,
      'ANY /api/events/{slug}/attendees/{code}': editors,
      'POST /api/events/{slug}/attendees': editors,
      'POST /api/events/{slug}/attendees/{code}': editors,
      'POST /api/events/{slug}/booking': editors,
      'POST /api/events/{slug}/cancel': editors,
      'POST /api/events/{slug}/letters': editors,
      'ANY /api/events/{slug}/access': ['press/access'],
      'ANY /events': 'everybody',
      'ANY /events/{slug}': 'everybody',
      'ANY /events/past/{year}': 'everybody',
      'ANY /events/{slug}/book': 'everybody',
      'ANY /events/bookings': 'everybody',
      'ANY /events/bookings/{link}': 'everybody',
      'POST /api/subscriptions': 'everybody',
      'ANY /newsletters': 'everybody',
      'ANY /newsletters/{list}': 'everybody',
      'ANY /newsletters/{list}/{slug}': 'everybody',
      'ANY /newsletters/confirm/{link}': 'everybody',
      'ANY /newsletters/leave/{link}': 'everybody',
      'ANY /newsletters/preferences/{link}': 'everybody',
      'ANY /newsletters/change/{link}': 'everybody',
      'GET /api': 'everybody',
      'GET /api/openapi.json': 'everybody',
      'GET /api/style.css': 'everybody',
      $default: 'everybody',
    });
  });

  it('for GET are there for HEAD too, for the same people', () => {
    const asked = (method: string) =>
      routes
        .filter(({ RouteKey }) => RouteKey.startsWith(`${method} `))
        .map(({ RouteKey, AuthorizationType, AuthorizationScopes, Target }) => ({
          path: RouteKey.slice(method.length + 1),
          AuthorizationType,
          AuthorizationScopes,
          Target,
        }));
    expect(asked('GET').length).toBeGreaterThan(10);
    expect(asked('HEAD')).toEqual(asked('GET'));
  });

  it('that change something are open only where readers act for themselves', () => {
    const open = routes.filter(({ AuthorizationType }) => AuthorizationType === 'NONE');
    const readersAct =
      /^(?:POST|ANY) (\/(newsletters|events)(\/|$)|\/api\/subscriptions$|\/api\/events\/\{slug\}\/bookings$)/;
    expect(
      open.filter(({ RouteKey }) => !/^(GET |HEAD |\$default)/.test(RouteKey) && !readersAct.test(RouteKey)),
    ).toEqual([]);
    expect(
      routes
        .filter(({ AuthorizationScopes }) => AuthorizationScopes)
        .every(({ AuthorizationType }) => AuthorizationType === 'JWT'),
    ).toBe(true);
  });

  it('are throttled, and their log names nobody', () => {
    const { DefaultRouteSettings, AccessLogSettings } = press.named('Gateway/Stage').properties;
    // An account's own limits in the smaller regions, such as Milan and Cape Town.
    expect(DefaultRouteSettings.ThrottlingRateLimit).toBeLessThanOrEqual(2500);
    expect(DefaultRouteSettings.ThrottlingBurstLimit).toBeLessThanOrEqual(1250);
    expect(AccessLogSettings.Format).not.toMatch(/identity|sourceIp|userAgent|claims|path/i);
  });
});

describe('a function with many routes', () => {
  const calls = press.of('AWS::ApiGatewayV2::Integration').map(functionCalled);

  it('has one integration, which runs it as the role that may run these functions and do nothing else', () => {
    expect(routes.length).toBeGreaterThan(2 * calls.length);
    expect(new Set(calls).size).toBe(calls.length);
    const invoker = press.named('Gateway/Invoker');
    for (const { properties } of press.of('AWS::ApiGatewayV2::Integration'))
      expect(properties.CredentialsArn).toEqual({ 'Fn::GetAtt': [invoker.id, 'Arn'] });
    const [policy, ...others] = invoker.properties.Policies;
    const [statement, ...more] = policy.PolicyDocument.Statement;
    expect([others, more]).toEqual([[], []]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'lambda:InvokeFunction' });
    const allowed = statement.Resource.map((one: Record<'Fn::GetAtt', string[]>) => one['Fn::GetAtt']);
    expect(allowed.sort()).toEqual(calls.map((id) => [id, 'Arn']).sort());
  });

  it('can be run by nobody else for the API', () => {
    const principals = press.of('AWS::Lambda::Permission').map(({ properties }) => properties.Principal);
    expect(principals).not.toContain('apigateway.amazonaws.com');
  });

  it('is what each of its routes calls', () => {
    const targets = new Set(routes.map(({ Target }) => JSON.stringify(Target)));
    expect(targets.size).toBe(calls.length);
  });
});

function functionCalled({ properties }: Found): string {
  return properties.IntegrationUri['Fn::GetAtt'][0];
}

describe('pages of rooms', () => {
  const pageRoutes = (route: string) => {
    const stack = aStack('Pages');
    const fn = new Lambda(stack, 'Show', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {};'),
    });
    const gateway = new Gateway(stack, 'Gateway', stageNamed('development'));
    const pool = { userPoolProviderUrl: 'https://issuer.example' };
    const accounts = { pool, client: { userPoolClientId: 'client' } } as unknown as Accounts;
    new Api({ gateway, accounts, siteUrl: 'https://lantern.example' }).page(route, fn);
    return stackResources(stack)
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
      .map(({ properties }) => [properties.RouteKey, properties.AuthorizationType]);
  };

  it('are open, to be read and to be sent to', () => {
    expect(pageRoutes('GET /newsletters/confirm/{token}')).toEqual([
      ['GET /newsletters/confirm/{token}', 'NONE'],
      ['HEAD /newsletters/confirm/{token}', 'NONE'],
    ]);
    expect(pageRoutes('POST /events')).toEqual([['POST /events', 'NONE']]);
  });

  it.each(['GET /letters', 'GET /newsletters/', 'POST /newslettersx', 'POST /api/subscriptions'])(
    'are not at %s: the edge asks the bucket there, or sends no slash',
    (route) => {
      expect(() => pageRoutes(route)).toThrow('is no page of a room');
    },
  );
});

describe('addresses that nothing answers', () => {
  const stage = press.named('Gateway/Stage');
  const [route] = press
    .of('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties.RouteKey === '$default');

  it('have a limit of their own, far below that of the routes', () => {
    const { ThrottlingRateLimit, ThrottlingBurstLimit } = stage.properties.RouteSettings.$default;
    // Of a new account's ten executions: at 20 ms each, and at a quarter of a second where all start cold.
    expect(ThrottlingRateLimit * 0.02).toBeLessThan(1);
    expect(ThrottlingRateLimit * 0.25).toBeLessThanOrEqual(5);
    expect(ThrottlingBurstLimit).toBeLessThanOrEqual(10);
  });

  it('exist before their limit: API Gateway refuses settings of a route that is not there', () => {
    expect(stage.dependsOn).toContain(route?.id);
  });
});

describe('people', () => {
  const { properties: pool } = press.named('Accounts/Pool');
  const { properties: client } = press.named('Accounts/Pool/Client');

  it('are added by hand, and may use a second factor', () => {
    expect(pool.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
    expect(pool).toMatchObject({ MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    expect(pool.Policies.PasswordPolicy.MinimumLength).toBeGreaterThanOrEqual(12);
  });

  it('get roles from their groups, never by asking', () => {
    expect(client.AllowedOAuthScopes).toEqual(['openid', 'email']);
    expect(pool).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
    });
    const groups = press.of('AWS::Cognito::UserPoolGroup').map(({ properties }) => properties.GroupName);
    expect(groups.sort()).toEqual(['access', 'editors', 'subscribers', 'writers']);
  });

  it('sign in with a code, on pages of ours, without a secret in the browser', () => {
    expect(client).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
    const [site, desk, ...machine] = client.CallbackURLs;
    expect(JSON.stringify(site)).toContain('EdgeDistribution');
    expect(desk['Fn::Join'][1]).toEqual([...site['Fn::Join'][1].slice(0, -1), '/desk/']);
    expect(client.LogoutURLs).toEqual([site, desk]);
    // Plain HTTP never leaves the machine; the command line takes one of these and no other.
    expect(machine).toEqual(['http://localhost:8611/', 'http://localhost:18611/', 'http://localhost:28611/']);
    expect(machine).toEqual(callbackPorts.map(callbackAt));
  });

  it('can be ended: access tokens live five minutes, and refresh tokens work once and can be revoked', () => {
    expect(client).toMatchObject({
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
      RefreshTokenValidity: 30 * 24 * 60,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
      EnableTokenRevocation: true,
    });
    // Cognito refuses a client that rotates and has its own way of refreshing, too.
    expect(client.ExplicitAuthFlows).not.toContain('ALLOW_REFRESH_TOKEN_AUTH');
  });

  it('cannot change the name that histories have of them', () => {
    expect(mayRename(client, pool)).toEqual([]);
    // Controls: what Cognito does with a client that says nothing, and what was there before.
    const { WriteAttributes, ExplicitAuthFlows, ...silent } = client;
    expect(mayRename(silent, pool)).toEqual([
      'a session of the API that may change the account',
      'the attribute name',
      'the attribute email',
    ]);
    expect(mayRename({ ...client, WriteAttributes: ['locale', 'name'] }, pool)).toEqual([
      'the attribute name',
    ]);
    expect(mayRename({ ...client, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }, pool)).toHaveLength(1);
    expect(mayRename({ ...client, AllowedOAuthScopes: [accountScope] }, pool)).toHaveLength(1);
    // Cognito refuses a client that may not write what everybody has to have.
    expect(pool.Schema).toBeUndefined();
    const challenged = { ...pool, LambdaConfig: { ...pool.LambdaConfig, DefineAuthChallenge: 'arn' } };
    expect(mayRename(client, challenged)).toHaveLength(1);
  });

  it('are in a pool that the outputs name, as README finds it', () => {
    const named = Object.entries(press.outputs).filter(([name]) => name.startsWith('AccountsPoolId'));
    expect(named.map(([, { Value }]) => Value)).toEqual([{ Ref: press.named('Accounts/Pool').id }]);
  });

  it('are told where to sign in by the press itself', () => {
    const { Variables } = press.named('Accounts/DescribeSignIn').properties.Environment;
    const domain = press.named('Accounts/Pool/SignIn').id;
    expect(Variables).toMatchObject({
      SIGN_IN_ISSUER: { 'Fn::GetAtt': [press.named('Accounts/Pool').id, 'ProviderURL'] },
      SIGN_IN_CLIENT: { Ref: press.named('Accounts/Pool/Client').id },
      SIGN_IN_SCOPES: 'openid email',
    });
    expect(JSON.stringify(Variables.SIGN_IN_ORIGIN)).toContain(`{"Ref":"${domain}"},".auth."`);
  });

  it('are believed only with a token for this client from this pool', () => {
    const [authorizer] = press.of('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer?.properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [{ Ref: press.named('Accounts/Pool/Client').id }] },
    });
  });
});

/** Tokens with this scope may change the account they are of. */
const accountScope = 'aws.cognito.signin.user.admin';

/** What would let people change the name that tokens have of them, by Cognito's documents: tokens of its own API, and
 *  attributes that the client may write, which are all where it names none. */
function mayRename(client: Found['properties'], pool: Found['properties']): string[] {
  const flows: string[] = client.ExplicitAuthFlows?.length ? client.ExplicitAuthFlows : usualFlows;
  const hasTriggers = Object.keys(pool.LambdaConfig ?? {}).some((name) => name.includes('AuthChallenge'));
  const opensSession = flows.some((flow) => flow !== 'ALLOW_CUSTOM_AUTH' || hasTriggers);
  const session = opensSession || client.AllowedOAuthScopes.includes(accountScope);
  const writable: string[] = client.WriteAttributes?.length ? client.WriteAttributes : ['name', 'email'];
  return [
    ...(session ? ['a session of the API that may change the account'] : []),
    ...['name', 'email'].filter((name) => writable.includes(name)).map((name) => `the attribute ${name}`),
  ];
}

const usualFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
