import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Everything of an object but its body. */
export const columns =
  'bucket, key, version, sequence, marker, size, etag, modified, headers, checksum, file, inline';

// Text sorts by its UTF-8 bytes, which is S3's own order of keys. Bodies stand apart, so that lists and
// changes of an object's standing do not drag them along.
const schema = `
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

/** Opens the database in `folder`. It survives a killed process; a power cut may cost the last moments. */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(`${folder}/store.db`);
  database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000;');
  database.exec(schema);
  return database;
}
