import type { Instant } from '../address.ts';

/** A newsletter document with `every:`: what it makes issues of, and when next. Its issues are rows of their own. */
export interface Digest {
  /** Lasting identity of the document. */
  id: string;
  slug: string;
  /** Counts what was heard of the document. */
  version: number;
  revision: number;
  /** As the document has it: `friday 07:00 Europe/London`. */
  every: string;
  title: string;
  subject: string;
  preview?: string;
  language?: string;
  /** Names; never empty. */
  lists: string[];
  pieces: { slug: string; line?: string }[];
  /** Key of the intro's Body. */
  body: string;
  /** `asleep`: its document was withdrawn, or it came with a backup and waits for an editor. */
  state: 'awake' | 'asleep';
  /** Only an editor wakes one that an editor put to sleep, or that came with a backup. */
  asleepFor?: 'editor' | 'withdrawn' | 'restored';
  /** For people: why it sleeps, and the way out. */
  why?: string;
  /** When it makes its next issue. Indexed while it is awake. */
  dueAt?: Instant;
  /** Local date of the week that it made an issue for last, or skipped. */
  last?: string;
  writes: number;
}
