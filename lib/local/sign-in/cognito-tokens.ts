import type { Provider } from 'oidc-provider';
import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import { accessToken } from './access-token.ts';
import { grantScopes, SignInRefused } from './grant-scopes.ts';
import { personWithSubject } from './people.ts';
import { lifetimeOf, type Pool } from './pool.ts';

type Context = Parameters<Parameters<Provider['use']>[0]>[0];

const answer = z.looseObject({ access_token: z.string(), refresh_token: z.optional(z.string()) });

/**
 * Replaces the provider's access tokens by JWTs in Cognito's shape: that shape has no `aud`, which the provider
 * requires. The provider's own token becomes the JWT's `jti`, by which the user info endpoint finds it.
 */
export function withCognitoTokens(provider: Provider, pool: Pool, cloud: Cloud): void {
  provider.use(async (ctx, next) => {
    if (ctx.path === '/oauth2/userInfo') ctx.req.headers.authorization = ownToken(ctx.get('authorization'));
    await next();
    const given = ctx.path === '/oauth2/token' ? answer.safeParse(ctx.body) : undefined;
    if (given?.success) await replaceToken(ctx, given.data, pool, cloud);
  });
}

function ownToken(authorization: string): string {
  const [, claims] = /^Bearer [^.]+\.([^.]+)\./.exec(authorization) ?? [];
  if (claims === undefined) return authorization;
  return `Bearer ${JSON.parse(Buffer.from(claims, 'base64url').toString()).jti}`;
}

async function replaceToken(
  ctx: Context,
  given: z.output<typeof answer>,
  pool: Pool,
  cloud: Cloud,
): Promise<void> {
  try {
    const { AccessToken: made, RefreshToken: refreshed } = ctx.oidc.entities;
    const client = pool.clients.find(({ id }) => id === made?.clientId);
    const person = personWithSubject(made?.accountId ?? '');
    if (!made || !client || !person) throw new SignInRefused('Nobody known has signed in.');
    const triggerSource =
      refreshed && ctx.oidc.params?.grant_type === 'refresh_token'
        ? 'TokenGeneration_RefreshTokens'
        : 'TokenGeneration_HostedAuth';
    const request = { person, client, scopes: [...made.scopes], triggerSource };
    const grant = await grantScopes(pool, request, cloud);
    const lifetime = lifetimeOf(client);
    const subject = {
      client,
      username: person.username,
      grant,
      now: new Date(),
      lifetime,
      id: given.access_token,
    };
    const token = accessToken(pool, subject, cloud.place);
    ctx.body = { ...given, access_token: token, expires_in: lifetime, scope: grant.scopes.join(' ') };
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    ctx.status = 400;
    ctx.body = { error: 'invalid_grant', error_description: error.message };
  }
}
