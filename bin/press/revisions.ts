import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { noteBase } from './base-file.ts';
import { call, fetchWithRetries, type Press, Problem, ServerError, timeoutsOf } from './client.ts';
import {
  type CommandOptions,
  type Outcome,
  refuseMore,
  revisionIn,
  revisionWord,
  slugIn,
} from './command.ts';
import { type ShownSchedule, toCome } from './schedule.ts';

/** The addresses that a draft takes once it is published. */
export interface TakenAddresses {
  /** Old slugs that lead to it. */
  aliases?: string[];
  /** Slugs of other documents whose place it takes. */
  replaces?: string[];
}

/** A revision as `GET /api/documents/{slug}/revisions/{revision}` shows it. */
interface Revision extends TakenAddresses {
  title: string;
  slug: string;
  kind: string;
  status: string;
  revision: number;
  name: string;
  published?: string;
  by: string;
  byName?: string;
  at: string;
  text: string;
}

/** One revision, with its text as readers would read it. `slug` is encoded for a path. */
export async function showRevision(press: Press, slug: string, revision: number): Promise<Outcome> {
  const data = await call<Revision>(press, 'GET', `/documents/${slug}/revisions/${revision}`);
  const { title, kind, name, status, published, by, byName, at, text } = data;
  const dated = published ? `, dated ${published}` : '';
  const lines = [
    title,
    `  ${kind} ${data.slug}, revision ${revision}, from ${name}`,
    `  ${status}${dated}, by ${byName ?? by} at ${at}`,
    ...takenAddresses(data).map((line) => `  once published, ${line}`),
    '',
    text,
  ];
  return { lines, data, ok: true };
}

/** What an editor has to know before they publish it. */
export const takenAddresses = ({ aliases = [], replaces = [] }: TakenAddresses): string[] => [
  ...(replaces.length ? [`it takes the place of ${replaces.join(', ')}`] : []),
  ...(aliases.length ? [`old addresses lead to it: ${aliases.join(', ')}`] : []),
];

interface Published extends Revision {
  url: string;
  moved: string[];
  replaced: string[];
  kept: string[];
}

/** Publishes the newest draft of a document, or the revision that is named. */
export async function publish(press: Press, words: string[], { replaces }: CommandOptions): Promise<Outcome> {
  const { slug, revision } = revisionIn(words);
  const data = await askAgain(() =>
    call<Published>(press, 'POST', `/documents/${slug}/publish`, { revision, replaces }),
  );
  return { lines: publishedLines(data), data, ok: true };
}

function publishedLines({ title, revision, url, moved, replaced, kept }: Published): string[] {
  const here = `✓ ${title} — published, revision ${revision}: ${url}`;
  const [led, taken, left] = [moved, replaced, kept].map((slugs) => slugs.join(', '));
  return [
    here,
    ...(taken ? [`! Takes the place of ${taken}: readers are led here from there.`] : []),
    ...(led ? [`· Old addresses lead here now: ${led}.`] : []),
    ...(left
      ? [
          `! ${left}: what stands there changed after the draft came, and stays. Hand the manuscript in again if that is
          to lead here.`.replace(/\s+/g, ' '),
        ]
      : []),
  ];
}

/** Makes the text of an old revision the newest. */
export async function restoreRevision(press: Press, [slug = '', ...rest]: string[]): Promise<Outcome> {
  const document = slugIn(slug ? [slug] : []);
  const revision = revisionWord(rest.shift(), slug);
  refuseMore(rest);
  if (revision === undefined)
    throw new Problem(`Say which: press restore ${slug} 3. "press show ${slug}" lists the revisions.`);
  const data = await askAgain(() =>
    call<Restored>(press, 'POST', `/documents/${document}/restore`, { revision }),
  );
  const from = revision.includes('/') && !revision.startsWith(`${slug}/`);
  return {
    lines: [
      `✓ ${data.title} — ${data.status}, revision ${data.revision}, with the text of revision ${revision}`,
      ...(from ? [`· It was at another address then, and stays at this one: ${data.url}`] : []),
      ...afterRestoring(data),
    ],
    data,
    ok: true,
  };
}

type Restored = Published & {
  pending?: { revision: number; status: string };
  schedule?: ShownSchedule;
  /** A press of an earlier version does not say. */
  droppedCorrections?: { date: string; text: string }[];
};

function afterRestoring(restored: Restored): string[] {
  const { slug, status, revision, url, schedule, pending, droppedCorrections = [] } = restored;
  const lost = pending?.status === 'scheduled' && schedule?.revision === undefined;
  return [
    ...(status === 'published' ? [`  ${url}`] : []),
    ...(status === 'withdrawn'
      ? [`· It stays withdrawn: “press publish ${slug} ${revision}” gives it to readers.`]
      : []),
    ...(status === 'draft' ? [`· It stays a draft: “press publish ${slug}” gives it to readers.`] : []),
    ...droppedCorrections.map(
      ({ date, text }) => `! It had a correction of ${date} that readers do not see any more: “${text}”.`,
    ),
    ...toCome(schedule),
    ...(lost && pending
      ? [
          `! Revision ${pending.revision} was scheduled, and waits as a draft now: “press schedule ${slug} ${pending.revision} WHEN”.`,
        ]
      : []),
  ];
}

const mostAttempts = 5;

/** Pictures that readers do not have yet are made ready in some seconds. */
async function askAgain<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ServerError) || attempt === mostAttempts) throw error;
      await pause(1_000);
    }
  }
}

/** Saves the manuscript of what stands, or of the revision that is named, as it came, and notes what it is. A file that is
 *  there stays. */
export async function download(press: Press, words: string[], { to }: CommandOptions): Promise<Outcome> {
  const named = revisionIn(words);
  const { slug } = named;
  const standing =
    named.revision === undefined ? await call<Standing>(press, 'GET', `/documents/${slug}`) : undefined;
  const revision = named.revision ?? standing?.revision;
  const link: { name: string; url: string } = await call(
    press,
    'GET',
    `/documents/${slug}/revisions/${revision}/manuscript`,
  );
  const { answer } = timeoutsOf(press);
  const response = await fetchWithRetries((signal) => fetch(link.url, { signal }), answer);
  if (!response.ok)
    throw new Problem(`The manuscript could not be fetched (${response.status}). Please try again.`);
  const file = to ?? fileNameOf(link.name);
  await save(file, new Uint8Array(await response.arrayBuffer()));
  const basedOn = `${decodeURIComponent(slug)}/${revision}`;
  const note = await noteBase(file, press, basedOn);
  const lines = [
    `Revision ${revision} of ${words[0]} is in ${file}. ${note} says so: with it, “press upload ${file}” replaces nothing that comes in meanwhile.`,
    ...waitsBeside(standing?.pending, words[0]),
  ];
  return { lines, data: { slug, revision, file, basedOn }, ok: true };
}

type Standing = Pick<Revision, 'revision'> & {
  pending?: Pick<Revision, 'revision' | 'status' | 'by' | 'byName'>;
};

const waitsBeside = (pending: Standing['pending'], slug = ''): string[] =>
  pending
    ? [
        `! Revision ${pending.revision} by ${pending.byName ?? pending.by} waits beside it (${pending.status}): “press download ${slug} ${pending.revision}” is that one.`,
      ]
    : [];

/** A name that a writer chose, as one of a file in this folder. */
export function fileNameOf(name: string): string {
  const [base = ''] = name.split(/[\\/]/).slice(-1);
  const safe = base.replace(/\p{C}/gu, '').replace(/^[.-]+/, '');
  return safe || 'manuscript.md';
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    throw new Problem(`${file} is there already and stays as it is. Name another file with --to FILE.`);
  });
}
