import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Opens a database file. It survives a killed process; a power cut may cost the last moments. */
export function openDatabase(file: string, schema: string, settings = ''): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(`${settings} PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
  return database;
}

/** A database's statements by name, each prepared at its first use. */
export function preparedStatements<K extends string>(
  database: DatabaseSync,
  sql: Readonly<Record<K, string>>,
): (name: K) => StatementSync {
  const prepared = new Map<K, StatementSync>();
  return (name) => {
    const statement = prepared.get(name) ?? database.prepare(sql[name]);
    prepared.set(name, statement);
    return statement;
  };
}
