import * as z from 'zod/mini';

/** Who a token is for, as it says itself. The press decides by its signature; here it is for people to read. */
export interface Identity {
  /** The subject, as histories have it. */
  by: string;
  byName?: string;
  roles: Role[];
  /** Who says so: the `issuer` that the press names. */
  issuer?: string;
  /** Milliseconds since the epoch. */
  expires: number;
}

const roleNames = ['editor', 'writer', 'subscribers', 'access'] as const;

export type Role = (typeof roleNames)[number];

const claims = z.object({
  sub: z.string(),
  iss: z.optional(z.string()),
  name: z.optional(z.string()),
  scope: z._default(z.string(), ''),
  exp: z._default(z.number(), 0),
});

/** Undefined for what is not one of a press's access tokens. */
export function identityIn(token: string): Identity | undefined {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    const { data } = claims.safeParse(JSON.parse(text));
    if (!data) return undefined;
    const { sub: by, name: byName, iss: issuer, scope, exp } = data;
    return { by, byName, roles: rolesIn(scope), issuer, expires: exp * 1000 };
  } catch {
    return undefined;
  }
}

const rolesIn = (scope: string): Role[] =>
  roleNames.filter((role) => scope.split(' ').includes(`press/${role}`));

/** The person, and what they may do. */
export function identityText({ by, byName, roles }: Identity): string {
  const who = byName ?? by;
  if (roles.includes('editor')) return `${who}, an editor`;
  if (roles.includes('writer'))
    return `${who}, a writer: what you hand in is a draft until an editor publishes it`;
  if (roles.includes('subscribers')) return `${who}, who looks after the subscribers`;
  return `${who}, who may do nothing here yet: whoever looks after the press adds you to its editors or writers`;
}
