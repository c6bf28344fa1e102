import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod/mini';
import type { Ids } from '../ids.ts';
import { mapConcurrently } from '../map-concurrently.ts';

/** Where the entries of one log lie, and what each of them is. */
export interface LogPlace<Entry> {
  bucket: string;
  /** Ends with a slash. */
  prefix: string;
  schema: z.ZodMiniType<Entry>;
}

export interface LoggedIn<Entry> {
  /** A ULID: keys are in the order of the writing, as far as clocks agree. */
  key: string;
  /** Absent: what stands there is no entry, or one that a newer version wrote. */
  entry?: Entry;
}

/** Objects at the same time. */
const concurrency = 16;

/** Entries that a function keeps in memory: they never change, and the newest are asked for again and again. */
const mostRemembered = 5_000;

/** A log that outlives a table: one JSON object an entry, never changed or removed. Make it once a function. */
export class S3Log<Entry> {
  readonly #client: S3Client;
  readonly #place: LogPlace<Entry>;
  readonly #remembered = new Map<string, LoggedIn<Entry>>();

  constructor(client: S3Client, place: LogPlace<Entry>) {
    this.#client = client;
    this.#place = place;
  }

  /** Resolves once the entry is stored. */
  async append(entry: Entry, ids: Ids): Promise<void> {
    const { bucket: Bucket, prefix } = this.#place;
    const object = { Body: JSON.stringify(entry), ContentType: 'application/json' };
    await this.#client.send(new PutObjectCommand({ Bucket, Key: prefix + ids.next(), ...object }));
  }

  /** Entries that follow the key `after`, in order, and whether there are more. @param limit At most 1,000. */
  async read(after = '', limit = 1_000): Promise<{ entries: LoggedIn<Entry>[]; hasMore: boolean }> {
    const { bucket: Bucket, prefix: Prefix } = this.#place;
    const { Contents = [], IsTruncated } = await this.#client.send(
      new ListObjectsV2Command({ Bucket, Prefix, StartAfter: Prefix + after, MaxKeys: limit }),
    );
    const keys = Contents.flatMap(({ Key }) => Key?.slice(Prefix.length) ?? []);
    const entries = await mapConcurrently(keys, { concurrency }, (key) => this.#logged(key));
    return { entries, hasMore: IsTruncated === true };
  }

  async #logged(key: string): Promise<LoggedIn<Entry>> {
    const known = this.#remembered.get(key);
    if (known) return known;
    const { bucket: Bucket, prefix } = this.#place;
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket, Key: prefix + key }));
    const entry = this.#entryIn((await Body?.transformToString()) ?? '');
    const logged = entry === undefined ? { key } : { key, entry };
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined && this.#remembered.size >= mostRemembered) this.#remembered.delete(oldest);
    this.#remembered.set(key, logged);
    return logged;
  }

  #entryIn(text: string): Entry | undefined {
    try {
      return this.#place.schema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }
}
