import { type Press, Problem } from './client.ts';

/** The result of a command: text for people, data for machines (`--json`), and whether all went well. */
export interface Outcome {
  lines: string[];
  data: unknown;
  ok: boolean;
  /** Why it ended early, when there is something to tell all the same. */
  problem?: string;
  /** Its lines have colours, and nothing else in them that a terminal obeys. */
  painted?: boolean;
}

export interface CommandOptions {
  reason?: string;
  /** When something is withdrawn by itself. */
  withdraw?: string;
  /** Slugs of the documents whose place a publication takes. */
  replaces?: string[];
  /** Whether a browser may be opened on this machine. */
  browser?: boolean;
  /** The file that something is written to, or the address that a test is mailed to. */
  to?: string;
  /** Every person's line, as a file of tables. */
  csv?: boolean;
  /** Whether what was begun is looked at until it has ended. */
  wait?: boolean;
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
  search?: string;
  state?: string;
  /** Names of mailing lists. */
  list?: string[];
  /** How people agreed to get newsletters, which is kept as the evidence. */
  consent?: string;
  name?: string;
  /** The id of a ticket. */
  ticket?: string;
  /** Numbers of places of a booking. */
  place?: string[];
  /** Answers to an event's questions: `question=answer`. */
  answer?: string[];
  /** What somebody with access needs asks for. */
  access?: string;
  /** A code that opens a ticket or lowers a price. */
  code?: string;
  /** Who pays nothing. */
  guest?: boolean;
  /** The money has arrived. */
  paid?: boolean;
  /** Those that are over. */
  past?: boolean;
  /** The answer is for a machine. */
  json?: boolean;
  /** The terminal shows colours, and nobody has asked for none. */
  colour?: boolean;
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

/** The document that a command is about, encoded for a path of the API, and the number of a revision if one is named. */
export function revisionIn([slug = '', revision, ...more]: string[]): { slug: string; revision?: number } {
  refuseMore(more);
  const document = slugIn(slug ? [slug] : []);
  if (revision === undefined) return { slug: document };
  if (!/^r?[1-9]\d{0,5}$/.test(revision)) {
    throw new Problem(`“${revision}” is no revision: they have numbers, as "press show ${slug}" lists them.`);
  }
  return { slug: document, revision: Number(revision.replace('r', '')) };
}

/** A revision as people name it: its number at this slug, or its id, from under an older slug of the document. */
export function revisionWord(word: string | undefined, slug: string): string | undefined {
  if (word === undefined) return undefined;
  const [, id] = /^(?:r?([1-9]\d{0,5})|[^/]+\/[1-9]\d{0,5})$/.exec(word) ?? [word, ''];
  if (id === '')
    throw new Problem(
      `“${word}” is no revision: they have numbers, as "press show ${slug}" lists them; one from under an older slug is OLD-SLUG/NUMBER.`,
    );
  return id ?? word;
}

/** What is asked for, behind a path of the API. */
export function queryOf(asked: Record<string, string | undefined>): string {
  const given = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

/** Refuses words that the command would ignore: whoever names two documents means both. */
export function refuseMore(words: string[]): void {
  if (words.length) throw new Problem(`One at a time: “${words.join(' ')}” is too much. Nothing was done.`);
}
