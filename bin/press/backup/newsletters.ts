import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { call, type Press, Problem } from '../client.ts';
import { namesIn, writeWhole } from './folder.ts';

/* Issues, digests and which list had which article: `newsletters/NAME.json`, each a record as the API gives it. */

const within = 'newsletters';
const fileOf = (name: string): string => join(within, `${name}.json`);
const nameIn = (file: string): string => file.slice(0, -'.json'.length);

const name = z.string().check(z.regex(/^(?:issue|digest|news)\.[A-Za-z0-9.-]{1,200}$/));

const line = z.object({ name, state: z.optional(z.string()), changed: z.optional(z.string()) });
const page = z.object({ items: z.array(line), next: z.nullable(z.string()) });
type Line = z.output<typeof line>;

const id = z.string();
const news = z.looseObject({
  ...{ kind: z.literal('news'), id, start: z.string() },
  waiting: z.array(z.looseObject({ id })),
  marks: z.array(z.looseObject({ piece: z.string() })),
});
const record = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('issue'),
    id,
    changed: z.optional(z.string()),
    issue: z.looseObject({ state: z.string() }),
  }),
  z.looseObject({ kind: z.literal('digest'), id }),
  news,
]);
type NewsletterRecord = z.output<typeof record>;
type NewsRecord = z.output<typeof news>;
type IssueRecord = Extract<NewsletterRecord, { kind: 'issue' }>;

const concurrency = 4;

/** Copies what has changed. What the folder knows beyond the press, as after a restore in part, stays.
 *  @returns how many there are in the press. */
export async function backUpNewsletters(folder: string, press: Press): Promise<number> {
  const lines: Line[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await call<unknown>(press, 'GET', `/newsletter-records?limit=100${query}`);
    const found: z.output<typeof page> = parsed(page, answer, press);
    lines.push(...found.items);
    cursor = found.next;
  }
  await mapConcurrently(lines, { concurrency }, (one) => backUpRecord(folder, press, one));
  return lines.length;
}

async function backUpRecord(folder: string, press: Press, now: Line): Promise<void> {
  const saved = await savedRecord(folder, now.name).catch(() => undefined);
  if (saved?.kind === 'issue' && (isFurther(saved.issue.state, now.state) || isSettled(saved, now))) return;
  const found = parsed(record, await call<unknown>(press, 'GET', `/newsletter-records/${now.name}`), press);
  const whole = found.kind === 'news' && saved?.kind === 'news' ? together(found, saved) : found;
  await writeWhole(folder, fileOf(now.name), `${JSON.stringify(whole, null, 2)}\n`);
}

const stages: Readonly<Record<string, number>> = {
  draft: 0,
  scheduled: 0,
  missed: 0,
  sent: 2,
  cancelled: 2,
  failed: 2,
};
const stageOf = (state = ''): number => stages[state] ?? 1;

const isFurther = (saved: string, now: string | undefined): boolean => stageOf(saved) > stageOf(now);

/** So long bounces and complaints may come that change its figures and not its row. */
const feedbackDays = 30;

const isSettled = (saved: IssueRecord, { state, changed }: Line): boolean =>
  changed !== undefined &&
  changed === saved.changed &&
  state === saved.issue.state &&
  stageOf(state) === 2 &&
  Date.now() - Date.parse(changed) > feedbackDays * 86_400_000;

/** What either knows of a list: a mark is never lost, or an article would be mailed again. */
function together(now: NewsRecord, saved: NewsRecord): NewsRecord {
  const marks = unlike([...now.marks, ...saved.marks], ({ piece }) => piece);
  const marked = new Set(marks.map(({ piece }) => piece));
  const waiting = unlike([...now.waiting, ...saved.waiting], (item) => item.id).filter(
    (item) => !marked.has(item.id),
  );
  return { ...now, start: now.start < saved.start ? now.start : saved.start, waiting, marks };
}

/** The first of those with the same key. */
const unlike = <T>(all: T[], key: (one: T) => string): T[] => {
  const known = new Map(all.toReversed().map((one) => [key(one), one]));
  return all.filter((one) => known.get(key(one)) === one);
};

export interface RestoredNewsletters {
  restored: number;
  there: number;
  /** Names of records at whose slugs the press has other newsletters. */
  others: string[];
}

/** @throws Problem when a file is damaged. */
export async function checkNewsletters(folder: string): Promise<void> {
  for (const one of await recordsIn(folder)) await savedRecord(folder, one);
}

/** Hands in every record. Lists come first: an article that is handed in later is then known to have been mailed. */
export async function restoreNewsletters(folder: string, press: Press): Promise<RestoredNewsletters> {
  const names = await recordsIn(folder);
  const lists = names.filter((one) => one.startsWith('news.'));
  const others = names.filter((one) => !one.startsWith('news.'));
  const report: RestoredNewsletters = { restored: 0, there: 0, others: [] };
  for (const part of [lists, others])
    await mapConcurrently(part, { concurrency }, async (one) => {
      const outcome = await handIn(one, await savedRecord(folder, one), press);
      if (outcome === 'another') report.others.push(one);
      else report[outcome === 'there' ? 'there' : 'restored'] += 1;
    });
  return report;
}

async function handIn(called: string, whole: NewsletterRecord, press: Press): Promise<string> {
  let last = 'restored';
  for (const part of whole.kind === 'news' ? partsOf(whole) : [whole])
    ({ outcome: last } = await call<{ outcome: string }>(
      press,
      'POST',
      `/newsletter-records/${called}`,
      part,
    ));
  return last;
}

/** So many marks are written within a call. */
const mostMarks = 500;

function partsOf(whole: NewsRecord): NewsRecord[] {
  const most = Math.max(whole.waiting.length, whole.marks.length, 1);
  return Array.from({ length: Math.ceil(most / mostMarks) }, (_, at) => {
    const [from, to] = [at * mostMarks, (at + 1) * mostMarks];
    return { ...whole, waiting: whole.waiting.slice(from, to), marks: whole.marks.slice(from, to) };
  });
}

const recordsIn = async (folder: string): Promise<string[]> =>
  (await namesIn(join(folder, within)))
    .filter((file) => file.endsWith('.json') && name.safeParse(nameIn(file)).success)
    .map(nameIn)
    .sort();

async function savedRecord(folder: string, called: string): Promise<NewsletterRecord> {
  const path = join(folder, fileOf(called));
  const text = await readFile(path, 'utf8');
  const { data } = record.safeParse(jsonIn(text));
  if (data && `${data.kind}.${data.id}` === called) return data;
  throw new Problem(`${path} is damaged, so nothing was restored. Take it from another copy of the backup.`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsed<T extends z.ZodMiniType>(schema: T, answer: unknown, { api }: Press): z.output<T> {
  const { data, success } = schema.safeParse(answer);
  if (success) return data;
  throw new Problem(
    `${api} answered with something that is no record of a newsletter. Is it a press, of the same version as this command?`,
  );
}
