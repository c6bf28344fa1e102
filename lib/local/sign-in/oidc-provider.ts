import { createHash } from 'node:crypto';
import { type Configuration, Provider } from 'oidc-provider';
import type { Cloud } from '../cloud.ts';
import { withCognitoTokens } from './cognito-tokens.ts';
import { issuerOf, signingKeyOf } from './issuer.ts';
import { errorPage } from './pages.ts';
import { personWithSubject } from './people.ts';
import { type Pool, refreshLifetimeOf, rotationGraceOf } from './pool.ts';
import { sessionStore } from './session-store.ts';

/** Paths as on a user pool's domain. */
const routes = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
  revocation: '/oauth2/revoke',
  jwks: '/.well-known/jwks.json',
};

/** An OpenID provider with the pool's clients, keys and addresses. */
export function oidcProvider(pool: Pool, cloud: Cloud): Provider {
  const { data, region } = cloud.place;
  const store = sessionStore(data, Math.max(0, ...pool.clients.map((one) => rotationGraceOf(one) ?? 0)));
  cloud.onStop(() => store.close());
  const provider = new Provider(issuerOf(pool.id, region), {
    ...configuration(pool, cloud),
    adapter: store.adapter,
  });
  withCognitoTokens(provider, pool, cloud);
  return provider;
}

function configuration(pool: Pool, { place }: Cloud): Configuration {
  const key = signingKeyOf(pool.id, place);
  const clients = pool.clients.filter(({ AllowedOAuthFlows }) => AllowedOAuthFlows.includes('code'));
  return {
    clients: clients.map(({ id, CallbackURLs }) => ({
      client_id: id,
      token_endpoint_auth_method: 'none',
      redirect_uris: CallbackURLs,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    })),
    jwks: { keys: [key] },
    cookies: {
      keys: [
        createHash('sha256')
          .update(key.d ?? '')
          .digest('base64url'),
      ],
    },
    routes,
    scopes: [...new Set(['openid', ...clients.flatMap(({ AllowedOAuthScopes }) => AllowedOAuthScopes)])],
    claims: {
      openid: ['sub', 'cognito:username', 'cognito:groups'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_, client, token) => 'clientId' in token && token.clientId === client.clientId,
      },
    },
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    findAccount: (_, subject) => account(subject),
    loadExistingGrant: grantEverythingAsked,
    // As Cognito does: always, and valid for as long as the client says.
    issueRefreshToken: async () => true,
    expiresWithSession: async () => false,
    rotateRefreshToken: ({ oidc }) => isRotating(clients, oidc.client?.clientId),
    clientBasedCORS: () => true,
    ttl: lifetimes(clients),
    renderError: (ctx, { error, error_description: why }) => {
      ctx.type = 'html';
      ctx.body = errorPage(why ?? error);
    },
  };
}

function account(accountId: string) {
  const person = personWithSubject(accountId);
  if (!person) return undefined;
  const { username, name, email, groups } = person;
  const claims = { sub: accountId, 'cognito:username': username, 'cognito:groups': [...groups], name, email };
  return { accountId, claims: async () => ({ ...claims, email_verified: true }) };
}

/** No consent page: the clients are the press's own. */
const grantEverythingAsked: Configuration['loadExistingGrant'] = async (ctx) => {
  const { client, session, provider, requestParamScopes } = ctx.oidc;
  const known = session?.grantIdFor(client?.clientId ?? '');
  const grant =
    (known && (await provider.Grant.find(known))) ||
    new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
  grant.addOIDCScope([...requestParamScopes].join(' '));
  await grant.save();
  return grant;
};

const isRotating = (clients: Pool['clients'], clientId: string | undefined): boolean =>
  clients.some((one) => one.id === clientId && rotationGraceOf(one) !== undefined);

const day = 86_400;

function lifetimes(clients: Pool['clients']): Configuration['ttl'] {
  const refresh = Math.max(day, ...clients.map(refreshLifetimeOf));
  return {
    AccessToken: day,
    AuthorizationCode: 300,
    IdToken: 3600,
    Interaction: 3600,
    Session: day,
    Grant: refresh,
    // One that replaces another does not live longer.
    RefreshToken: ({ oidc }) => oidc.entities.RotatedRefreshToken?.remainingTTL ?? refresh,
  };
}
