import type { BusEvent } from '../cloud.ts';

/** One version of an object, or a delete marker, without its body. */
export interface StoredObject {
  bucket: string;
  key: string;
  /** `null` (the word) in a bucket without versioning, as S3 names it. */
  version: string;
  /** Grows with every change of any key; the event's `sequencer` is made of it. */
  sequence: number;
  /** 1 for a delete marker. */
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

/** Gets the current object at the key and throws to refuse the change. */
export type Guard = (current: StoredObject | undefined) => void;

/** Makes the event of a change; undefined for a bucket that sends none. */
export type EventFactory = ((changed: StoredObject) => BusEvent) | undefined;

/** An event that was stored together with its change. */
export interface OutboxEvent {
  id: number;
  event: BusEvent;
}
