import { describe, expect, it } from 'vitest';
import * as answers from '../../../../functions/newsletters/api/issue-answers.ts';
import * as requests from '../../../../functions/newsletters/api/issue-requests.ts';
import type { FrozenIssue } from '../../../../functions/newsletters/compose/issue-content.ts';
import type { Digest } from '../../../../functions/newsletters/digests/digest.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import type { MailIdentity } from '../../../../functions/newsletters/issues/ports.ts';
import { checkMail } from '../../../../functions/newsletters/newsroom/check-mail.ts';
import { demandNewsletter } from '../../../../functions/newsletters/newsroom/find-issue.ts';
import { sendTest } from '../../../../functions/newsletters/newsroom/send-test.ts';
import {
  listNewsletters,
  showNewsletter,
  showPreview,
  showReport,
} from '../../../../functions/newsletters/newsroom/show-issues.ts';
import { pressOf } from '../../../../functions/newsletters/press.ts';
import { MemoryLimits } from '../../runtime/people/memory-limits.ts';
import { noon } from '../a-person.ts';
import { aRoomOfIssues } from '../issues/fakes.ts';
import { MemorySubscribers } from '../memory-subscribers.ts';

const anIssue = (members: Partial<Issue> = {}, slug = 'spring'): Issue => ({
  id: `01-${slug}`,
  text: {
    ...{ slug, version: 1, revision: 1, title: 'Spring', subject: 'In spring' },
    ...{ lists: ['weekly'], pieces: [], body: 'bodies/1' },
  },
  ...{ state: 'draft', round: 1, writes: 0 },
  ...members,
});

const fridays: Digest = {
  ...{ id: '02-fridays', slug: 'fridays', version: 1, revision: 1, every: 'friday 07:00' },
  ...{ title: 'Fridays', subject: 'This week', lists: ['weekly'], pieces: [], body: 'bodies/2' },
  ...{ state: 'awake', dueAt: '2026-05-08T07:00:00.000Z', writes: 0 },
};

/** A room with an editor before it; five seconds pass in a moment. */
async function aNewsdesk(...issues: Issue[]) {
  let later = 0;
  const clock = { now: () => new Date(Date.parse(noon) + later) };
  const room = aRoomOfIssues(clock);
  for (const issue of issues) await room.issues.write(undefined, issue);
  const press = pressOf({ title: 'The Lantern', imprint: '1 Quay' }, 'https://press.example');
  const deps = {
    ...room,
    people: { growth: async () => [{ day: '2026-05-01', joined: 3, left: 1 }] },
    press: async () => press,
    findings: () => [{ code: 'no-alt', level: 'warning' as const, text: 'A picture has no words.' }],
    limits: new MemoryLimits(clock),
    subscribers: new MemorySubscribers(clock),
    pause: async (milliseconds: number) => {
      later += milliseconds;
    },
  };
  return { room, deps, passed: () => later };
}

describe('looking at newsletters', () => {
  it('finds one that is heard of while it is looked for, and gives up after five seconds', async () => {
    const { room, deps, passed } = await aNewsdesk();
    await expect(demandNewsletter('spring', deps)).rejects.toMatchObject({ status: 404 });
    expect(passed()).toBeGreaterThanOrEqual(5_000);
    let looks = 0;
    const pause = async (): Promise<void> => {
      looks += 1;
      if (looks === 3) await room.issues.write(undefined, anIssue());
    };
    expect(await demandNewsletter('spring', { ...deps, pause })).toMatchObject({
      issue: { id: '01-spring' },
    });
    expect(looks).toBe(3);
  });

  it('waits until the newest text of its document is heard of, and then gives up', async () => {
    const { deps, passed } = await aNewsdesk(anIssue());
    const head = { id: '01-spring', slug: 'spring', kind: 'newsletter', status: 'published' as const };
    let revision = 2;
    const published = {
      standing: async () => {
        if (passed() >= 1_000) revision = 1;
        return { ...head, revision } as never;
      },
    };
    expect(await demandNewsletter('spring', { ...deps, published })).toMatchObject({
      issue: { id: '01-spring' },
    });
    expect(passed()).toBe(1_000);
    const never = { standing: async () => ({ ...head, status: 'draft', revision: 1 }) as never };
    await expect(demandNewsletter('spring', { ...deps, published: never })).rejects.toMatchObject({
      status: 503,
    });
  });

  it('finds one at the slug it had before', async () => {
    const { room, deps, passed } = await aNewsdesk(anIssue());
    const before = await room.issues.read('01-spring');
    if (before) await room.issues.write(before, { ...before, text: { ...before.text, slug: 'may' } });
    expect(await showNewsletter('spring', deps)).toMatchObject({ slug: 'may' });
    expect(passed()).toBe(0);
  });

  it('lists digests before the first page, and issues page by page', async () => {
    const { room, deps } = await aNewsdesk(anIssue(), anIssue({}, 'summer'));
    await room.digests.write(undefined, fridays);
    const first = await listNewsletters({ limit: 1 }, deps);
    expect(answers.newsletterList.parse(first)).toEqual(first);
    expect(first).toMatchObject({ digests: [{ slug: 'fridays', next: '2026-05-08T07:00:00Z' }] });
    const second = await listNewsletters({ limit: 1, cursor: first.next ?? '' }, deps);
    expect(second.digests).toEqual([]);
    const slugs = [...first.items, ...second.items].map(({ slug }) => slug);
    expect(slugs.sort()).toEqual(['spring', 'summer']);
    await expect(listNewsletters({ limit: 1, cursor: 'AAA' }, deps)).rejects.toMatchObject({ status: 400 });
  });

  it('shows what an issue carries, about whom it goes to, and what to know', async () => {
    const { deps, room } = await aNewsdesk(
      anIssue({ sendAt: '2026-05-02T07:00:00.000Z', state: 'scheduled' }),
    );
    const shown = await showNewsletter('spring', deps);
    expect(answers.newsletterOrDigest.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ state: 'scheduled', people: 2, findings: [{ code: 'no-alt' }] });
    await room.digests.write(undefined, fridays);
    const digest = await showNewsletter('fridays', deps);
    expect(answers.newsletterOrDigest.parse(digest)).toEqual(digest);
    const empty = { ...deps, people: { growth: async () => [] } };
    const codes = (await showNewsletter('spring', empty)).findings.map(({ code }) => code);
    expect(codes).toEqual(['no-alt', 'nobody']);
  });

  it('shows the mail without a placeholder, and a report that adds up to nothing before it is prepared', async () => {
    const { deps } = await aNewsdesk(anIssue());
    const mail = await showPreview('spring', deps);
    expect(answers.preview.parse(mail)).toEqual(mail);
    expect(mail.html + mail.text + mail.subject).not.toContain('{{');
    const report = await showReport('spring', deps);
    expect(answers.report.parse(report)).toEqual(report);
    expect(report).toMatchObject({ state: 'draft', audience: 0, sent: 0 });
  });

  it('says of what cannot be composed why', async () => {
    const { deps } = await aNewsdesk(anIssue());
    const none = {
      ...deps,
      composer: { compose: async () => ({ outcome: 'refused' as const, said: 'There is nothing in it.' }) },
    };
    const refusal = { status: 409, message: 'There is nothing in it.' };
    await expect(showPreview('spring', none)).rejects.toMatchObject(refusal);
    await expect(sendTest(anIssue(), { email: 'nia@press.example', by: 'edda' }, none)).rejects.toMatchObject(
      refusal,
    );
    expect(await showNewsletter('spring', none)).toMatchObject({ findings: [{ code: 'refused' }] });
  });

  it('looks for no text of one that ended before it had a mail: it may be deleted', async () => {
    const { deps } = await aNewsdesk(anIssue({ state: 'cancelled' }));
    const gone = {
      ...deps,
      composer: {
        compose: async () => {
          throw new Error('There is no such text');
        },
      },
    };
    const shown = await showNewsletter('spring', gone);
    expect(shown).toMatchObject({ state: 'cancelled', findings: [{ code: 'refused' }] });
    await expect(showPreview('spring', gone)).rejects.toMatchObject({ status: 409 });
  });
});

describe('a test by mail', () => {
  const to = { email: 'Nia@press.example', by: 'edda' };

  it('goes to one address, marked, in no report and with nobody’s links', async () => {
    const { deps, room } = await aNewsdesk(anIssue());
    const sent: FrozenIssue[] = [];
    const send: typeof room.mailer.send = async (mail) => {
      sent.push(mail.frozen);
      return room.mailer.send(mail);
    };
    await sendTest(anIssue({ id: '01.spring' }), to, { ...deps, mailer: { send } });
    expect(sent.map(({ composed }) => composed.subject)).toEqual([expect.stringMatching(/^\[Test\] /)]);
    const [[one, ...more] = []] = room.mailer.calls;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ to: 'Nia@press.example', tags: { test: '01_spring' } });
    expect(Object.keys(one?.tags ?? {}).sort()).toEqual(['hash', 'test']);
    expect(Object.keys(one?.headers ?? {})).toEqual(['Auto-Submitted']);
  });

  it('is refused to what is no address, and beyond what one address gets in a day', async () => {
    const { deps, room } = await aNewsdesk(anIssue());
    await expect(sendTest(anIssue(), { ...to, email: 'nia' }, deps)).rejects.toMatchObject({ status: 422 });
    for (let sent = 0; sent < 10; sent++) await sendTest(anIssue(), to, deps);
    await expect(sendTest(anIssue(), to, deps)).rejects.toMatchObject({ status: 429 });
    expect(room.mailer.calls).toHaveLength(10);
  });

  it.each([
    [{ call: 'throttled' }, 503],
    [{ call: 'stopped', why: 'MailFromDomainNotVerified' }, 409],
    [{ call: 'doubt', taken: 1, why: 'timeout' }, 503],
  ] as const)('says what the mail service said, and tries once: %j', async (weather, status) => {
    const { deps, room } = await aNewsdesk(anIssue());
    room.mailer.weather.push(weather);
    await expect(sendTest(anIssue(), to, deps)).rejects.toMatchObject({ status });
    expect(room.mailer.calls).toHaveLength(1);
  });

  it('is not sent to who left, with the same answer', async () => {
    const { deps, room } = await aNewsdesk(anIssue());
    const hash = await deps.keys.hash('nia@press.example');
    const left = { ...deps.subscribers, person: async () => undefined };
    const address = async () => ({ hash, leftAt: noon, writes: 1 });
    await sendTest(anIssue(), to, { ...deps, subscribers: { ...left, address } });
    expect(room.mailer.calls).toHaveLength(0);
  });
});

describe('what mail needs', () => {
  const account = { sandbox: false, enabled: true, perSecond: 14, perDay: 50_000, sentInADay: 10 };
  const proved: MailIdentity = {
    ...{ name: 'lantern.example', isVerified: true, dkim: 'on', dkimTokens: ['abc'] },
    mailFrom: { domain: 'mail.lantern.example', state: 'on' },
  };
  const check = async (identity: MailIdentity | undefined, more: Partial<typeof account> = {}) => {
    const { deps } = await aNewsdesk();
    const press = { ...(await deps.press()), sender: 'The Lantern <post@news.lantern.example>' };
    return checkMail({
      press: async () => press,
      account: { read: async () => ({ ...account, ...more }) },
      identities: { read: async (name) => (name === identity?.name ? identity : undefined) },
    });
  };
  const states = ({ checks }: Awaited<ReturnType<typeof check>>) =>
    Object.fromEntries(checks.flatMap(({ what, state }) => (state === 'ok' ? [] : [[what, state]])));

  it('finds nothing where all is well, with the identity above the sender’s domain', async () => {
    const all = await check(proved);
    expect(answers.mailCheck.parse(all)).toEqual(all);
    expect(all).toMatchObject({ sender: { address: 'post@news.lantern.example' } });
    expect(states(all)).toEqual({});
  });

  it.each<[MailIdentity | undefined, Partial<typeof account>, Record<string, string>]>([
    [undefined, {}, { identity: 'fault' }],
    [{ ...proved, isVerified: false }, {}, { identity: 'fault' }],
    [{ ...proved, dkim: 'pending' }, {}, { dkim: 'warning' }],
    [{ ...proved, mailFrom: undefined }, {}, { 'mail-from': 'warning' }],
    [proved, { sandbox: true }, { sandbox: 'fault' }],
    [proved, { enabled: false }, { sending: 'fault' }],
    [proved, { sentInADay: 45_000 }, { quota: 'warning' }],
  ])('tells what is not: %#', async (identity, more, wanted) => {
    const all = await check(identity, more);
    expect(answers.mailCheck.safeParse(all).success).toBe(true);
    expect(states(all)).toEqual(wanted);
  });
});

it.each([
  [requests.testRequest, {}],
  [requests.testRequest, { to: '' }],
  [requests.testRequest, { to: 'nia@press.example', more: 1 }],
  [requests.againRequest, { whom: 'everybody', count: 3 }],
  [requests.againRequest, { whom: 'failed' }],
  [requests.againRequest, { whom: 'failed', count: 0 }],
  [requests.againRequest, { whom: 'doubt', count: 1.5 }],
  [requests.newslettersQuery, { limit: '101' }],
  [requests.newslettersQuery, { state: 'sent' }],
])('refuses a request that cannot be: %#', (schema, request) => {
  expect(schema.safeParse(request).success).toBe(false);
});
