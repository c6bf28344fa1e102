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
  /** Of the row that keeps it; each time that it is stored it is another. */
  version?: string;
}

export const textsOf = (by: string): Keep<Text> => new Keep(by, 'texts');

/** Where a text that began from a revision is kept: another one begun from a newer revision never takes its place. */
export const keyOf = (slug: string, revision: number): string => `${slug}@${revision}`;

const fresh = '---\ntitle: ""\nstatus: draft\n---\n';

/** Its file has a name that no other has: two of one name are asked whether they are one document. */
export const newText = (now: number): Text => ({
  name: `text-${new Date(now).toISOString().slice(0, 10)}-${crypto.randomUUID().slice(0, 8)}.md`,
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
  const bytes = await file.content.arrayBuffer();
  const decoded = isPage(file.name) ? decodedPage(bytes) : new TextDecoder().decode(bytes);
  const text = decoded.replace(/\r\n?/g, '\n');
  return { name: file.name, text, base: text, pictures: [...pictures], changed: now };
}

/** The file that is handed in, which one could have handed in oneself. */
export function fileOf({ name, text, slug, revision }: Text): ChosenFile {
  const kind = kindOf(name) ?? { role: 'text' as const, type: 'text/markdown' };
  const content = new Blob([asSent(name, text)], { type: kind.type });
  return { name, ...kind, content, ...(slug !== undefined && { basedOn: `${slug}/${revision}` }) };
}

/** The text as the press has to get it: a byte order mark outdoes the encoding that a page declares of what it was. */
export const asSent = (name: string, text: string): string => (isPage(name) ? `\ufeff${text}` : text);

const isPage = (name: string): boolean => /\.html?$/i.test(name);

/** In the encoding that it declares, as the press reads it (functions/content/manuscripts/html/decode-page.ts). */
function decodedPage(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  const head = new TextDecoder('windows-1252').decode(bytes.slice(0, 1024));
  const [, label] = /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ?? [];
  const declared = marked || (label && !/^utf-?16/i.test(label) ? label : 'utf-8');
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Why a document cannot be corrected as text; the file can be fetched all the same. */
export class NoText extends Error {
  override readonly name = 'NoText';
  readonly file: string;
  readonly url: string;

  constructor(file: string, url: string) {
    super(
      `“${file}” is no text that can be corrected here. Correct the file where it was made, and hand it in again.`,
    );
    this.file = file;
    this.url = url;
  }
}

/** The text of a revision as it was handed in. @throws NoText for a Word file, and as `call` does. */
export async function textOfRevision(slug: string, revision: number, now: number): Promise<Text> {
  const path = `/api/documents/${encodeURIComponent(slug)}/revisions/${revision}/manuscript`;
  const { name, text, url } = await call<ManuscriptLink>(path);
  if (text === undefined) throw new NoText(name, url);
  return { name, text, base: text, slug, revision, pictures: [], changed: now };
}

/** The revision that a correction goes on from: the newest that is there. */
export const newestOf = ({ revision, pending }: ShownDocument): number =>
  Math.max(revision, pending?.revision ?? 0);

/** Keys of the texts that were begun or gone on with since the page was loaded: no question is asked for them again. */
export const begun = new Set<string>();

/** Keeps a text that is begun now under a key of its own. @returns the key. */
export async function beginText(by: string, text: Text): Promise<string> {
  const key = newKey();
  begun.add(key);
  await textsOf(by).set(key, { ...text, version: crypto.randomUUID() });
  return key;
}
