import { beforeEach, describe, expect, it } from 'vitest';
import { type Letter, mostAttached } from '../../../../functions/post/contract/letter.ts';
import { aLetter, noon } from '../a-letter.ts';
import { PostOffice } from './a-post-office.ts';

const sender = 'The Lantern <post@lantern.example>';
const minute = 60_000;
let office: PostOffice;

beforeEach(async () => {
  office = new PostOffice();
  await office.press({ sender, imprint: 'The Lantern\nRopewalk 3, Saltmouth' });
});

const put = (changes: Partial<Letter> = {}): string => {
  const letter = aLetter({ id: office.ids.next(), at: office.now.toISOString(), ...changes });
  office.room.put(letter);
  return letter.id;
};
const stateOf = (id: string) => office.room.letters.get(id)?.state;
const row = (id: string) => office.room.letters.get(id);
const mailOf = (id: string) => office.taken.get(id)?.[0];

const file = { filename: 'invitation.ics', type: 'text/calendar; charset=utf-8', base64: 'QkVHSU4=' };

describe('a letter', () => {
  it('takes its files with it', async () => {
    const id = put({ mail: { ...aLetter().mail, attachments: [file] } });
    await office.stream([id]);
    expect(mailOf(id)?.attachments).toEqual([file]);
    expect(row(id)?.mail).toBeUndefined();
  });

  it('leaves as the press’s own, marked as automatic, tagged without its address, with the postal address', async () => {
    const id = put({
      mail: {
        ...aLetter().mail,
        headers: { 'List-Unsubscribe': '<https://lantern.example/newsletters/leave/x>' },
      },
    });
    await office.stream([id]);
    expect(mailOf(id)).toMatchObject({
      from: '"The Lantern" <post@lantern.example>',
      replyTo: '"The Lantern" <post@lantern.example>',
      to: 'mara@home.example',
      headers: {
        'Auto-Submitted': 'auto-generated',
        'List-Unsubscribe': '<https://lantern.example/newsletters/leave/x>',
      },
      tags: { letter: id, attempt: '1', hash: aLetter().addressHash, room: 'newsletters', kind: 'confirm' },
      text: 'Hello.\n\nThe Lantern\nRopewalk 3, Saltmouth\n',
    });
    expect(mailOf(id)?.html).toMatch(/Ropewalk 3, Saltmouth<\/p><\/body><\/html>$/);
    expect(JSON.stringify(mailOf(id)?.tags)).not.toContain('mara');
  });

  it('has the postal address once where its room has put it, however it breaks the lines', async () => {
    const text = 'Hello.\n\nThe Lantern, of all places.\n\nThe Lantern Ropewalk 3,\nSaltmouth\n';
    const id = put({ mail: { ...aLetter().mail, text } });
    await office.stream([id]);
    expect(mailOf(id)).toMatchObject({ text, html: aLetter().mail.html });
  });

  it.each([
    ['a line break in its subject', { subject: 'Hello\r\nBcc: all@home.example' }],
    ['a line separator in its subject', { subject: 'Hello\u2028Bcc: all@home.example' }],
    ['a header that is not ASCII', { headers: { 'X-Name': 'Zoë' } }],
    ['a header of two lines', { headers: { 'X-Name': 'a\nBcc: all@home.example' } }],
    ['a header that is too long', { headers: { 'X-Name': 'a'.repeat(871) } }],
    ['a file whose name is two lines', { attachments: [{ ...file, filename: 'a\r\nBcc: x.ics' }] }],
    ['a file whose name is a path', { attachments: [{ ...file, filename: '../a.ics' }] }],
    ['a file whose type is two lines', { attachments: [{ ...file, type: 'text/plain\r\nX: y' }] }],
    [
      'a file whose type is too long',
      { attachments: [{ ...file, type: `text/calendar; a=${'b'.repeat(70)}` }] },
    ],
    [
      'files that are too large together',
      { attachments: [1, 2].map(() => ({ ...file, base64: 'a'.repeat(mostAttached / 2 + 4) })) },
    ],
  ])('with %s fails, and is not sent', async (_, mail) => {
    const id = put({ mail: { ...aLetter().mail, ...mail } });
    await office.stream([id]);
    expect(row(id)).toMatchObject({ state: 'failed', why: 'invalid', attempt: 0 });
    expect(office.counted).toContain('LettersRefused');
    expect(office.taken.size).toBe(0);
  });

  it('is not sent to an address that bounced, and is sent to one that complained of a newsletter', async () => {
    await office.room.addresses.mark('bounced', 'bounce', noon);
    await office.room.addresses.mark('complained', 'complaint', noon);
    const [one, other] = [put({ addressHash: 'bounced' }), put({ addressHash: 'complained' })];
    await office.stream([one, other]);
    expect([row(one)?.why, stateOf(other)]).toEqual(['suppressed', 'sent']);
  });

  it('is not sent before the table has what the log knows', async () => {
    await office.log.append({ hash: aLetter().addressHash, what: 'suppressed', why: 'bounce', at: noon });
    const id = put();
    await office.stream([id]);
    expect(row(id)?.why).toBe('suppressed');
  });

  it('waits while the press is not known, is counted as held, and leaves once it is', async () => {
    office = new PostOffice();
    const id = put();
    await office.stream([id]);
    expect([stateOf(id), office.counted]).toEqual(['waiting', ['LettersHeld']]);
    await office.press({ sender });
    await office.tick();
    expect(stateOf(id)).toBe('sent');
  });

  it.each([undefined, 'no address'])(
    'comes from the site where the press has no sender: %s',
    async (none) => {
      await office.press({ sender: none });
      const id = put();
      await office.stream([id]);
      expect(office.taken.get(id)).toMatchObject([{ from: 'press@lantern.example' }]);
    },
  );

  it('is woken once however often the stream says so', async () => {
    const id = put();
    await Promise.all([office.stream([id, id]), office.stream([id]), office.tick()]);
    await office.stream([id]);
    expect(office.taken.get(id)).toHaveLength(1);
  });

  it('is in doubt once the lease of a sender that died is over, no sooner, and settled by its report', async () => {
    const id = put();
    // The second write is what became of it.
    for (let at = 1; stateOf(id) !== 'claimed' || !office.taken.has(id); at++) {
      office = new PostOffice();
      await office.press({ sender });
      office.room.put(aLetter({ id }));
      await office.stream([id], { at, after: true });
    }
    office.advance(minute);
    await office.tick();
    expect(stateOf(id)).toBe('claimed');
    office.advance(minute);
    await office.tick();
    expect(stateOf(id)).toBe('doubt');
    await office.tick();
    expect(office.counted).toContain('LettersInDoubt');
    const [report] = office.reports;
    if (report) await office.hear(report);
    expect(row(id)).toMatchObject({ state: 'sent', messageId: 'message-1' });
  });

  it('that SES throttles waits, longer each time, and is sent once SES takes it', async () => {
    const id = put();
    office.weather = ['throttled', 'throttled', 'throttled'];
    const waits: number[] = [];
    await office.stream([id]);
    for (let n = 0; n < 3; n++) {
      const due = Date.parse(row(id)?.dueAt ?? '');
      waits.push((due - office.now.getTime()) / minute);
      await office.tick();
      expect(stateOf(id)).toBe('waiting');
      office.advance(due - office.now.getTime());
      await office.tick();
    }
    expect(waits).toEqual([1, 1.5, 2.5]);
    expect([stateOf(id), row(id)?.attempt]).toEqual(['sent', 4]);
  });

  it('that left late is announced with the time of its sending', async () => {
    const id = put();
    office.advance(6 * minute);
    await office.tick();
    const detail = { letter: id, room: 'newsletters', kind: 'confirm', about: aLetter().about };
    expect(office.events).toEqual([
      { type: 'Letter Late', detail: { ...detail, sentAt: office.now.toISOString() } },
    ]);
    await office.tick();
    expect(office.events).toHaveLength(1);
  });

  it('in doubt forgets its text and address after 30 days, and stays listed', async () => {
    const id = put();
    office.weather = ['unheard'];
    await office.stream([id]);
    office.advance(29 * 24 * 60 * minute);
    await office.tick();
    expect(row(id)).toMatchObject({ state: 'doubt', to: 'mara@home.example' });
    office.advance(24 * 60 * minute);
    await office.tick();
    expect(row(id)).toMatchObject({ state: 'doubt', dueKey: 'doubt-emptied' });
    expect(row(id)).not.toHaveProperty('mail', expect.anything());
    expect(JSON.stringify(row(id))).not.toContain('mara');
  });
});

describe('many letters', () => {
  it('are tried one by one once SES is busy, and those it throttled are no fault of the stream', async () => {
    const ids = Array.from({ length: 20 }, () => put());
    office.weather = ['fine', 'fine', 'throttled'];
    await office.stream(ids);
    const states = Map.groupBy(ids, stateOf);
    expect([states.get('sent')?.length, states.get('waiting')?.length]).toEqual([19, 1]);
  });

  it('wait for the next call when the day’s quota is spent: each call tries few', async () => {
    const ids = Array.from({ length: 50 }, () => put());
    office.weather = Array(500).fill('over-quota');
    await office.stream(ids);
    expect(ids.filter((id) => row(id)?.attempt)).toHaveLength(1);
    await office.tick();
    expect(ids.filter((id) => row(id)?.attempt)).toHaveLength(2);
    office.weather = [];
    office.advance(60 * minute);
    await office.tick();
    expect(new Set(ids.map(stateOf))).toEqual(new Set(['sent']));
  });

  it('do not all become doubts when SES is down', async () => {
    const ids = Array.from({ length: 50 }, () => put());
    office.weather = Array(500).fill('unheard');
    await office.stream(ids);
    expect(ids.filter((id) => stateOf(id) === 'doubt')).toHaveLength(3);
  });

  it('stay where they are when the call is nearly over', async () => {
    const ids = Array.from({ length: 9 }, () => put());
    const deps = office.deps();
    const { sendLetters } = await import('../../../../functions/post/letters/send-letters.ts');
    let rounds = 0;
    await sendLetters(ids, { ...deps, hasTime: () => ++rounds < 3 });
    expect(Map.groupBy(ids, stateOf).get('sent')).toHaveLength(3);
    expect(Map.groupBy(ids, stateOf).get('waiting')).toHaveLength(6);
  });

  it('are not kept by one that cannot be read', async () => {
    const [bad, good] = [put(), put()];
    const { read } = office.room.outbox;
    office.room.outbox.read = async (id) => {
      if (id === bad) throw new Error('no such thing');
      return read(id);
    };
    await office.stream([bad, good]);
    expect([stateOf(bad), stateOf(good)]).toEqual(['waiting', 'sent']);
    expect(office.logged.join()).toContain(bad);
  });

  it('put what their leases left behind in doubt though SES takes nothing just now', async () => {
    const id = put();
    for (let at = 1; stateOf(id) !== 'claimed'; at++) await office.stream([id], { at, after: true });
    office.weather = ['account', 'account', 'account'];
    put();
    office.advance(3 * minute);
    await office.tick();
    expect(stateOf(id)).toBe('doubt');
  });
});

describe('the hourly ceiling', () => {
  beforeEach(() => office.press({ sender, ceiling: 3 }));

  it('keeps sign-ups’ letters for later hours, so many in each, and drops none', async () => {
    const ids = Array.from({ length: 10 }, () => put({ ceiling: true }));
    await office.stream(ids);
    expect(Map.groupBy(ids, stateOf).get('sent')).toHaveLength(3);
    expect(office.counted).toContain('LettersAboveCeiling');
    const sentBy: number[] = [];
    for (let hour = 0; hour < 4; hour++) {
      office.advance(60 * minute);
      await office.tick();
      sentBy.push(Map.groupBy(ids, stateOf).get('sent')?.length ?? 0);
    }
    expect(sentBy).toEqual([3, 6, 9, 10]);
  });

  it('counts a letter once, though SES throttles it', async () => {
    const ids = Array.from({ length: 3 }, () => put({ ceiling: true }));
    office.weather = ['throttled'];
    await office.stream(ids);
    office.advance(10 * minute);
    await office.tick();
    expect(ids.map(stateOf)).toEqual(['sent', 'sent', 'sent']);
  });

  it('holds up no other letter', async () => {
    Array.from({ length: 2_000 }, () => put({ ceiling: true }));
    const other = put();
    let [rounds, deps] = [0, office.deps()];
    deps = { ...deps, hasTime: () => ++rounds < 3 };
    const { actOnDue } = await import('../../../../functions/post/letters/act-on-due.ts');
    await actOnDue(deps);
    expect(stateOf(other)).toBe('sent');
  });
});

it('says by its alarm that letters are long overdue', async () => {
  put();
  office.advance(14 * minute);
  await office.press({ sender: undefined });
  office.counted.length = 0;
  await office.press({ sender, ceiling: 1 });
  office.weather = ['throttled'];
  office.advance(2 * minute);
  await office.tick();
  expect(office.counted).toContain('LettersHeld');
});

it('tells an alarm of a letter that SES refuses, which nobody else would hear of', async () => {
  const id = put();
  office.weather = ['refused'];
  await office.stream([id]);
  expect(row(id)).toMatchObject({ state: 'failed', why: 'rejected' });
  expect(office.counted).toEqual(['LettersRefused']);
});

it('logs no address and no text', async () => {
  const ids = Array.from({ length: 8 }, () => put());
  office.weather = ['lost', 'unheard', 'refused', 'account'];
  await office.stream(ids);
  expect(office.logged.join()).not.toMatch(/mara|Hello/);
  expect(office.logged.length).toBeGreaterThan(0);
});
