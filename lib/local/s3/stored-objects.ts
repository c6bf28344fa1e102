import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BodyFiles } from './body-files.ts';
import type { StoredObject } from './object.ts';
import { columns } from './schema.ts';

/** The one place where a row of the database is taken for what the schema says it is. */
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
  readonly #find: StatementSync;
  readonly #version: StatementSync;
  readonly #body: StatementSync;
  readonly #list: StatementSync;
  readonly #versions: StatementSync;

  constructor(database: DatabaseSync, files: BodyFiles) {
    this.#files = files;
    this.#find = database.prepare(statements.find);
    this.#version = database.prepare(statements.version);
    this.#body = database.prepare(statements.body);
    this.#list = database.prepare(statements.list);
    this.#versions = database.prepare(statements.versions);
  }

  /** What stands at the key now, delete marker included. */
  find(bucket: string, key: string): StoredObject | undefined {
    return objectOf(this.#find.get(bucket, key));
  }

  version(bucket: string, key: string, version: string): StoredObject | undefined {
    return objectOf(this.#version.get(bucket, key, version));
  }

  body(object: StoredObject, start = 0, length = object.size): Buffer {
    if (object.file) return this.#files.read(object.file, start, length);
    const row = this.#body.get(object.inline);
    if (!(row?.body instanceof Uint8Array)) return Buffer.alloc(0);
    return Buffer.from(row.body.buffer, row.body.byteOffset + start, length);
  }

  /** Standing objects in the order of their keys, from `from` on. */
  *list(bucket: string, from: string): Generator<StoredObject> {
    for (const row of this.#list.iterate(bucket, from)) {
      const object = objectOf(row);
      if (object) yield object;
    }
  }

  /** All versions and delete markers, by key from `from` on, newest first. */
  *versions(bucket: string, from: string): Generator<StoredObject & { latest: boolean }> {
    for (const row of this.#versions.iterate(bucket, from)) {
      const object = objectOf(row);
      if (object) yield { ...object, latest: row.latest === 1 };
    }
  }
}
