import { setTimeout as pause } from 'node:timers/promises';
import { call, type Press, Problem } from '../client.ts';
import { type CommandOptions, type Outcome, slugIn } from '../command.ts';
import { countOf, forTerminal, withProgress } from '../terminal.ts';
import {
  type DigestLine,
  findingLines,
  type IssueLine,
  isDigest,
  minute,
  type Newsletter,
  newsletterAt,
  type Report,
  reportOf,
} from './newsletters.ts';
import { reportLines } from './report.ts';

type Issue = Exclude<Newsletter, DigestLine>;

/** Sends an issue: says what it goes to, asks at a terminal, and shows how it goes until it has left. */
export async function send(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  const issue = await newsletterAt(press, slug);
  if (isDigest(issue))
    throw new Problem(
      `${issue.slug} is a digest: it makes issues by itself (${issue.every}). “press newsletter list” shows them.`,
    );
  await askToSend(issue, options);
  const data = await call<IssueLine>(press, 'POST', `/newsletters/${slug}/send`);
  if (options.wait !== false) return followed(press, issue.slug, options);
  return { lines: [`${issue.slug} is being sent. ${howToLook(issue.slug)}`], data, ok: true };
}

/** On standard error: what it goes to has to be read before anything leaves, and `--json` stays whole. */
async function askToSend(issue: Issue, { yes, confirm, json }: CommandOptions): Promise<void> {
  const { title, subject, lists, people } = issue;
  const whom = `about ${countOf(people, 'person').replace('persons', 'people')} on ${lists.join(', ')}`;
  const said = [`“${title}” goes to ${whom}; subject: ${subject}`, ...findingLines(issue)];
  if (!json) process.stderr.write(forTerminal(`${said.join('\n')}\n`));
  // A script has said what it wants: without a terminal nobody is asked.
  const answer = yes ? true : await confirm?.(`Send “${title}” to ${whom} now?`);
  if (answer === false) throw new Problem('Nothing was sent.');
}

const howToLook = (slug: string): string =>
  `How it goes: press newsletter report ${slug}. To stop it: press newsletter pause ${slug}`;

/** Milliseconds between two looks, the first and the longest: each reads the whole ledger. */
const looks = { first: 300, longest: 5_000 };

/** Shows the progress until nothing moves any more. Ctrl-C ends the looking, not the sending. */
export async function followed(press: Press, slug: string, { json }: CommandOptions): Promise<Outcome> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  try {
    const data = await withProgress(`Sending ${slug}`, (onProgress) =>
      untilItStands(press, encodeURIComponent(slug), { onProgress, signal: interrupted.signal }),
    );
    if (interrupted.signal.aborted)
      return { lines: [`It goes on without this terminal. ${howToLook(slug)}`], data, ok: true };
    return await ended(press, slug, data, json);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

interface Looking {
  onProgress(done: number, total: number, note?: string): void;
  signal: AbortSignal;
}

async function untilItStands(press: Press, slug: string, { onProgress, signal }: Looking): Promise<Report> {
  let [last, unchanged] = [-1, 0];
  for (let wait = looks.first; ; wait = Math.min(wait * 1.3, looks.longest)) {
    const report = await reportOf(press, slug);
    const { state, audience, waiting, claimed } = report;
    const isPreparing = state === 'preparing';
    const done = isPreparing ? 0 : audience - waiting - claimed;
    unchanged = done === last ? unchanged + 1 : 0;
    last = done;
    const stands = unchanged >= patience ? await whyItWaits(press, slug) : [];
    onProgress(done, audience, [...notesOn(report), ...stands].map((note) => `, ${note}`).join(''));
    if ((!isPreparing && state !== 'sending') || signal.aborted) return report;
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

/** Looks without a change after which it is asked why. */
const patience = 4;

const notesOn = ({ state, failed, inDoubt }: Report): string[] => [
  ...(state === 'preparing' ? ['who gets it is being written down'] : []),
  ...(failed ? [`${failed} failed`] : []),
  ...(inDoubt ? [`${inDoubt} in doubt`] : []),
];

async function whyItWaits(press: Press, slug: string): Promise<string[]> {
  const issue = await newsletterAt(press, slug);
  if (isDigest(issue) || !issue.waitsUntil) return [];
  return [`waits for room at the mail service until ${minute(issue.waitsUntil)}`];
}

async function ended(press: Press, slug: string, data: Report, json: boolean | undefined): Promise<Outcome> {
  const lines = reportLines(data, slug);
  if (data.state === 'sent') return { lines, data, ok: true };
  const { stop }: Partial<IssueLine> = json ? {} : await newsletterAt(press, encodeURIComponent(slug));
  const problem = `It is ${data.state}${stop ? `: ${stop.said}` : ''}${data.state === 'paused' ? ` To go on: press newsletter resume ${slug}` : ''}`;
  return { lines, data, ok: false, problem };
}
