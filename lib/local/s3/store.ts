import { hash, randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BodyFiles, inlineLimit } from './body-files.ts';
import { Announcements } from './event-outbox.ts';
import type { Announcement, Guard, Herald, NewObject, StoredObject } from './object.ts';
import { columns, openDatabase, StoredObjects } from './stored-objects.ts';

export interface Change {
  object: StoredObject;
  announcement?: Announcement;
}

const statements = {
  write: `INSERT INTO objects (latest, ${columns}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (bucket, key, version) DO UPDATE SET latest = 1, sequence = excluded.sequence,
      marker = excluded.marker, size = excluded.size, etag = excluded.etag, modified = excluded.modified,
      headers = excluded.headers, checksum = excluded.checksum, file = excluded.file, inline = excluded.inline`,
  keep: 'INSERT INTO bodies (body) VALUES (?)',
  discard: 'DELETE FROM bodies WHERE id = ?',
  retire: 'UPDATE objects SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1',
  remove: 'DELETE FROM objects WHERE bucket = ? AND key = ? AND version = ?',
  promote: `UPDATE objects SET latest = 1 WHERE rowid = (SELECT rowid FROM objects
    WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1)`,
} as const;

/** The version of every object in a bucket that keeps none. */
const unversioned = 'null';

/**
 * Objects and their versions in SQLite, large bodies as files beside it. Every change is one
 * transaction that also holds its announcement, so neither can be there without the other.
 */
export class ObjectStore {
  readonly stored: StoredObjects;
  readonly announcements: Announcements;
  readonly #database: DatabaseSync;
  readonly #files: BodyFiles;
  readonly #now: () => number;
  readonly #write: StatementSync;
  readonly #keep: StatementSync;
  readonly #discard: StatementSync;
  readonly #retire: StatementSync;
  readonly #remove: StatementSync;
  readonly #promote: StatementSync;
  #sequence: number;
  #obsolete: string[] = [];

  /** `now` in milliseconds. */
  constructor(folder: string, now: () => number = Date.now) {
    this.#database = openDatabase(folder);
    this.#files = new BodyFiles(folder);
    this.#now = now;
    this.stored = new StoredObjects(this.#database, this.#files);
    this.announcements = new Announcements(this.#database);
    this.#write = this.#database.prepare(statements.write);
    this.#keep = this.#database.prepare(statements.keep);
    this.#discard = this.#database.prepare(statements.discard);
    this.#retire = this.#database.prepare(statements.retire);
    this.#remove = this.#database.prepare(statements.remove);
    this.#promote = this.#database.prepare(statements.promote);
    this.#sequence = this.announcements.left().at(-1)?.id ?? 0;
    const files = this.#database.prepare('SELECT file FROM objects WHERE file IS NOT NULL').all();
    this.#files.sweep(new Set(files.map(({ file }) => String(file))));
  }

  /** Stores an object unless the guard throws. Without `versioned` it takes the place of the old one. */
  async put(wanted: NewObject, versioned: boolean, guard: Guard, herald: Herald): Promise<Change> {
    const file = wanted.body.length > inlineLimit ? await this.#files.arrive(wanted.body) : null;
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
        if (file) this.#files.keep(file);
        else object.inline = Number(this.#keep.run(wanted.body).lastInsertRowid);
        this.#store(object);
        return this.#announce(object, herald);
      });
    } catch (refusal) {
      if (file) this.#files.turnAway(file);
      throw refusal;
    }
  }

  /** Lays a delete marker over the key. */
  mark(bucket: string, key: string, guard: Guard, herald: Herald): Change {
    return this.#transaction(() => {
      const object = this.#add(bucket, key, true, guard, { marker: 1 });
      this.#store(object);
      return this.#announce(object, herald);
    });
  }

  /** Removes one version for good; the newest of the others stands again. Undefined if there was none. */
  remove(bucket: string, key: string, version: string, guard: Guard, herald: Herald): Change | undefined {
    return this.#transaction(() => {
      const gone = this.stored.version(bucket, key, version);
      guard(gone);
      if (!gone) return undefined;
      this.#remove.run(bucket, key, version);
      this.#promote.run(bucket, key);
      this.#dropBody(gone);
      return this.#announce({ ...gone, sequence: this.#count(gone) }, herald);
    });
  }

  close(): void {
    this.#database.close();
  }

  #add(bucket: string, key: string, versioned: boolean, guard: Guard, content: Partial<StoredObject>) {
    const current = this.stored.find(bucket, key);
    guard(current);
    if (current && (versioned || current.version !== unversioned)) this.#retire.run(bucket, key);
    if (!versioned) this.#replace(bucket, key, current);
    const version = versioned ? randomBytes(24).toString('base64url') : unversioned;
    const modified = Math.floor(this.#now() / 1000) * 1000;
    const empty = { marker: 0, size: 0, etag: '', headers: '{}', checksum: '{}', file: null, inline: null };
    return { bucket, key, version, sequence: this.#count(current), modified, ...empty, ...content };
  }

  /** The body of the version that is written over goes with it. */
  #replace(bucket: string, key: string, current: StoredObject | undefined): void {
    const same = current?.version === unversioned;
    const replaced = same ? current : this.stored.version(bucket, key, unversioned);
    if (replaced) this.#dropBody(replaced);
  }

  #dropBody({ file, inline }: StoredObject): void {
    if (file) this.#obsolete.push(file);
    if (inline !== null) this.#discard.run(inline);
  }

  /** Microseconds of the clock where it has moved on, else one more than the last. */
  #count(current: StoredObject | undefined): number {
    this.#sequence = Math.max(this.#sequence + 1, (current?.sequence ?? 0) + 1, this.#now() * 1000);
    return this.#sequence;
  }

  #store(o: StoredObject): void {
    const kept = [o.size, o.etag, o.modified, o.headers, o.checksum, o.file, o.inline];
    this.#write.run(o.bucket, o.key, o.version, o.sequence, o.marker, ...kept);
  }

  #announce(object: StoredObject, herald: Herald): Change {
    return herald
      ? { object, announcement: this.announcements.add(object.sequence, herald(object)) }
      : { object };
  }

  /** Replaced files are removed after the commit: a row that comes back must find its body. */
  #transaction<T>(work: () => T): T {
    this.#obsolete = [];
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      for (const file of this.#obsolete) this.#files.remove(file);
      return result;
    } catch (failure) {
      this.#database.exec('ROLLBACK');
      throw failure;
    }
  }
}
