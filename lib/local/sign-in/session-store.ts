import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { openDatabase } from '../sqlite.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS kept (
    kind TEXT, id TEXT, grant_id TEXT, uid TEXT, payload TEXT, expires INTEGER, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS by_uid ON kept (kind, uid);
  CREATE INDEX IF NOT EXISTS by_grant ON kept (grant_id);
`;

export interface SessionStore {
  adapter(kind: string): Adapter;
  close(): void;
}

/**
 * Sessions, codes and refresh tokens, stored in `<data>/sign-in/sessions.db` so that a restart signs nobody out.
 * @param grace For how long a refresh token that was exchanged for another one still works, in seconds.
 */
export function sessionStore(data: string, grace: number): SessionStore {
  const db = openDatabase(join(data, 'sign-in', 'sessions.db'), schema);
  return { adapter: adapters(db, grace), close: () => db.close() };
}

/** The interface that oidc-provider requires; times in seconds. */
function adapters(db: DatabaseSync, grace: number): (kind: string) => Adapter {
  const put = db.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)');
  const byId = db.prepare('SELECT payload FROM kept WHERE kind = ? AND id = ? AND expires > unixepoch()');
  const byUid = db.prepare('SELECT payload FROM kept WHERE kind = ? AND uid = ? AND expires > unixepoch()');
  const used = db.prepare(
    // Not again: the grace begins with the first exchange.
    "UPDATE kept SET payload = json_insert(payload, '$.consumed', unixepoch()) WHERE kind = ? AND id = ?",
  );
  const drop = db.prepare('DELETE FROM kept WHERE kind = ? AND id = ?');
  const dropGrant = db.prepare('DELETE FROM kept WHERE grant_id = ?');
  const dropExpired = db.prepare('DELETE FROM kept WHERE expires <= unixepoch()');
  return (kind) => ({
    async upsert(id, payload, expiresIn = 86_400) {
      dropExpired.run();
      const expires = Math.floor(Date.now() / 1000) + expiresIn;
      put.run(kind, id, payload.grantId ?? null, payload.uid ?? null, JSON.stringify(payload), expires);
    },
    async find(id) {
      const found = payloadOf(byId.get(kind, id));
      return kind === 'RefreshToken' ? withinGrace(found, grace) : found;
    },
    findByUid: async (uid) => payloadOf(byUid.get(kind, uid)),
    // Used by the device flow alone, which is not enabled.
    findByUserCode: async () => undefined,
    consume: async (id) => void used.run(kind, id),
    destroy: async (id) => void drop.run(kind, id),
    revokeByGrantId: async (grantId) => void dropGrant.run(grantId),
  });
}

function payloadOf(row: Record<string, unknown> | undefined): AdapterPayload | undefined {
  return typeof row?.payload === 'string' ? JSON.parse(row.payload) : undefined;
}

/** An exchanged refresh token counts as fresh for a while, then as unknown, as with Cognito. */
function withinGrace(found: AdapterPayload | undefined, grace: number): AdapterPayload | undefined {
  if (typeof found?.consumed !== 'number') return found;
  const { consumed, ...fresh } = found;
  return consumed + grace > Date.now() / 1000 ? fresh : undefined;
}
