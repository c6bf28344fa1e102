import type { WebResponse } from '../web/message.ts';

export interface Kept {
  response: WebResponse;
  /** Milliseconds since 1970. */
  storedAt: number;
  freshUntil: number;
  /** The origin's own words, by which it can say that nothing is new. */
  etag?: string;
  modified?: string;
}

/** What the edge remembers; the longest unused goes first when it is full. */
export class EdgeCache {
  readonly #entries = new Map<string, Kept>();
  readonly #capacity: number;
  #size = 0;

  /** `capacity` in bytes of bodies. */
  constructor(capacity = 256 * 1024 * 1024) {
    this.#capacity = capacity;
  }

  find(key: string): Kept | undefined {
    const kept = this.#entries.get(key);
    if (kept) {
      this.#entries.delete(key);
      this.#entries.set(key, kept);
    }
    return kept;
  }

  keep(key: string, kept: Kept): void {
    this.forget(key);
    this.#entries.set(key, kept);
    this.#size += sizeOf(kept);
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#capacity) return;
      this.forget(oldest);
    }
  }

  forget(key: string): void {
    const kept = this.#entries.get(key);
    if (!kept) return;
    this.#entries.delete(key);
    this.#size -= sizeOf(kept);
  }
}

const sizeOf = ({ response }: Kept): number => Buffer.byteLength(response.body ?? '') + 1_000;
