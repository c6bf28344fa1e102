import type { Instant } from '../gathering.ts';

/* Files that editors fetch. A file is of the moment at which it was asked for, and gone after a day. */

/** Minutes for which a link to a file works. */
export const linkMinutes = 5;

/** The attendees of an event as one file. */
export interface Export {
  /** ULID. */
  id: string;
  /** Subject of the editor's token, and the event's id. */
  by: string;
  gathering: string;
  startedAt: Instant;
  state: 'working' | 'done';
  /** Erasures that there had been when it was begun: what was read before the last of them may name who is gone. */
  erasures: number;
  /** The editor has its link. */
  delivered?: true;
  /** Counts every write of the row. */
  writes: number;
}

/** One export an editor and event. */
export interface Exports {
  find(by: string): Promise<Export | undefined>;
  /** In place of what was read, or of nothing. False when another call did so before. */
  write(before: Export | undefined, after: Export): Promise<boolean>;
  erasures(): Promise<number>;
  countErasure(): Promise<void>;
}

export interface ExportFiles {
  write(key: string, text: string): Promise<void>;
  /** To fetch it for some minutes without signing in. */
  link(key: string): Promise<string>;
  /** Every file there is. */
  removeAll(): Promise<void>;
}

/** Work of the room's queue. */
export interface ExportMessages {
  send(message: { export: Pick<Export, 'by' | 'id'> }): Promise<void>;
}
