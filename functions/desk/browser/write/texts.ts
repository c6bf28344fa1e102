import type { ManuscriptLink, ShownDocument } from '../api/answers.ts';
import { call } from '../api/client.ts';
import type { ChosenFile } from '../hand-in/chosen-files.ts';
import { kindOf } from '../hand-in/file-types.ts';
import { Keep } from '../kept/keep.ts';

/** A text that somebody writes here, as this browser keeps it until it was handed in. */
export interface Text {
  /** The name of its file. */
  name: string;
  text: string;
  /** What it was when it was begun, or last handed in. */
  base: string;
  /** The document that it is of, and the revision that it began from. */
  slug?: string;
  revision?: number;
  /** Pictures that go with it. */
  pictures: ChosenFile[];
  /** When it was last changed, in milliseconds since the epoch. */
  changed: number;
}

export const textsOf = (by: string): Keep => new Keep(by, 'texts');

/** Where a text that began from a revision is kept: another one begun from a newer revision never takes its place. */
export const keyOf = (slug: string, revision: number): string => `${slug}@${revision}`;

const fresh = '---\ntitle: ""\nstatus: draft\n---\n';

export const newText = (now: number): Text => ({
  name: `text-${new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, '-')}.md`,
  text: fresh,
  base: fresh,
  pictures: [],
  changed: now,
});

export const newKey = (): string => `new-${crypto.randomUUID()}`;

/** Whether it has something in it that was not handed in. */
export const isChanged = ({ text, base, pictures }: Text): boolean => text !== base || pictures.length > 0;

/** A file of a hand-in, to be corrected. */
export async function textOfFile(
  file: ChosenFile,
  pictures: readonly ChosenFile[],
  now: number,
): Promise<Text> {
  const text = (await file.content.text()).replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  return { name: file.name, text, base: text, pictures: [...pictures], changed: now };
}

/** The file that is handed in, which one could have handed in oneself. */
export function fileOf({ name, text, slug, revision }: Text): ChosenFile {
  const kind = kindOf(name) ?? { role: 'text' as const, type: 'text/markdown' };
  const content = new Blob([text], { type: kind.type });
  return { name, ...kind, content, ...(slug !== undefined && { basedOn: `${slug}/${revision}` }) };
}

/** Why a document cannot be corrected as text. */
export class NoText extends Error {
  override readonly name = 'NoText';
}

/** The text of a revision as it was handed in. @throws NoText for a Word file, and as `call` does. */
export async function textOfRevision(slug: string, revision: number, now: number): Promise<Text> {
  const path = `/api/documents/${encodeURIComponent(slug)}/revisions/${revision}/manuscript`;
  const { name, text } = await call<ManuscriptLink>(path);
  if (text === undefined)
    throw new NoText(
      `“${name}” is no text that can be corrected here. Correct the file where it was made, and hand it in again.`,
    );
  return { name, text, base: text, slug, revision, pictures: [], changed: now };
}

/** The revision that a correction goes on from: the newest that is there. */
export const newestOf = ({ revision, pending }: ShownDocument): number =>
  Math.max(revision, pending?.revision ?? 0);

/** Stores each change at once, and of those that come while one is stored the last. */
export class Keeper {
  #waiting: (() => Promise<void>) | undefined;
  #running: Promise<void> | undefined;

  keep(store: () => Promise<void>): void {
    this.#waiting = store;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting; next; next = this.#waiting) {
      this.#waiting = undefined;
      await next();
    }
  }
}
