import { expect, it } from 'vitest';
import { describeSignIn } from '../../../functions/accounts/describe-sign-in.ts';
import { signIn } from '../../../functions/content/api/api-answers.ts';

it('tells the addresses of the user pool’s domain, as the API describes them', () => {
  const said = describeSignIn({
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool',
    origin: 'https://broadside-production-1.auth.eu-west-1.amazoncognito.com',
    clientId: 'client',
    scopes: 'openid email',
  });
  expect(said).toEqual({
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool',
    authorizationEndpoint: 'https://broadside-production-1.auth.eu-west-1.amazoncognito.com/oauth2/authorize',
    tokenEndpoint: 'https://broadside-production-1.auth.eu-west-1.amazoncognito.com/oauth2/token',
    logoutEndpoint: 'https://broadside-production-1.auth.eu-west-1.amazoncognito.com/logout',
    clientId: 'client',
    scopes: ['openid', 'email'],
  });
  expect(signIn.parse(said)).toEqual(said);
});
