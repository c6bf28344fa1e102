import type { Instant } from '../person.ts';

/** A newsletter document with `every:`: what it makes issues of, and when next. Its issues are rows of their own. */
export interface Digest {
  /** Lasting identity of the document. */
  id: string;
  slug: string;
  /** Of the document's head: the newer wins. */
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
  /** For people: why it sleeps, and the way out. */
  why?: string;
  /** When it makes its next issue. Indexed while it is awake. */
  dueAt?: Instant;
  /** Local dates of the issues that it made or skipped last. */
  last?: string;
  writes: number;
}
