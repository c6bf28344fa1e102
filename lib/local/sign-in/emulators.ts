import { declaration, type Emulator, idOf } from '../emulator.ts';
import type { Identity } from '../resource.ts';
import { serveLazily } from '../web/serve.ts';
import { issuerOf } from './issuer.ts';
import { poolOf } from './pool.ts';

/** For types whose `Ref` is a name that the template gives. */
const named =
  (property: string) =>
  (logicalId: string, _place: unknown, properties: Readonly<Record<string, unknown>>): Identity => {
    const name = properties[property];
    return { ref: typeof name === 'string' ? name : logicalId, attributes: {} };
  };

const pool: Emulator = {
  type: 'AWS::Cognito::UserPool',
  supports: ['LambdaConfig'],
  // Invitations, passwords and recovery: here nobody has a password.
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
    const ref = `${region}_${idOf(logicalId, 9, 'sha512')}`;
    const url = issuerOf(ref, region);
    const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${ref}`;
    return {
      ref,
      attributes: { Arn: arn, UserPoolId: ref, ProviderURL: url, ProviderName: url.slice('https://'.length) },
    };
  },
  create(resource, cloud) {
    const described = poolOf(resource, cloud);
    // Loaded at the first request: most starts never need it.
    const load = async () => (await import('./issuer-server.ts')).issuerServer(described, cloud);
    serveLazily(cloud.listeners.signIn, 'Sign-in', load, cloud);
  },
};

/** Clients, groups, resource servers and domains are read with their pool: see poolOf. */
export const signInEmulators: readonly Emulator[] = [
  declaration(
    'AWS::Cognito::UserPoolClient',
    [
      'AccessTokenValidity',
      'AllowedOAuthFlows',
      'AllowedOAuthScopes',
      'CallbackURLs',
      'GenerateSecret',
      'LogoutURLs',
      'RefreshTokenRotation',
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
      // There is no API here by which people change their own accounts.
      'WriteAttributes',
    ],
    (logicalId) => {
      const ref = idOf(logicalId, 26, 'sha512');
      return { ref, attributes: { ClientId: ref } };
    },
  ),
  declaration(
    'AWS::Cognito::UserPoolGroup',
    ['GroupName', 'UserPoolId'],
    ['Description', 'Precedence'],
    named('GroupName'),
  ),
  declaration(
    'AWS::Cognito::UserPoolResourceServer',
    ['Identifier', 'Scopes', 'UserPoolId'],
    ['Name'],
    named('Identifier'),
  ),
  declaration(
    'AWS::Cognito::UserPoolDomain',
    [],
    ['Domain', 'ManagedLoginVersion', 'UserPoolId'],
    named('Domain'),
  ),
  pool,
];
