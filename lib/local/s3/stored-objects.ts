import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase, preparedStatements } from '../sqlite.ts';
import type { BodyFiles } from './body-files.ts';
import type { StoredObject } from './object.ts';

/** Everything of an object but its body. */
export const columns =
  'bucket, key, version, sequence, marker, size, etag, modified, headers, checksum, file, inline';

// Text sorts by its UTF-8 bytes, which is S3's own order of keys. Bodies stand apart, so that lists and
// changes of a row do not read them.
const schema = `
  PRAGMA wal_autocheckpoint = 4000;
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    latest INTEGER NOT NULL, sequence INTEGER NOT NULL, marker INTEGER NOT NULL,
    size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL,
    headers TEXT NOT NULL, checksum TEXT NOT NULL, file TEXT, inline INTEGER
  );
  CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
  CREATE UNIQUE INDEX IF NOT EXISTS versions ON objects (bucket, key, version);
  CREATE UNIQUE INDEX IF NOT EXISTS standing ON objects (bucket, key) WHERE latest = 1;
  CREATE INDEX IF NOT EXISTS files ON objects (file) WHERE file IS NOT NULL;
`;

/** Opens the database of objects in `folder`. */
export const openObjects = (folder: string): DatabaseSync =>
  openDatabase(`${folder}/store.db`, schema, 'PRAGMA page_size = 8192; PRAGMA cache_size = -32000;');

/** The one place where a row of the database is cast to the type that the schema gives it. */
const objectOf = (row: unknown): StoredObject | undefined => row as StoredObject | undefined;

const statements = {
  find: `SELECT ${columns} FROM objects WHERE bucket = ? AND key = ? AND latest = 1`,
  version: `SELECT ${columns} FROM objects WHERE bucket = ? AND key = ? AND version = ?`,
  body: 'SELECT body FROM bodies WHERE id = ?',
  list: `SELECT ${columns} FROM objects WHERE bucket = ? AND key >= ? AND latest = 1 AND marker = 0 ORDER BY key`,
  versions: `SELECT ${columns}, latest FROM objects WHERE bucket = ? AND key >= ? ORDER BY key, sequence DESC`,
} as const;

/** Reads what is stored. */
export class StoredObjects {
  readonly #files: BodyFiles;
  readonly #sql: (name: keyof typeof statements) => StatementSync;

  constructor(database: DatabaseSync, files: BodyFiles) {
    this.#files = files;
    this.#sql = preparedStatements(database, statements);
  }

  /** The latest version at the key, which may be a delete marker. */
  find(bucket: string, key: string): StoredObject | undefined {
    return objectOf(this.#sql('find').get(bucket, key));
  }

  version(bucket: string, key: string, version: string): StoredObject | undefined {
    return objectOf(this.#sql('version').get(bucket, key, version));
  }

  body(object: StoredObject, start = 0, length = object.size): Buffer {
    if (object.file) return this.#files.read(object.file, start, length);
    const row = this.#sql('body').get(object.inline);
    if (!(row?.body instanceof Uint8Array)) return Buffer.alloc(0);
    return Buffer.from(row.body.buffer, row.body.byteOffset + start, length);
  }

  /** Latest versions that are no delete markers, in the order of their keys, from `from` on. */
  *list(bucket: string, from: string): Generator<StoredObject> {
    for (const row of this.#sql('list').iterate(bucket, from)) {
      const object = objectOf(row);
      if (object) yield object;
    }
  }

  /** All versions and delete markers, by key from `from` on, newest first. */
  *versions(bucket: string, from: string): Generator<StoredObject & { latest: boolean }> {
    for (const row of this.#sql('versions').iterate(bucket, from)) {
      const object = objectOf(row);
      if (object) yield { ...object, latest: row.latest === 1 };
    }
  }
}
