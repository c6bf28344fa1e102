import { type Press, Problem } from '../client.ts';
import { type CommandOptions, type Outcome, slugIn } from '../command.ts';
import { printLinked, saveLinked, whenWritten } from '../linked-files.ts';
import { withProgress } from '../terminal.ts';
import { newsletterAt, type Report, reportOf, whyOf } from './newsletters.ts';

/** What became of an issue: as figures, or as a CSV with a row a person. */
export async function report(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  if (options.csv) return ledger(press, slug, options);
  if (options.to !== undefined)
    throw new Problem(`Only the CSV goes into a file: press newsletter report ${slug} --csv --to FILE`);
  const data = await reportOf(press, slug);
  const isUnderWay = ['sent', 'sending', 'preparing'].includes(data.state);
  const why = isUnderWay ? [] : whyOf(await newsletterAt(press, slug));
  return { lines: [...reportLines(data, slug), ...why.flatMap((said) => ['', said])], data, ok: true };
}

async function ledger(press: Press, slug: string, { to, json }: CommandOptions): Promise<Outcome> {
  const path = `/newsletters/${slug}/ledger.csv`;
  const data = await withProgress('Exporting', () =>
    whenWritten<{ url: string; expires: string }>(press, path),
  );
  if (to === undefined) {
    // For a machine the link is the answer.
    if (!json) await printLinked(data.url);
    return { lines: [], data, ok: true };
  }
  await saveLinked(to, data.url);
  const lines = [
    `${to} holds a row for each person, with addresses: keep it safe, and delete it when it has served.`,
  ];
  return { lines, data: { file: to }, ok: true };
}

/** The figures whose sum is the audience stand in one column, those that lie within `sent` below it. */
export function reportLines(figures: Report, slug: string): string[] {
  const { state, audience, sent, failed, inDoubt, unsubscribed } = figures;
  const row = (name: string, count: number, indent = '') =>
    `  ${indent}${name.padEnd(16 - indent.length)}${String(count).padStart(9)}`;
  const parts: [string, number][] = [
    ...present('waiting', figures.waiting),
    ...present('on their way', figures.claimed),
    ['sent', sent],
  ];
  const rest: [string, number][] = [
    ...present('suppressed', figures.suppressed),
    ...present('failed', failed),
    ...present('in doubt', inDoubt),
    ...present('not sent', figures.notSent),
  ];
  return [
    `${slug}: ${state}`,
    ...parts.map(([name, count]) => row(name, count)),
    ...heard(figures).map(([name, count]) => row(name, count, '  ')),
    ...rest.map(([name, count]) => row(name, count)),
    row('audience', audience),
    ...(unsubscribed ? ['', `${unsubscribed} left by a link of it.`] : []),
    ...again(figures, slug),
  ];
}

const present = (name: string, count: number): [string, number][] => (count ? [[name, count]] : []);

const heard = ({ delivered, bounced, complained }: Report): [string, number][] => [
  ...present('delivered', delivered),
  ...present('bounced', bounced),
  ...present('complained', complained),
];

/** What may be decided of those who did not get it. */
const again = ({ state, failed, inDoubt }: Report, slug: string): string[] =>
  state === 'sent' && failed + inDoubt > 0
    ? [
        '',
        ...(failed ? [`To send it again to who failed: press newsletter again ${slug} failed`] : []),
        ...(inDoubt
          ? [
              `Of those in doubt nobody knows whether they got it. To leave it so, do nothing; to send it again: press newsletter again ${slug} doubt`,
            ]
          : []),
      ]
    : [];
