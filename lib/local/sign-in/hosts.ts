import { createHash } from 'node:crypto';
import type { Host, Identity } from '../resource.ts';
import { openSignIn } from './front-door.ts';
import { issuerOf } from './issuer.ts';
import { poolOf } from './pool.ts';

/** Letters and digits, always the same for the same resource. */
const idOf = (logicalId: string, length: number): string =>
  BigInt(`0x${createHash('sha512').update(logicalId).digest('hex')}`)
    .toString(36)
    .slice(0, length);

/** For parts that are known by a name they are given in the template. */
const named =
  (property: string) =>
  (logicalId: string, _place: unknown, properties: Readonly<Record<string, unknown>>): Identity => {
    const name = properties[property];
    return { ref: typeof name === 'string' ? name : logicalId, attributes: {} };
  };

const pool: Host = {
  type: 'AWS::Cognito::UserPool',
  honours: ['LambdaConfig'],
  // How people are told of their account, and how strong a password must be: here nobody has one.
  ignores: [
    'AccountRecoverySetting',
    'AdminCreateUserConfig',
    'AutoVerifiedAttributes',
    'DeletionProtection',
    'EmailConfiguration',
    'EmailVerificationMessage',
    'EmailVerificationSubject',
    'EnabledMfas',
    'MfaConfiguration',
    'Policies',
    'Schema',
    'SmsVerificationMessage',
    'UserPoolAddOns',
    'UserPoolName',
    'UserPoolTags',
    'UserPoolTier',
    'UsernameAttributes',
    'UsernameConfiguration',
    'VerificationMessageTemplate',
  ],
  identify(logicalId, { region, account }) {
    const ref = `${region}_${idOf(logicalId, 9)}`;
    const url = issuerOf(ref, region);
    const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${ref}`;
    return {
      ref,
      attributes: { Arn: arn, UserPoolId: ref, ProviderURL: url, ProviderName: url.slice('https://'.length) },
    };
  },
  create(resource, cloud) {
    openSignIn(poolOf(resource, cloud), cloud);
  },
};

/** Clients, groups and the rest are read with their pool: see poolOf. */
const part = (type: string, honours: string[], ignores: string[], identify: Host['identify']): Host => ({
  type,
  honours,
  ignores,
  identify,
  create() {},
});

export const signInHosts: readonly Host[] = [
  part(
    'AWS::Cognito::UserPoolClient',
    [
      'AccessTokenValidity',
      'AllowedOAuthFlows',
      'AllowedOAuthScopes',
      'CallbackURLs',
      'GenerateSecret',
      'LogoutURLs',
      'RefreshTokenValidity',
      'TokenValidityUnits',
      'UserPoolId',
    ],
    [
      'AllowedOAuthFlowsUserPoolClient',
      'AuthSessionValidity',
      'ClientName',
      'EnableTokenRevocation',
      'ExplicitAuthFlows',
      'IdTokenValidity',
      'PreventUserExistenceErrors',
      'SupportedIdentityProviders',
    ],
    (logicalId) => {
      const ref = idOf(logicalId, 26);
      return { ref, attributes: { ClientId: ref } };
    },
  ),
  part(
    'AWS::Cognito::UserPoolGroup',
    ['GroupName', 'UserPoolId'],
    ['Description', 'Precedence'],
    named('GroupName'),
  ),
  part(
    'AWS::Cognito::UserPoolResourceServer',
    ['Identifier', 'Scopes', 'UserPoolId'],
    ['Name'],
    named('Identifier'),
  ),
  part('AWS::Cognito::UserPoolDomain', [], ['Domain', 'ManagedLoginVersion', 'UserPoolId'], named('Domain')),
  pool,
];
