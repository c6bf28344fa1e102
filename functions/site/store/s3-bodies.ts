import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Body } from '../../content/contract/values.ts';
import type { Bodies } from '../ports.ts';

/** How many of the bodies read last are cached: a body never changes under its key. */
const cacheSize = 64;

/** Bodies as JSON in a bucket. */
export function s3Bodies(client: S3Client, bucket: string): Bodies {
  const recent = new Map<string, Promise<Body>>();
  return {
    body(key) {
      const body = recent.get(key) ?? read(client, bucket, key);
      recent.delete(key);
      recent.set(key, body);
      const oldest = recent.keys().next();
      if (recent.size > cacheSize && !oldest.done) recent.delete(oldest.value);
      // A failure is not cached: the next caller reads again.
      body.catch(() => recent.delete(key));
      return body;
    },
  };
}

async function read(client: S3Client, bucket: string, key: string): Promise<Body> {
  const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = await object.Body?.transformToString();
  if (!text) throw new Error(`The body ${key} is empty`);
  return JSON.parse(text);
}
