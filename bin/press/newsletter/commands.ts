import { stat, writeFile } from 'node:fs/promises';
import { call, type Press, Problem } from '../client.ts';
import { type Command, type CommandOptions, type Outcome, refuseMore, slugIn } from '../command.ts';
import {
  type DigestLine,
  findingLines,
  type IssueLine,
  isDigest,
  lineOf,
  type Preview,
  reportOf,
} from './newsletters.ts';
import { report } from './report.ts';
import { followed, send } from './send.ts';

/** Commands of those who send newsletters, by their names. */
export const newsletterCommands: Record<string, Command> = {
  'newsletter list': list,
  'newsletter preview': preview,
  'newsletter test': test,
  'newsletter send': send,
  'newsletter pause': pause,
  'newsletter resume': resume,
  'newsletter cancel': cancel,
  'newsletter again': again,
  'newsletter report': report,
};

interface ListPage {
  digests: DigestLine[];
  items: IssueLine[];
  next: string | null;
}

async function list(press: Press, words: string[]): Promise<Outcome> {
  refuseMore(words);
  const all: ListPage = { digests: [], items: [], next: null };
  let cursor = '';
  do {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await call<ListPage>(press, 'GET', `/newsletters?limit=100${query}`);
    all.digests.push(...page.digests);
    all.items.push(...page.items);
    cursor = page.next ?? '';
  } while (cursor);
  const lines = [...all.digests, ...all.items].map(lineOf);
  const none = 'There are no newsletters yet: hand in a document with “kind: newsletter”.';
  return { lines: lines.length ? lines : [none], data: [...all.digests, ...all.items], ok: true };
}

/** The text of the mail, with what somebody should know of it; its HTML into a file. */
async function preview(press: Press, words: string[], { to }: CommandOptions): Promise<Outcome> {
  await refuseFile(words);
  const slug = slugIn(words);
  const data = await call<Preview>(press, 'GET', `/newsletters/${slug}/preview`);
  const { from, subject, preview: after, text, bytes, people } = data;
  if (to !== undefined) await saveHtml(to, data.html);
  const lines = [
    `From:     ${from}`,
    `Subject:  ${subject}`,
    ...(after ? [`Preview:  ${after}`] : []),
    `Goes to:  about ${people} ${people === 1 ? 'person' : 'people'}; ${Math.ceil(bytes / 1024)} KB`,
    ...(to === undefined
      ? [`As HTML:  press newsletter preview ${slug} --to FILE.html`]
      : [`As HTML:  ${to}, to be opened in a browser`]),
    ...findingLines(data),
    '',
    text,
  ];
  return { lines, data, ok: true };
}

/** A mail is composed by the press, from what it has. */
async function refuseFile([word = '']: string[]): Promise<void> {
  if (!/[./\\]/.test(word) || !(await stat(word).catch(() => undefined))) return;
  throw new Problem(
    `${word} is a file, and a mail is composed by the press: hand it in with “status: draft” (press upload ${word}), then name it by its slug. A draft is not sent.`,
  );
}

async function saveHtml(file: string, html: string): Promise<void> {
  await writeFile(file, html, { flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    throw new Problem(`${file} is there already and stays as it is. Name another file with --to FILE.`);
  });
}

async function test(press: Press, words: string[], { to }: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  if (!to) throw new Problem(`Say to which address: press newsletter test ${slug} --to you@example.org`);
  const data = await call(press, 'POST', `/newsletters/${slug}/test`, { to });
  const lines = [
    `A test of ${words[0]} is on its way to ${to}, unless that address left or gets no mail. No report counts it.`,
  ];
  return { lines, data, ok: true };
}

type Commanded = IssueLine | DigestLine;

const command = (press: Press, slug: string, what: string, body?: object): Promise<Commanded> =>
  call<Commanded>(press, 'POST', `/newsletters/${slug}/${what}`, body);

async function pause(press: Press, words: string[]): Promise<Outcome> {
  const slug = slugIn(words);
  const data = await command(press, slug, 'pause');
  const line = isDigest(data)
    ? `${data.slug} makes no issues until it is resumed: press newsletter resume ${data.slug}`
    : `${data.slug} is paused: at most one more batch leaves. To go on: press newsletter resume ${data.slug}`;
  return { lines: [line], data, ok: true };
}

async function resume(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const data = await command(press, slugIn(words), 'resume');
  if (isDigest(data)) return { lines: [lineOf(data)], data, ok: true };
  if (options.wait !== false) return followed(press, data.slug, options);
  return { lines: [`${data.slug} goes on.`], data, ok: true };
}

async function cancel(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  if (!options.yes && (await options.confirm?.(`Cancel ${words[0]} for good?`)) === false)
    throw new Problem('Nothing was cancelled.');
  const data = await command(press, slug, 'cancel');
  return { lines: [`${data.slug} is cancelled: whoever waited for it does not get it.`], data, ok: true };
}

/** To those who failed, or those in doubt; with the count that was read, so that it is these and no others. */
async function again(
  press: Press,
  [name = '', whom, ...more]: string[],
  options: CommandOptions,
): Promise<Outcome> {
  refuseMore(more);
  const slug = slugIn(name ? [name] : []);
  if (whom !== 'failed' && whom !== 'doubt')
    throw new Problem(
      `Say whom: press newsletter again ${slug} failed, or press newsletter again ${slug} doubt. Nobody else gets it again.`,
    );
  const { failed, inDoubt } = await reportOf(press, slug);
  const count = whom === 'failed' ? failed : inDoubt;
  if (!count)
    throw new Problem(
      `Nobody ${whom === 'failed' ? 'failed' : 'is in doubt'}: there is nobody to send it to again.`,
    );
  if (!options.yes) await askAgain(name, { whom, count }, options);
  const data = await command(press, slug, 'again', { whom, count });
  if (options.wait !== false) return followed(press, data.slug, options);
  return { lines: [`${data.slug} is sent again to ${count}.`], data, ok: true };
}

async function askAgain(
  slug: string,
  { whom, count }: { whom: string; count: number },
  { confirm }: CommandOptions,
): Promise<void> {
  const risk = whom === 'doubt' ? ' Some of them may have it already, and get it twice.' : '';
  const answer = await confirm?.(
    `Send ${slug} again to ${count} ${count === 1 ? 'person' : 'people'} ${whom === 'doubt' ? 'in doubt' : 'who failed'}?${risk}`,
  );
  if (answer === undefined)
    throw new Problem(
      `Nothing was sent: ${count} would get it again.${risk} Without a terminal to ask at it takes press newsletter again ${slug} ${whom} --yes`,
    );
  if (!answer) throw new Problem('Nothing was sent.');
}
