import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { backUp } from '../../bin/press/backup/back-up.ts';
import { restoreFrom } from '../../bin/press/backup/restore.ts';
import { call, type Press } from '../../bin/press/client.ts';
import { findPress } from '../../bin/press/find-press.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import { importSubscribers } from '../../bin/press/subscribers/import.ts';
import type { Report } from '../../functions/newsletters/issues/batch.ts';
import { mailOf } from '../../lib/local/ses/mail.ts';
import { deadLetterQueues, failureDestinations } from '../../lib/local/sqs/redrive.ts';
import { type Call, NoAnswer } from '../../lib/local/weather/weather.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';
import { askSite } from './reader.ts';
import { settingsOf } from './storm/whole-number.ts';

const pressDocument = `---
kind: press
title: The Lantern
sender: The Lantern <post@lantern.example>
imprint: The Lantern, 4 Harbour Row, Saltmarsh
lists:
  - { name: weekly, title: The weekly, default: true }
  - { name: events, title: What is on }
---
`;

const newsletter = (title: string, more = '', text = 'Hello, dear reader of {{name}} & <script>.') =>
  `---\nkind: newsletter\ntitle: ${title}\n${more}---\n\n${text}\n`;

/** Seconds that something may take on a busy machine. */
const seconds = 60;

interface Shown extends Report {
  state: string;
}

const mail = z.object({
  subject: z.string(),
  destination: z.object({ to: z.array(z.string()) }),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  body: z.object({ html: z.optional(z.string()), text: z.string() }),
});
type Mail = z.output<typeof mail>;

async function mailsOf(inbox: string, subject: string): Promise<Mail[]> {
  const { emails } = z.object({ emails: z.array(mail) }).parse(await (await fetch(`${inbox}/store`)).json());
  return emails.filter((one) => one.subject === subject);
}

const addressOf = ({ destination: { to } }: Mail): string =>
  /<?([^<>\s]+@[^<>\s]+?)>?$/.exec(to[0] ?? '')?.[1] ?? '';

/** Addresses that got it more than once. */
function twice(mails: readonly Mail[]): string[] {
  const counts = Map.groupBy(mails, addressOf);
  return [...counts].filter(([, { length }]) => length > 1).map(([address]) => address);
}

/** The parts of a report are together its audience. */
function expectToAddUp(report: Report): void {
  const { waiting, claimed, sent, suppressed, failed, inDoubt, notSent, audience } = report;
  expect(waiting + claimed + sent + suppressed + failed + inDoubt + notSent, JSON.stringify(report)).toBe(
    audience,
  );
}

const reportOf = (press: Press, slug: string): Promise<Shown> =>
  call<Shown>(press, 'GET', `/newsletters/${slug}/report`);

/** The report once it satisfies; it adds up at every look. */
async function reportThat(press: Press, slug: string, satisfied: (report: Shown) => boolean): Promise<Shown> {
  const look = async () => {
    const report = await reportOf(press, slug);
    expectToAddUp(report);
    return report;
  };
  return eventually(look, satisfied, seconds);
}

const isSent = ({ state }: Shown): boolean => state === 'sent';

async function imported(press: Press, addresses: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'people-'));
  const rows = addresses.map((address, at) => `${address},"Reader, ${at}"`);
  await writeFile(join(folder, 'people.csv'), ['email,name', ...rows, ''].join('\n'));
  const { data } = await importSubscribers(press, [join(folder, 'people.csv')], { consent: 'Signed' });
  await rm(folder, { recursive: true });
  expect(data).toMatchObject({ added: addresses.length });
}

const leaveLinkIn = ({ headers }: Mail): string => {
  const header = headers.find(({ name }) => name.toLowerCase() === 'list-unsubscribe')?.value ?? '';
  const url = /<(https?:[^>]+)>/.exec(header)?.[1];
  if (!url) throw new Error(`No link to leave in ${header}`);
  return new URL(url).pathname;
};

/** What a mailbox sends when its reader presses "unsubscribe" (RFC 8058). */
const oneClick = (site: string, link: string) =>
  askSite(site, link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });

const throttled = {
  status: 429,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'TooManyRequestsException' },
  body: JSON.stringify({ message: 'Maximum sending rate exceeded.' }),
};

async function advance(clock: string, duration: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(clock, { method: 'POST', headers, body: JSON.stringify({ advance: duration }) });
  expect(answer.status).toBe(200);
}

describe('in one press', () => {
  let press: PressUnderTest;
  const readers = Array.from({ length: 300 }, (_, at) => `reader${at}@home.example`);
  const boxes = ['bounce', 'complaint', 'ooto', 'suppressionlist', 'success'];
  const simulated = boxes.flatMap((box) => [1, 2].map((at) => `${box}+${at}@simulator.amazonses.com`));
  const everybody = [...readers, ...simulated];
  /** Who gets the second issue: those whose mail came back, or who complained, get no more. */
  const reached = everybody.length - 6;

  const command = (slug: string, verb: string) => press.api<object>('POST', `/newsletters/${slug}/${verb}`);
  const report = (slug: string, satisfied = isSent) => reportThat(press.editor, slug, satisfied);
  const mails = (subject: string) => mailsOf(press.inbox, subject);
  /** Moves the clock on whenever nothing has changed: what waits for a throttled service goes on at a tick. */
  const inTime = async (slug: string, satisfied: (report: Shown) => boolean): Promise<Shown> => {
    for (let seen: Shown | undefined, tries = 0; ; tries++) {
      const now = await report(slug, () => true);
      if (satisfied(now)) return now;
      if (tries > 40) throw new Error(`It does not end: ${JSON.stringify(now)}`);
      if (isDeepStrictEqual(now, seen)) await advance(press.clock, 'PT1M');
      seen = now;
      await pause(1_500);
    }
  };
  const setRate = (perSecond: number) => {
    mailOf(press.cloud).account.limits = { sandbox: false, perSecond, perDay: 1_000_000 };
  };

  beforeAll(async () => {
    press = await aPress({ concurrency: 10 });
    await press.handIn({
      'press.md': pressDocument,
      'tide.md': '---\ntitle: The tide\nstandfirst: It rises.\n---\n\nIt rose.\n',
    });
    const hasLists = await eventually(
      () => press.get('/newsletters/'),
      ({ text }) => text.includes('What is on'),
      seconds,
    );
    expect(hasLists.status).toBe(200);
    await imported(press.editor, everybody);
  }, 180_000);
  afterEach(() => {
    delete press.cloud.weather;
    setRate(500);
  });
  afterAll(() => press.end());

  /** By the address of each: the link by which it leaves. */
  const links = new Map<string, string>();

  it('previews an issue, sends it once to each, and hears what became of it', async () => {
    await press.handIn({
      'first.md': newsletter('First issue', 'preview: What is new\narticles: [the-tide]\n'),
    });
    const preview = await press.api<{ html: string; text: string; people: number }>(
      'GET',
      '/newsletters/first-issue/preview',
    );
    expect(preview.people).toBe(everybody.length);
    expect(preview.text).toContain('Hello, dear reader of {{name}} & <script>.');
    expect(preview.html).toContain('The tide');
    expect(await mails('First issue')).toEqual([]);
    await command('first-issue', 'send');
    const sent = await report('first-issue');
    expect(sent).toMatchObject({ audience: everybody.length, sent: everybody.length, inDoubt: 0, failed: 0 });
    const heard = await report('first-issue', ({ delivered, bounced, complained }) => {
      return delivered >= everybody.length - 4 && bounced >= 4 && complained >= 2;
    });
    expect(heard).toMatchObject({ bounced: expect.any(Number), complained: 2 });
    expect(heard.bounced).toBeGreaterThanOrEqual(4);
    const all = await mails('First issue');
    expect(all.map(addressOf).sort()).toEqual(everybody.toSorted());
    const [one] = all;
    expect(one?.body.text).toContain('Hello, dear reader of {{name}} & <script>.');
    const headers = Object.fromEntries(
      (one?.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]),
    );
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(headers['list-id']).toContain('weekly');
    for (const mail of all) links.set(addressOf(mail), leaveLinkIn(mail));
    expect(new Set(links.values()).size).toBe(everybody.length);
    const page = await eventually(
      () => press.get('/newsletters/weekly/first-issue/'),
      ({ status }) => status === 200,
      seconds,
    );
    expect(page.text).toContain('First issue');
  }, 180_000);

  it('gives nothing to who leaves by one click before their batch is read', async () => {
    setRate(30);
    await press.handIn({ 'second.md': newsletter('Second issue') });
    await command('second-issue', 'send');
    const some = await eventually(
      () => mails('Second issue'),
      ({ length }) => length > 0,
      seconds,
    );
    const had = new Set(some.map(addressOf));
    const leavers = readers.filter((address) => !had.has(address)).slice(-20);
    for (const address of leavers)
      expect(await oneClick(press.site, links.get(address) ?? '')).toMatchObject({ status: 200 });
    setRate(500);
    const sent = await report('second-issue');
    const all = await mails('Second issue');
    expect(twice(all)).toEqual([]);
    const got = new Set(all.map(addressOf));
    const spared = leavers.filter((address) => !got.has(address));
    expect(spared.length).toBeGreaterThan(0);
    expect(sent).toMatchObject({
      audience: reached,
      suppressed: spared.length,
      sent: reached - spared.length,
    });
    // By the link of the first.
    expect(await report('first-issue', ({ unsubscribed }) => unsubscribed >= leavers.length)).toMatchObject({
      unsubscribed: leavers.length,
    });
  }, 180_000);

  it('pauses by itself where people complain of it, and goes on when somebody says so', async () => {
    await press.handIn({ 'third.md': newsletter('Third issue') });
    await command('third-issue', 'send');
    const state = ({ state }: Shown) => state === 'paused';
    expect(await report('third-issue', state)).toMatchObject({ state: 'paused' });
    const shown = await press.api<{ stop: { why: string } }>('GET', '/newsletters/third-issue');
    expect(shown.stop.why).toBe('complaints');
    await command('third-issue', 'resume');
    const sent = await report('third-issue');
    expect(await mails('Third issue')).toHaveLength(sent.audience);
  }, 120_000);

  it('never sends again under another slug', async () => {
    const before = (await mails('First issue')).length;
    await press.handIn({
      'first.md': newsletter('First issue', 'slug: renamed-issue\naliases: [first-issue]\n'),
    });
    const line = await eventually(
      () => press.api<{ state: string }>('GET', '/newsletters/renamed-issue'),
      ({ state }) => state === 'sent',
      seconds,
    );
    expect(line.state).toBe('sent');
    await expect(command('renamed-issue', 'send')).rejects.toThrow();
    await advance(press.clock, 'PT10M');
    expect(await mails('First issue')).toHaveLength(before);
  }, 120_000);

  it('stops an issue that is withdrawn while it is sent', async () => {
    setRate(55);
    await press.handIn({ 'wrong.md': newsletter('Wrong issue') });
    await command('wrong-issue', 'send');
    await eventually(
      () => mails('Wrong issue'),
      ({ length }) => length > 0,
      seconds,
    );
    await press.api('POST', '/documents/wrong-issue/withdraw', { reason: 'It was wrong.' });
    const stopped = await report(
      'wrong-issue',
      ({ state, claimed }) => state === 'cancelled' && claimed === 0,
    );
    expect(stopped).toMatchObject({ state: 'cancelled', waiting: 0 });
    expect(stopped.notSent).toBeGreaterThan(0);
    setRate(500);
    await advance(press.clock, 'PT10M');
    const all = await mails('Wrong issue');
    expect(all).toHaveLength(stopped.sent + stopped.inDoubt);
    const page = await eventually(
      () => press.get('/newsletters/weekly/wrong-issue/'),
      ({ status }) => status === 410,
      seconds,
    );
    expect(page.status).toBe(410);
  }, 120_000);

  it('comes through throttles, lost calls, lost answers and refused entries: each person once', async () => {
    const storm = { calls: 0, lost: 0 };
    const entriesOf = ({ request }: Call): object[] => JSON.parse(request.body.toString()).BulkEmailEntries;
    const isMail = ({ action }: Call) => action === 'SendBulkEmail';
    /** SES takes all but the first entry, which it refuses. */
    const withoutFirst = async ({ request }: Call) => {
      const body = JSON.parse(request.body.toString());
      body.BulkEmailEntries.shift();
      const smaller = { ...request, body: Buffer.from(JSON.stringify(body)) };
      const answer = await press.cloud.services.get('ses')?.handle(smaller);
      const { BulkEmailEntryResults: results } = JSON.parse(`${answer?.body}`);
      const refused = { Status: 'MESSAGE_REJECTED', Error: 'Rejected for its content.' };
      return {
        ...answer,
        status: 200,
        body: JSON.stringify({ BulkEmailEntryResults: [refused, ...results] }),
      };
    };
    press.cloud.weather = {
      before(one) {
        if (!isMail(one)) return undefined;
        storm.calls += 1;
        if (storm.calls === 1 || storm.calls === 4) return throttled;
        if (storm.calls === 5) return withoutFirst(one);
        if (storm.calls !== 2) return undefined;
        // It never arrives.
        storm.lost = entriesOf(one).length;
        throw new NoAnswer();
      },
      after(one, answer) {
        if (isMail(one) && storm.calls === 3) throw new NoAnswer();
        return answer;
      },
    };
    setRate(120);
    await press.handIn({ 'stormy.md': newsletter('Stormy issue') });
    await command('stormy-issue', 'send');
    // Reports settle those of the lost answer; of the lost call nobody ever hears.
    const sent = await inTime('stormy-issue', (now) => isSent(now) && now.inDoubt <= storm.lost);
    expect(storm.calls).toBeGreaterThan(5);
    const { inDoubt, failed, suppressed, audience } = sent;
    expect({ inDoubt, failed, sent: sent.sent }).toEqual({
      ...{ inDoubt: storm.lost, failed: 1 },
      sent: audience - storm.lost - suppressed - 1,
    });
    const all = await mails('Stormy issue');
    expect(twice(all)).toEqual([]);
    expect(all).toHaveLength(sent.sent);
    delete press.cloud.weather;
    const again = (whom: string, count: number) =>
      press.api('POST', '/newsletters/stormy-issue/again', { whom, count });
    await again('failed', failed);
    await inTime('stormy-issue', (now) => isSent(now) && now.failed === 0);
    await expect(again('doubt', inDoubt)).rejects.toThrow('SES may still report');
    await advance(press.clock, 'PT25H');
    await again('doubt', inDoubt);
    await inTime('stormy-issue', (now) => isSent(now) && now.inDoubt === 0);
    const whole = await mails('Stormy issue');
    expect(twice(whole)).toEqual([]);
    expect(whole).toHaveLength(audience - suppressed);
  }, 180_000);

  it('makes a digest on Friday by itself, and none without news', async () => {
    const every = 'every: friday 07:00 Europe/London\nsince: last\n';
    await press.handIn({ 'fridays.md': newsletter('Fridays', every, 'This week.') });
    const shown = await press.api<{ next: string; people: number }>('GET', '/newsletters/fridays');
    expect(new Date(shown.next).getUTCDay()).toBe(5);
    await press.handIn({ 'news.md': '---\ntitle: The pier is open\n---\n\nAt last.\n' });
    await eventually(
      () => press.get('/articles/the-pier-is-open/'),
      ({ status }) => status === 200,
      seconds,
    );
    const isOfDigest = ({ digest }: { digest?: string }) => digest !== undefined;
    const issues = async () =>
      (
        await press.api<{ items: { slug: string; state: string; digest?: string }[] }>('GET', '/newsletters')
      ).items.filter(isOfDigest);
    const { now } = Object(await (await fetch(press.clock)).json());
    const untilThen = Math.ceil((Date.parse(shown.next) - Date.parse(now)) / 1_000) + 30;
    await advance(press.clock, `PT${untilThen}S`);
    const made = await eventually(issues, (items) => items.some(({ state }) => state === 'sent'), seconds);
    expect(made).toMatchObject([{ state: 'sent' }]);
    const all = await mails('Fridays');
    expect(twice(all)).toEqual([]);
    expect(all.length).toBeGreaterThan(200);
    expect(all[0]?.body.text).toContain('The pier is open');
    expect(all[0]?.body.text).not.toContain('The tide');
    await advance(press.clock, 'P7D');
    await advance(press.clock, 'PT2M');
    expect(await issues()).toHaveLength(1);
    expect(await mails('Fridays')).toHaveLength(all.length);
  }, 180_000);

  it('restored from a backup into an empty press sends nothing, in a year neither', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backup-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { now } = Object(await (await fetch(press.clock)).json());
    const soon = new Date(Date.parse(now) + 3 * 86_400_000).toISOString().slice(0, 10);
    await press.handIn({ 'later.md': newsletter('Later issue', `send_at: ${soon} 07:00\n`) });
    await eventually(
      () => press.api<{ state: string }>('GET', '/newsletters/later-issue'),
      ({ state }) => state === 'scheduled',
      seconds,
    );
    const { newsletters } = await backUp(folder, press.editor);
    // Issues of above with that of the digest, the digest, and its list.
    expect(newsletters).toBe(9);
    const other = await aPress();
    onTestFinished(() => other.end());
    // What was published in the other press's days is no future here.
    const ahead = Math.ceil((Date.parse(now) - Date.now()) / 60_000) + 10;
    await advance(other.clock, `PT${ahead}M`);
    const restored = await restoreFrom(folder, other.editor);
    expect(
      restored.receipts.flatMap(({ notices }) => notices).filter(({ level }) => level === 'error'),
    ).toEqual([]);
    expect(restored.newsletters).toMatchObject({ restored: 9, others: [] });
    await imported(other.editor, readers.slice(0, 40));
    const stateOf = async (slug: string) =>
      (await other.api<{ state: string }>('GET', `/newsletters/${slug}`)).state;
    const states = ['renamed-issue', 'second-issue', 'wrong-issue', 'later-issue', 'fridays'];
    expect(await Promise.all(states.map(stateOf))).toEqual(['sent', 'sent', 'cancelled', 'draft', 'asleep']);
    expectToAddUp(await reportOf(other.editor, 'second-issue'));
    expect((await other.get('/newsletters/weekly/second-issue/')).status).toBe(200);
    for (const time of ['PT1H', 'P7D', 'P30D', 'P365D', 'PT2M']) await advance(other.clock, time);
    expect(await Promise.all(states.map(stateOf))).toEqual(['sent', 'sent', 'cancelled', 'draft', 'asleep']);
    const { emails } = Object(await (await fetch(`${other.inbox}/store`)).json());
    expect(emails).toEqual([]);
  }, 240_000);

  it('has left no dead letters', () => {
    const dead = [...deadLetterQueues(press.cloud), ...failureDestinations(press.cloud)];
    expect(dead.map(({ counts }) => counts.visible).filter((count) => count !== 0)).toEqual([]);
  });
});

describe('that is killed', () => {
  /** As many as the promise names, where sequences are many, too. */
  const count = settingsOf(process.env).runs >= 100 ? 5_000 : 600;
  const kills = [0.2, 0.45, 0.7];
  const mostOfABatch = 50;
  const root = join(import.meta.dirname, '../..');
  let data: string;
  let running: ChildProcess | undefined;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'broadside-'));
    await cp(inject('assembly'), join(data, 'cloud'), { recursive: true });
    // About ten calls, or a hundred.
    await writeFile(
      join(data, 'faults.json'),
      JSON.stringify({ seed: 1, mailPerSecond: Math.ceil(count / 6) }),
    );
  });
  afterAll(async () => {
    await kill();
    await rm(data, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const options = ['--port', '0', '--data', data, '--empty', '--faults', join(data, 'faults.json')];
    const child = spawn(process.execPath, ['bin/local.ts', ...options], { cwd: root });
    running = child;
    let printed = '';
    child.stderr.on('data', (text) => (printed += text));
    child.stdout.on('data', (text) => (printed += text));
    await eventually(
      async () => printed.includes('Broadside is ready') || child.exitCode !== null,
      Boolean,
      120,
    );
    expect(printed).toContain('Broadside is ready');
  }

  async function kill(): Promise<void> {
    const child = running;
    running = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const press = () => findPress({ data }, { HOME: data });
  const address = async (name: 'site' | 'inbox' | 'clock'): Promise<string> =>
    JSON.parse(await readFile(join(data, 'press.json'), 'utf8'))[name];
  const mails = async () => mailsOf(await address('inbox'), 'The issue');

  async function handInFiles(files: Record<string, string>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'press-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await handIn([folder], await press()).finally(() => rm(folder, { recursive: true }));
  }

  it(
    `three times within an issue to ${count} people sends to nobody twice, and its report adds up`,
    async () => {
      await start();
      await handInFiles({ 'press.md': pressDocument });
      const origin = await address('site');
      const hasLists = await eventually(
        () => askSite(origin, '/newsletters/'),
        ({ text }) => text.includes('What is on'),
        seconds,
      );
      expect(hasLists.status).toBe(200);
      const people = Array.from({ length: count }, (_, at) => `reader${at}@home.example`);
      await imported(await press(), people);
      await handInFiles({ 'issue.md': newsletter('The issue') });
      await call(await press(), 'POST', '/newsletters/the-issue/send');
      for (const part of kills) {
        const taken = await eventually(mails, ({ length }) => length >= count * part, 120);
        expect(taken.length).toBeGreaterThanOrEqual(count * part);
        await kill();
        await start();
        // What the killed function had claimed is past its lease, and the tick comes.
        await advance(await address('clock'), 'PT2M');
      }
      const report = await whenNothingChanges();
      expect(report).toMatchObject({
        state: 'sent',
        audience: count,
        waiting: 0,
        claimed: 0,
        notSent: 0,
        failed: 0,
      });
      expectToAddUp(report);
      expect(report.inDoubt).toBeLessThanOrEqual(kills.length * mostOfABatch);
      const all = await mails();
      expect(twice(all)).toEqual([]);
      // Everybody is told of: they have it, or stand in doubt.
      expect(all.length).toBeGreaterThanOrEqual(report.sent);
      expect(all.length).toBeLessThanOrEqual(report.sent + report.inDoubt);
    },
    120_000 + count * 100,
  );

  /** Moves the clock on whenever nothing has changed, until that changes nothing either. */
  async function whenNothingChanges(): Promise<Shown> {
    const look = async () => reportOf(await press(), 'the-issue');
    let [seen, moves] = [await look(), 0];
    for (const latest = Date.now() + 60_000 + count * 40; moves < 3; ) {
      if (Date.now() > latest) throw new Error(`It does not end: ${JSON.stringify(seen)}`);
      await pause(1_000);
      const now = await look();
      expectToAddUp(now);
      const isSame = isDeepStrictEqual(now, seen);
      seen = now;
      if (!isSame) moves = 0;
      else if (++moves < 3) await advance(await address('clock'), 'PT5M');
    }
    return seen;
  }
});
