import type { WebResponse } from '../web/message.ts';

export interface CacheEntry {
  response: WebResponse;
  /** Milliseconds since 1970. */
  storedAt: number;
  freshUntil: number;
  /** The origin's validators, for conditional requests. */
  etag?: string;
  modified?: string;
}

/** Cached answers; the least recently used is removed first when it is full. */
export class EdgeCache {
  readonly #entries = new Map<string, CacheEntry>();
  readonly #capacity: number;
  #size = 0;

  /** `capacity` in bytes of bodies. */
  constructor(capacity = 256 * 1024 * 1024) {
    this.#capacity = capacity;
  }

  find(key: string): CacheEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  store(key: string, entry: CacheEntry): void {
    this.remove(key);
    this.#entries.set(key, entry);
    this.#size += sizeOf(entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#capacity) return;
      this.remove(oldest);
    }
  }

  /** Removes every answer whose key it applies to. */
  removeWhere(applies: (key: string) => boolean): void {
    for (const key of [...this.#entries.keys()]) if (applies(key)) this.remove(key);
  }

  remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#size -= sizeOf(entry);
  }
}

const sizeOf = ({ response }: CacheEntry): number => Buffer.byteLength(response.body ?? '') + 1_000;
