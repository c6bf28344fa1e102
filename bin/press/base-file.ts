import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Press, Problem, siteOf } from './client.ts';
import type { Bundle } from './gather.ts';
import { documentsByFile, type SettledUpload } from './receipts.ts';

/*
 * A manuscript that was downloaded has a small file beside it, which says what it began from and is never handed in. Only
 * the press that it came from is told.
 *
 * | it dies                              | and then                                                               |
 * | ------------------------------------ | ---------------------------------------------------------------------- |
 * | between the manuscript and this file | nothing says what it began from: it is handed in like any other        |
 * | after handing in, before this file   | handed in again it is unchanged, and the file is brought up to date    |
 * | is written anew                      |                                                                        |
 */

interface BaseFile {
  press: string;
  based_on: string;
}

/** Its name begins with a dot, so that no folder's upload takes it for a manuscript. */
export const baseFileOf = (manuscript: string): string =>
  join(dirname(manuscript), `.${basename(manuscript)}.based-on.json`);

/** Notes the revision (`SLUG/NUMBER`) that a manuscript began from. Returns the note's path. */
export async function noteBase(manuscript: string, { api }: Press, revision: string): Promise<string> {
  const file = baseFileOf(manuscript);
  const base: BaseFile = { press: siteOf(api), based_on: revision };
  await writeFile(file, `${JSON.stringify(base)}\n`);
  return file;
}

/** @throws Problem for a note that cannot be read: what stands could be overwritten without it. */
async function baseOf(manuscript: string, { api }: Press): Promise<string | undefined> {
  const file = baseFileOf(manuscript);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw cause;
  });
  if (text === undefined) return undefined;
  const { press, based_on } = readNote(text) ?? {};
  if (typeof press !== 'string' || typeof based_on !== 'string')
    throw new Problem(
      `${file} says what ${basename(manuscript)} began from, and cannot be read. Download the document again, or delete that file to hand in without it. Nothing was handed in.`,
    );
  return press === siteOf(api) ? based_on : undefined;
}

function readNote(text: string): Partial<Record<keyof BaseFile, unknown>> | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The bundles with what their manuscripts began from. */
export const withBases = (bundles: Bundle[], press: Press): Promise<Bundle[]> =>
  Promise.all(
    bundles.map(async ({ manuscript, ...bundle }) => {
      const basedOn = await baseOf(manuscript.path, press);
      return { ...bundle, manuscript: basedOn === undefined ? manuscript : { ...manuscript, basedOn } };
    }),
  );

/** What was taken is what they go on from. One that waits beside something newer began from the same as before. */
export async function moveBases(bundles: Bundle[], settled: SettledUpload, press: Press): Promise<void> {
  const documents = documentsByFile(settled);
  for (const { manuscript } of bundles) {
    const document = documents.get(manuscript.name);
    if (manuscript.basedOn === undefined || !document || document.overtaken) continue;
    await noteBase(manuscript.path, press, `${document.slug}/${document.revision}`);
  }
}
