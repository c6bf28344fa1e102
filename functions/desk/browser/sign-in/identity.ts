/** Who works here, as their access token says. The API decides by its signature; here it decides what is shown. */
export interface Identity {
  /** The subject, as histories have it. */
  by: string;
  name: string;
  roles: ReadonlySet<Role>;
}

const roleNames = ['editor', 'writer', 'subscribers', 'access'] as const;

export type Role = (typeof roleNames)[number];

/** Undefined for what is no access token of a press. */
export function identityIn(token: string): Identity | undefined {
  const claims = claimsIn(token);
  if (!claims || typeof claims.sub !== 'string') return undefined;
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  return {
    by: claims.sub,
    name: typeof claims.name === 'string' ? claims.name : claims.sub,
    roles: new Set(roleNames.filter((role) => scopes.includes(`press/${role}`))),
  };
}

/** The payload of a JSON Web Token (RFC 7519), which is base64url of UTF-8. */
function claimsIn(token: string): Record<string, unknown> | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}
