import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { costOf, type Line, total } from '../../bin/cost/prices.ts';
import { call } from '../../bin/press/client.ts';
import { importSubscribers } from '../../bin/press/subscribers/import.ts';
import type { Report } from '../../functions/newsletters/issues/batch.ts';
import type { PressAtWork, Spent } from './a-press.ts';
import { handInFolder, withPress } from './archives.ts';
import { mebibytes, time } from './figures.ts';
import { nodemailerBuilds } from './peers/nodemailer.ts';
import { drop, inMemory } from './places.ts';
import type { Row } from './row.ts';
import { memoryOf } from './run-program.ts';
import type { SeenCall } from './watch-calls.ts';

/** `SUBSCRIBERS=100000 npm run bench -- newsletter` sends to so many. */
const subscribers = Number(process.env.SUBSCRIBERS ?? 20_000);
/** On a list of their own. */
const few = 1_000;
/** Bytes of the mail's HTML, about. */
const size = 30_000;

const pressDocument = `---
kind: press
title: The Measured Lantern
sender: The Measured Lantern <post@lantern.example>
imprint: The Measured Lantern, 4 Harbour Row, Saltmarsh
lists:
  - { name: weekly, title: The weekly, default: true }
  - { name: few, title: For a few }
---
`;

/** An issue to many: how fast it leaves, what it costs, and what it takes of memory. */
export const newsletter = (): Promise<Row[]> =>
  withPress(0, async (press) => {
    await handIn(press, { 'press.md': pressDocument });
    await importPeople(press, 'weekly', subscribers);
    await importPeople(press, 'few', few);
    const small = await send(press, { slug: 'small', list: 'few', people: few, mail: 'at-once' });
    const bare = await send(press, { slug: 'bare', list: 'weekly', people: subscribers, mail: 'at-once' });
    const whole = await send(press, { slug: 'whole', list: 'weekly', people: subscribers, mail: 'inbox' });
    return [await bareRow(bare, small), costRow(bare), wholeRow(whole)];
  });

interface Issue {
  slug: string;
  list: string;
  people: number;
  /** Who answers SendBulkEmail: the local SES, which stores each mail and reports of it, or a stub at once. */
  mail: 'inbox' | 'at-once';
}

interface Sent extends Issue {
  /** Milliseconds from the command to the first call of SES, from there to the last, and until nothing was left to do. */
  prepared: number;
  sending: number;
  rest: number;
  calls: SeenCall[];
  spent: Spent;
  /** Bytes of all processes: before, and at most. */
  memory: [before: number, most: number];
  deadLetters: number;
}

async function send(press: PressAtWork, issue: Issue): Promise<Sent> {
  const { slug, list, people, mail } = issue;
  await press.answerMail(mail);
  await handIn(press, { [`${slug}.md`]: newsletterDocument(slug, list) });
  await press.quiet();
  await press.forget();
  const memory = [memoryOf(press.pid)];
  const watch = setInterval(() => memory.push(memoryOf(press.pid)), 200);
  let [prepared, sending, began] = [0, 0, performance.now()];
  const seen = await press.watching(async () => {
    await call(press, 'POST', `/newsletters/${slug}/send`);
    ({ prepared, sending } = await whenSent(press, people, began));
    began += prepared + sending;
    await press.quiet();
  });
  const rest = performance.now() - began;
  clearInterval(watch);
  const report = await call<Report & { state: string }>(press, 'GET', `/newsletters/${slug}/report`);
  if (report.state !== 'sent' || report.sent !== people)
    throw new Error(`Of ${people} people not all have “${slug}”: ${JSON.stringify(report)}`);
  const spent = await press.spent();
  const most: Sent['memory'] = [memory[0] ?? 0, Math.max(...memory)];
  return {
    ...issue,
    prepared,
    sending,
    rest,
    calls: seen,
    spent,
    memory: most,
    deadLetters: spent.deadLetters,
  };
}

/** Longest time without a call of SES, in milliseconds. */
const mostWait = 120_000;

async function whenSent(press: PressAtWork, people: number, began: number) {
  const batches = Math.ceil(people / 50);
  let [known, first, last] = [0, 0, performance.now()];
  while (known < batches) {
    const calls = Object.entries(await press.calls());
    const now = calls.reduce(
      (sum, [what, count]) => (what.endsWith(' ses:SendBulkEmail') ? sum + count : sum),
      0,
    );
    if (now > known) {
      last = performance.now();
      first ||= last;
      known = now;
    } else if (performance.now() - last > mostWait)
      throw new Error(`${known} of ${batches} batches have left, and no more.`);
    await pause(20);
  }
  return { prepared: first - began, sending: last - first };
}

const perSecond = (people: number, milliseconds: number): string =>
  ((people / milliseconds) * 1_000).toFixed(0);

async function bareRow(sent: Sent, small: Sent): Promise<Row> {
  const { people, prepared, sending, memory } = sent;
  const mail = {
    subject: 'Measured',
    html: intro(),
    text: intro(),
    leave: 'https://lantern.example/newsletters/leave/',
  };
  const [printable, base64] = [
    await nodemailerBuilds(mail, 'quoted-printable'),
    await nodemailerBuilds(mail, 'base64'),
  ];
  const rate = (people / (prepared + sending)) * 1_000;
  const growth = memory[1] - small.memory[1];
  return {
    what: `an issue of ${size / 1_000} KB to ${people} people, the mail call answered at once`,
    peers: `nodemailer builds ${printable.toFixed(0)}/s a core, ${base64.toFixed(0)} with base64 bodies`,
    goal: '1,500 recipients/s',
    measured: `${perSecond(people, sending)} recipients/s while sending (${rate.toFixed(0)} with the time to prepare it)`,
    met: people / sending >= 1.5,
    notes: [
      `Prepared in ${time(prepared)}, sent in ${time(sending)}.`,
      `Memory of the press, all processes: ${mebibytes(memory[0])} before, at most ${mebibytes(memory[1])}; with ${small.people} people at most ${mebibytes(small.memory[1])} (${growth < 0 ? 'no' : mebibytes(growth)} more with ${people}).`,
    ],
  };
}

const writing = /^dynamodb:(Put|Update|Delete|BatchWrite|TransactWrite)/;

/** Of the functions that send: what SES reports is counted apart. */
const isSender = ({ caller }: { caller: string }): boolean => caller.endsWith('SendIssue');

function costRow(sent: Sent): Row {
  const { calls, people, spent } = sent;
  const own = calls.filter(isSender);
  const writes = own.filter(({ what }) => writing.test(what));
  const units = own.reduce(
    (sum, one) => ({
      reads: sum.reads + (one.units?.reads ?? 0),
      writes: sum.writes + (one.units?.writes ?? 0),
    }),
    { reads: 0, writes: 0 },
  );
  const lambda = Object.entries(spent.functions).reduce(
    (sum, [name, ms]) => (name.endsWith('SendIssue') ? sum + ms : sum),
    0,
  );
  const per = (amount: number, of = 1_000) => (amount / people) * of;
  const lines: Line[] = [
    { what: 'writes', of: 'dynamodb:write-unit', amount: per(units.writes, 100_000) },
    { what: 'reads', of: 'dynamodb:read-unit', amount: per(units.reads, 100_000) },
    // A function that sends has 1 GB.
    { what: 'time', of: 'lambda:gigabyte-second', amount: per(lambda / 1_000, 100_000) },
  ];
  const ses: Line = { what: 'mails', of: 'ses:mail', amount: 100_000 };
  const perRecipient = writes.length / people;
  return {
    what: `write calls a recipient, and cost of 100,000 mails beside SES’s own price (feedback apart)`,
    peers: `SES $${costOf(ses).toFixed(2)}`,
    goal: '≤ 0.1 write calls a recipient',
    measured: `${perRecipient.toFixed(3)} write calls a recipient; $${total(lines).toFixed(2)}`,
    met: perRecipient <= 0.1,
    notes: [
      `For 1,000 recipients: ${per(own.length).toFixed(0)} calls to AWS, ${per(units.writes).toFixed(0)} write units and ${per(units.reads).toFixed(0)} read units, ${time(per(lambda))} of Lambda.`,
      `Calls: ${countsIn(own)}.`,
    ],
  };
}

function countsIn(calls: readonly SeenCall[]): string {
  const counts = Map.groupBy(calls, ({ what }) => what);
  return [...counts].map(([what, all]) => `${all.length} ${what}`).join(', ');
}

function wholeRow({ people, prepared, sending, rest, calls, deadLetters }: Sent): Row {
  const heard = calls.filter((one) => !isSender(one));
  const all = prepared + sending + rest;
  return {
    what: `the same through the local cloud: each mail in the inbox, each report heard`,
    peers: '',
    goal: '',
    measured: `${perSecond(people, prepared + sending)} recipients/s; ${perSecond(people, all)} with all reports heard (${time(all)})`,
    notes: [
      `What SES reports took ${((heard.length / people) * 1_000).toFixed(0)} calls to AWS for 1,000 recipients, ${heard.filter(({ what }) => writing.test(what)).length} of all writes; ${deadLetters} dead letters.`,
    ],
  };
}

const paragraph =
  'A paragraph of an issue as people write them, with a [link](https://lantern.example/a) in it.\n\n';
const intro = (): string => paragraph.repeat(Math.ceil(size / 160));

const newsletterDocument = (slug: string, list: string): string =>
  `---\nkind: newsletter\ntitle: Measured\nslug: ${slug}\nlists: [${list}]\n---\n\n${intro()}`;

async function handIn(press: PressAtWork, files: Record<string, string>): Promise<void> {
  const folder = inMemory('manuscripts');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await handInFolder(folder, press);
  await press.quiet();
}

async function importPeople(press: PressAtWork, list: string, count: number): Promise<void> {
  process.stderr.write(`  ${count} people subscribe\n`);
  const folder = inMemory('people');
  const rows = Array.from({ length: count }, (_, at) => `${list}-${at}@import.example,Reader ${at}`);
  writeFileSync(join(folder, 'people.csv'), ['email,name', ...rows, ''].join('\n'));
  const { data } = await importSubscribers(press, [join(folder, 'people.csv')], {
    consent: 'Signed',
    list: [list],
  });
  drop(folder);
  if (Object(data).added !== count) throw new Error(`Not all were imported: ${JSON.stringify(data)}`);
  await press.quiet();
}
