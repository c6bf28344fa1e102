import type { Body } from '../../../functions/content/contract/values.ts';
import { bodyKey, manuscriptKey, originalKey } from '../../../functions/content/documents/archive-keys.ts';
import type { Archive, Media, UploadedFiles } from '../../../functions/content/ports.ts';
import { keyOf, type UploadedFile } from '../../../functions/content/uploads/upload.ts';

type Bytes = Uint8Array;

/** The buckets, for as long as the test runs. */
export class MemoryFiles {
  readonly objects = new Map<string, Bytes>();

  post(file: UploadedFile, bytes: Bytes): void {
    this.objects.set(keyOf(file), bytes);
  }

  readonly uploadedFiles: UploadedFiles = { read: async (file) => this.objects.get(keyOf(file)) };

  readonly archive: Archive = {
    putManuscript: async (bytes) => this.#put(manuscriptKey(bytes), bytes),
    putOriginal: async (bytes) => this.#put(originalKey(bytes), bytes),
    putBody: async (body) => this.#put(bodyKey(body), new TextEncoder().encode(JSON.stringify(body))),
    body: async (key): Promise<Body> => JSON.parse(new TextDecoder().decode(this.#at(key))),
  };

  readonly media: Media = { put: async ({ path, bytes }) => void this.#put(path.slice(1), bytes) };

  #put(key: string, bytes: Bytes): string {
    this.objects.set(key, bytes);
    return key;
  }

  #at(key: string): Bytes {
    const bytes = this.objects.get(key);
    if (!bytes) throw new Error(`There is nothing at ${key}`);
    return bytes;
  }
}
