import type { WebRequest, WebResponse } from '../web/message.ts';
import type { EdgeFunction } from './edge-function.ts';
import type { Encoding } from './encoding.ts';
import type { Origin } from './origins.ts';
import type { CachePolicy, OriginRequestPolicy } from './policy-properties.ts';

/** How requests to some of the paths are dealt with. */
export interface Behaviour {
  matches(path: string): boolean;
  methods: ReadonlySet<string>;
  origin: Origin;
  cache: CachePolicy;
  toOrigin?: OriginRequestPolicy;
  /** The response headers policy. */
  dress?(request: WebRequest, response: WebResponse): WebResponse;
  onRequest?: EdgeFunction;
  onResponse?: EdgeFunction;
  /** What the edge itself compresses with. */
  compresses: readonly Encoding[];
  /** What it tells the origin that it understands. */
  encodings: readonly Encoding[];
}

export interface Distribution {
  id: string;
  domain: string;
  rootObject: string;
  /** The first that matches counts; the last matches everything. */
  behaviours: readonly Behaviour[];
  /** Seconds an error is kept, by status. */
  errorTtls: ReadonlyMap<number, number>;
}
