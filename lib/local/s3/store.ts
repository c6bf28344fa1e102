import { hash, randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { preparedStatements } from '../sqlite.ts';
import { BodyFiles, inlineLimit } from './body-files.ts';
import { EventOutbox } from './event-outbox.ts';
import type { EventFactory, Guard, NewObject, OutboxEvent, StoredObject } from './object.ts';
import { columns, openObjects, StoredObjects } from './stored-objects.ts';

export interface Change {
  object: StoredObject;
  outboxEvent?: OutboxEvent;
}

const statements = {
  write: `INSERT INTO objects (latest, ${columns}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (bucket, key, version) DO UPDATE SET latest = 1, sequence = excluded.sequence,
      marker = excluded.marker, size = excluded.size, etag = excluded.etag, modified = excluded.modified,
      headers = excluded.headers, checksum = excluded.checksum, file = excluded.file, inline = excluded.inline`,
  insertBody: 'INSERT INTO bodies (body) VALUES (?)',
  deleteBody: 'DELETE FROM bodies WHERE id = ?',
  retire: 'UPDATE objects SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1',
  remove: 'DELETE FROM objects WHERE bucket = ? AND key = ? AND version = ?',
  files: 'SELECT file FROM objects WHERE file IS NOT NULL',
  promote: `UPDATE objects SET latest = 1 WHERE rowid = (SELECT rowid FROM objects
    WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1)`,
} as const;

/** The version of every object in a bucket that keeps none. */
const unversioned = 'null';

/**
 * Objects and their versions in SQLite, large bodies as files beside it. Every change is one
 * transaction that also stores its event, so neither can exist without the other.
 */
export class ObjectStore {
  readonly stored: StoredObjects;
  readonly outbox: EventOutbox;
  readonly #database: DatabaseSync;
  readonly #files: BodyFiles;
  readonly #now: () => number;
  readonly #sql: (name: keyof typeof statements) => StatementSync;
  #sequence: number;
  #obsoleteFiles: string[] = [];

  /** `now` in milliseconds. */
  constructor(folder: string, now: () => number = Date.now) {
    this.#database = openObjects(folder);
    this.#files = new BodyFiles(folder);
    this.#now = now;
    this.stored = new StoredObjects(this.#database, this.#files);
    this.outbox = new EventOutbox(this.#database);
    this.#sql = preparedStatements(this.#database, statements);
    this.#sequence = this.outbox.pending().at(-1)?.id ?? 0;
    const files = this.#sql('files').all();
    this.#files.sweep(new Set(files.map(({ file }) => String(file))));
  }

  /** Stores an object unless the guard throws. Without `versioned` it takes the place of the old one. */
  async put(wanted: NewObject, versioned: boolean, guard: Guard, toEvent: EventFactory): Promise<Change> {
    const file = wanted.body.length > inlineLimit ? await this.#files.stage(wanted.body) : null;
    const content = {
      size: wanted.body.length,
      etag: hash('md5', wanted.body),
      headers: JSON.stringify(wanted.headers),
      checksum: JSON.stringify(wanted.checksum),
      file,
    };
    try {
      return this.#transaction(() => {
        const object = this.#add(wanted.bucket, wanted.key, versioned, guard, content);
        if (file) this.#files.commit(file);
        else object.inline = Number(this.#sql('insertBody').run(wanted.body).lastInsertRowid);
        this.#store(object);
        return this.#withEvent(object, toEvent);
      });
    } catch (refusal) {
      if (file) this.#files.discard(file);
      throw refusal;
    }
  }

  /** Adds a delete marker to the key; without `versioned` it takes the place of the version `null`. */
  mark(bucket: string, key: string, versioned: boolean, guard: Guard, toEvent: EventFactory): Change {
    return this.#transaction(() => {
      const object = this.#add(bucket, key, versioned, guard, { marker: 1 });
      this.#store(object);
      return this.#withEvent(object, toEvent);
    });
  }

  /** Removes one version for good; the newest of the others becomes the latest. Undefined if there was none. */
  remove(
    bucket: string,
    key: string,
    version: string,
    guard: Guard,
    toEvent: EventFactory,
  ): Change | undefined {
    return this.#transaction(() => {
      const removed = this.stored.version(bucket, key, version);
      guard(removed);
      if (!removed) return undefined;
      this.#sql('remove').run(bucket, key, version);
      this.#sql('promote').run(bucket, key);
      this.#dropBody(removed);
      return this.#withEvent({ ...removed, sequence: this.#nextSequence(removed) }, toEvent);
    });
  }

  close(): void {
    this.#database.close();
  }

  #add(bucket: string, key: string, versioned: boolean, guard: Guard, content: Partial<StoredObject>) {
    const current = this.stored.find(bucket, key);
    guard(current);
    if (current && (versioned || current.version !== unversioned)) this.#sql('retire').run(bucket, key);
    if (!versioned) this.#replace(bucket, key, current);
    const version = versioned ? randomBytes(24).toString('base64url') : unversioned;
    const modified = Math.floor(this.#now() / 1000) * 1000;
    const empty = { marker: 0, size: 0, etag: '', headers: '{}', checksum: '{}', file: null, inline: null };
    return { bucket, key, version, sequence: this.#nextSequence(current), modified, ...empty, ...content };
  }

  /** Deletes the body of the version that is overwritten. */
  #replace(bucket: string, key: string, current: StoredObject | undefined): void {
    const same = current?.version === unversioned;
    const replaced = same ? current : this.stored.version(bucket, key, unversioned);
    if (replaced) this.#dropBody(replaced);
  }

  #dropBody({ file, inline }: StoredObject): void {
    if (file) this.#obsoleteFiles.push(file);
    if (inline !== null) this.#sql('deleteBody').run(inline);
  }

  /** The clock in microseconds, but always more than the last. */
  #nextSequence(current: StoredObject | undefined): number {
    this.#sequence = Math.max(this.#sequence + 1, (current?.sequence ?? 0) + 1, this.#now() * 1000);
    return this.#sequence;
  }

  #store(o: StoredObject): void {
    const values = [o.size, o.etag, o.modified, o.headers, o.checksum, o.file, o.inline];
    this.#sql('write').run(o.bucket, o.key, o.version, o.sequence, o.marker, ...values);
  }

  #withEvent(object: StoredObject, toEvent: EventFactory): Change {
    return toEvent ? { object, outboxEvent: this.outbox.add(object.sequence, toEvent(object)) } : { object };
  }

  /** Replaced files are removed after the commit: a row that comes back must find its body. */
  #transaction<T>(work: () => T): T {
    this.#obsoleteFiles = [];
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      for (const file of this.#obsoleteFiles) this.#files.remove(file);
      return result;
    } catch (failure) {
      this.#database.exec('ROLLBACK');
      throw failure;
    }
  }
}
