import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import { Aws, CfnOutput, Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { answering, type FunctionFactory } from './functions.ts';
import type { Stage } from './stage.ts';

export interface AccountsProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  /** Origin of the site, where people are sent back to after signing in. */
  readonly site: string;
}

/** What people of the press may be: a scope and a group each. */
const roles = [
  { scope: 'editor', group: 'editors', may: 'Publishes, withdraws and renders' },
  { scope: 'writer', group: 'writers', may: 'Hands in drafts' },
];

/** The people who may sign in. Somebody with the keys of the account adds them: nobody signs up. */
export class Accounts extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { stage, functions, site }: AccountsProps) {
    super(scope, id);
    this.pool = poolOf(this, stage);
    this.client = clientOf(this.pool, site);
    this.pool.addResourceServer('Press', {
      identifier: 'press',
      scopes: roles.map(
        ({ scope, may }) => new ResourceServerScope({ scopeName: scope, scopeDescription: may }),
      ),
    });
    for (const { group, may } of roles) this.pool.addGroup(group, { groupName: group, description: may });
    const grantScopes = functions.make(this, 'accounts/grant-scopes', { ...answering, seconds: 5 });
    this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, grantScopes, LambdaVersion.V2_0);
    this.pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: `broadside-${stage.name}-${Aws.ACCOUNT_ID}` },
    });
    new CfnOutput(this, 'PoolId', { value: this.pool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: this.client.userPoolClientId });
  }
}

function poolOf(scope: Construct, stage: Stage): UserPool {
  const pool = new UserPool(scope, 'Pool', {
    // The tier in which a function may add scopes to an access token; free for a press's few people.
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

/** A public client (code with PKCE). It may not ask for a role: those come from the groups a person is in. */
function clientOf(pool: UserPool, site: string): UserPoolClient {
  return pool.addClient('Client', {
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: [`${site}/`],
      logoutUrls: [`${site}/`],
    },
    preventUserExistenceErrors: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
}
