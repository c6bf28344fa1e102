import type { BusEvent } from '../cloud.ts';

/** One version of an object, or a delete marker, without its body. */
export interface StoredObject {
  bucket: string;
  key: string;
  /** `null` (the word) in a bucket without versioning, as S3 names it. */
  version: string;
  /** Grows with every change of any key; the event's `sequencer` is made of it. */
  sequence: number;
  /** 1 where the newest thing that happened to the key was a deletion. */
  marker: number;
  size: number;
  /** MD5 in hex, without the quotes of the ETag header. */
  etag: string;
  /** Milliseconds, whole seconds: S3 keeps no finer. */
  modified: number;
  /** JSON of the headers that come back with the object: type, caching, encoding, `x-amz-meta-…`. */
  headers: string;
  /** JSON of the checksum header the writer sent, `{}` if none. */
  checksum: string;
  /** Where a large body is kept. */
  file: string | null;
  /** Where a small one is. */
  inline: number | null;
}

/** What a writer hands over. */
export interface NewObject {
  bucket: string;
  key: string;
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  checksum: Readonly<Record<string, string>>;
}

/** Sees what stands at the key now, and throws to refuse the change. */
export type Guard = (current: StoredObject | undefined) => void;

/** Makes the event of a change; undefined where nobody listens. */
export type Herald = ((changed: StoredObject) => BusEvent) | undefined;

/** Makes good on an event that was stored together with a change. */
export interface Announcement {
  id: number;
  event: BusEvent;
}
