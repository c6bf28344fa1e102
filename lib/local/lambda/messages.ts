import type { Invocation } from '../cloud.ts';

/** What a sandbox must know to load its function. */
export interface Code {
  /** Absolute path of the bundle, without its extension. */
  file: string;
  /** The exported name of the handler. */
  export: string;
  functionName: string;
  arn: string;
  /** In MB. */
  memory: number;
  /** Where a thread writes what the function prints; a process has it as its standard output already. */
  log?: string;
}

export type ToSandbox =
  /** How far the functions' clock is ahead of the machine's, in milliseconds. */
  | { kind: 'clock'; offset: number }
  | { kind: 'load'; code: Code }
  /** The event is JSON; the deadline in milliseconds since 1970, by the machine's clock. */
  | { kind: 'event'; requestId: string; event: string; deadline: number };

export type Failure = Extract<Invocation, { outcome: 'failed' }>;

export type FromSandbox =
  | { kind: 'loaded' }
  /** The payload is JSON, or absent when the handler returned nothing. */
  | { kind: 'returned'; payload?: string }
  | { kind: 'failed'; failure: Failure }
  /** The sandbox ends: something was thrown where nothing could catch it. */
  | { kind: 'crashed'; failure: Failure };

/** The channel between a sandbox and the local cloud, the same for threads and processes. */
export interface Channel {
  /** `sent` is called when the message is out, so that the sender may end. */
  send(message: FromSandbox, sent?: () => void): void;
  listen(listener: (message: ToSandbox) => void): void;
}
