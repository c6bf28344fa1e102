import { type Press, Problem } from './client.ts';

/** The result of a command: text for people, data for machines (`--json`), and whether all went well. */
export interface Outcome {
  lines: string[];
  data: unknown;
  ok: boolean;
  /** Why it ended early, when there is something to tell all the same. */
  problem?: string;
}

export interface CommandOptions {
  reason?: string;
  /** Do without asking. */
  yes?: boolean;
  /** Asks the person at the terminal; undefined when there is none. */
  confirm?: (question: string) => Promise<boolean | undefined>;
  dryRun?: boolean;
  /** What a list is narrowed to. */
  status?: string;
  kind?: string;
  section?: string;
  text?: string;
}

/** @param words The words of the command line that follow the command's name. */
export type Command = (press: Press, words: string[], options: CommandOptions) => Promise<Outcome>;

/** The one folder that a command is about. */
export function folderIn([folder, ...more]: string[], usage: string): string {
  if (!folder) throw new Problem(`Name the folder of the backup: ${usage}`);
  refuseMore(more);
  return folder;
}

/** The one document that a command is about, encoded for a path of the API. */
export function slugIn([slug, ...more]: string[]): string {
  if (!slug) throw new Problem('Name the document by its slug, as "press list" shows it.');
  refuseMore(more);
  return encodeURIComponent(slug);
}

/** Refuses words that the command would ignore: whoever names two documents means both. */
export function refuseMore(words: string[]): void {
  if (words.length) throw new Problem(`One at a time: “${words.join(' ')}” is too much. Nothing was done.`);
}
