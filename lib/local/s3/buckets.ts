import { S3Error } from './s3-error.ts';

export interface CorsRule {
  origins: readonly string[];
  methods: readonly string[];
  headers: readonly string[];
  exposed: readonly string[];
  /** Seconds a browser may keep the answer to a preflight. */
  maxAge?: number;
}

/** A bucket as the template declares it. */
export interface Bucket {
  name: string;
  /** Off: it never kept versions. Suspended: it keeps those it has, and adds none but the version `null`. */
  versioning: 'Enabled' | 'Suspended' | 'Off';
  /** Whether changes are sent as events to the default bus. */
  sendsEvents: boolean;
  cors: readonly CorsRule[];
  /** Policy documents attached to it. */
  policies: unknown[];
}

/** The buckets of the stack. */
export class Buckets {
  readonly #byName = new Map<string, Bucket>();

  add(bucket: Bucket): void {
    this.#byName.set(bucket.name, bucket);
  }

  /** Throws S3Error `NoSuchBucket`. */
  named(name: string): Bucket {
    const bucket = this.#byName.get(name);
    if (bucket) return bucket;
    const details = { BucketName: name };
    throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { details });
  }

  find(name: string): Bucket | undefined {
    return this.#byName.get(name);
  }
}
