import { call, type Press, Problem } from './client.ts';
import { type CommandOptions, type Outcome, queryOf, refuseMore, revisionWord, slugIn } from './command.ts';

/** What happens to a document by itself, as the API tells it. */
export interface ShownSchedule {
  /** What becomes live. */
  revision?: number;
  publishAt?: string;
  withdrawAt?: string;
}

/** How far an edition is, as the API tells it. */
export interface ShownEdition {
  state: 'draft' | 'scheduled' | 'failed' | 'going' | 'gone';
  at?: string;
  notReady?: { slug: string; why: string }[];
}

interface Scheduled {
  title: string;
  slug: string;
  schedule?: ShownSchedule;
}

const usage = 'press schedule SLUG [REVISION] "2026-12-01 07:00"';

/** Says when a document becomes live, or with `--withdraw` when it is withdrawn. A time may be in quotes or not. */
export async function schedule(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const [slug = '', ...rest] = words;
  const [revision] = /^r?[1-9]\d{0,5}$/.test(rest[0] ?? '') ? rest.splice(0, 1) : [];
  const when = rest.join(' ').trim();
  const { withdraw, reason, replaces } = options;
  if (!when && !withdraw) throw new Problem(`Say when: ${usage}, or --withdraw "2026-12-31 18:00"`);
  if (!when && revision) throw new Problem(`Say when revision ${revision} becomes live: ${usage}`);
  const data = await call<Scheduled>(press, 'POST', `/documents/${slugIn(slug ? [slug] : [])}/schedule`, {
    ...(when && { publish_at: when }),
    ...(revision && { revision: Number(revision.replace('r', '')) }),
    ...(when && replaces && { replaces }),
    ...(withdraw && { withdraw_at: withdraw, reason }),
  });
  return { lines: scheduleLines(data), data, ok: true };
}

const scheduleLines = ({ title, schedule }: Scheduled): string[] => [title, ...toCome(schedule)];

/** Every time in UTC: whoever reads it may be anywhere. */
export const toCome = (schedule: ShownSchedule | undefined): string[] => [
  ...(schedule?.publishAt === undefined
    ? []
    : [`  revision ${schedule.revision} becomes live by itself at ${inUtc(schedule.publishAt)}`]),
  ...(schedule?.withdrawAt === undefined ? [] : [`  withdrawn by itself at ${inUtc(schedule.withdrawAt)}`]),
];

export const inUtc = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

/** The address of what waits, or of a revision, in the page that readers will see. */
export async function preview(press: Press, [slug = '', ...rest]: string[]): Promise<Outcome> {
  const revision = revisionWord(rest.shift(), slug);
  refuseMore(rest);
  const data = await call<{ url: string; expires: string }>(
    press,
    'GET',
    `/documents/${slugIn(slug ? [slug] : [])}/preview${queryOf({ revision })}`,
  );
  const lines = [data.url, `  works until ${inUtc(data.expires)}, and no more once something is published`];
  return { lines, data, ok: true };
}

/** Nothing happens to it by itself any more. */
export async function unschedule(press: Press, words: string[]): Promise<Outcome> {
  const slug = slugIn(words);
  const data = await call<Scheduled>(press, 'DELETE', `/documents/${slug}/schedule`);
  const line = `${words[0]}: nothing happens by itself any more. What was to become live stays as a draft.`;
  return { lines: [line], data, ok: true };
}
