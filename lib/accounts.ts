import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { CfnOutput, Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import { type FunctionFactory, requestProfile } from './functions.ts';
import { callbackAt, callbackPorts } from './sign-in-callbacks.ts';
import type { Stage } from './stage.ts';

export interface AccountsProps {
  readonly stage: Stage;
  /** First label of the host name where people sign in. */
  readonly signInDomain: string;
  readonly functions: FunctionFactory;
  /** Origin of the site, where a sign-in ends. */
  readonly siteUrl: string;
}

/**
 * Each role is a scope of access tokens, and the group whose members get it. Whoever publishes need not see who reads:
 * what people told the press of themselves is a role apart.
 */
const roles = [
  { scope: 'editor', group: 'editors', description: 'Publishes, withdraws and renders' },
  { scope: 'writer', group: 'writers', description: 'Hands in drafts' },
  { scope: 'subscribers', group: 'subscribers', description: 'Sees, imports and exports subscribers' },
  { scope: 'access', group: 'access', description: 'Sees what people with access needs ask for' },
] as const;

export type Role = (typeof roles)[number]['scope'];

/** The people who may sign in. An administrator of the AWS account adds them: nobody signs up. */
export class Accounts extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly #domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { stage, signInDomain, functions, siteUrl }: AccountsProps) {
    super(scope, id);
    this.pool = poolOf(this, stage);
    this.client = clientOf(this.pool, siteUrl);
    this.pool.addResourceServer('Press', {
      identifier: 'press',
      scopes: roles.map(
        ({ scope, description }) =>
          new ResourceServerScope({ scopeName: scope, scopeDescription: description }),
      ),
    });
    for (const { group, description } of roles) this.pool.addGroup(group, { groupName: group, description });
    const grantScopes = functions.make(this, 'accounts/grant-scopes', { ...requestProfile, seconds: 5 });
    this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, grantScopes, LambdaVersion.V2_0);
    this.#domain = this.pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: signInDomain } });
    new CfnOutput(this, 'PoolId', { value: this.pool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: this.client.userPoolClientId });
  }

  /** Lets `fn` tell where people sign in, and as which client. */
  allowDescribing(fn: Lambda): void {
    fn.addEnvironment(envNames.signInIssuer, this.pool.userPoolProviderUrl);
    fn.addEnvironment(envNames.signInOrigin, this.#domain.baseUrl());
    fn.addEnvironment(envNames.signInClient, this.client.userPoolClientId);
    fn.addEnvironment(envNames.signInScopes, requested.map(({ scopeName }) => scopeName).join(' '));
  }
}

function poolOf(scope: Construct, stage: Stage): UserPool {
  const pool = new UserPool(scope, 'Pool', {
    // The tier in which a trigger may add scopes to an access token; free up to 10,000 people.
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 14,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
    },
    deletionProtection: stage.protectsData,
    removalPolicy: stage.removal,
  });
  Validations.of(pool).acknowledge(
    {
      id: 'AwsSolutions-COG2',
      reason: 'A second factor is offered; volunteers without a phone can work too.',
    },
    {
      id: 'AwsSolutions-COG3',
      reason: 'Threat protection is billed a user; people are few and added by hand.',
    },
    { id: 'AwsSolutions-COG8', reason: 'The Plus tier is billed a user; people are few and added by hand.' },
  );
  return pool;
}

/** What a program asks for. A role cannot be asked for: roles come from a person's groups. */
const requested = [OAuthScope.OPENID, OAuthScope.EMAIL];

/**
 * A public client (authorization code with PKCE). API Gateway believes an access token until it expires, also of who
 * was signed out or disabled: it lives as briefly as Cognito allows, and is renewed by a refresh token, which Cognito
 * revokes at once. A refresh token works once (RFC 9700, 2.2.2), and for a minute more when the answer was lost.
 */
function clientOf(pool: UserPool, siteUrl: string): UserPoolClient {
  return pool.addClient('Client', {
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: requested,
      callbackUrls: [`${siteUrl}/`, `${siteUrl}/desk/`, ...callbackPorts.map(callbackAt)],
      logoutUrls: [`${siteUrl}/`, `${siteUrl}/desk/`],
    },
    preventUserExistenceErrors: true,
    // People sign in on Cognito's pages alone: tokens of its API would let them change their own accounts. It takes no
    // empty list, and refuses rotation beside its own way of refreshing, which is in the usual one; this flow asks
    // triggers that the pool does not have.
    authFlows: { custom: true },
    // Histories name people by what their account says: they cannot change it. The list must name something.
    writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    accessTokenValidity: Duration.minutes(5),
    idTokenValidity: Duration.minutes(5),
    refreshTokenValidity: Duration.days(30),
    refreshTokenRotationGracePeriod: Duration.minutes(1),
    enableTokenRevocation: true,
  });
}
