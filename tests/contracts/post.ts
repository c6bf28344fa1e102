import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { type Attachment, dueKeyOf, type Letter } from '../../functions/post/contract/letter.ts';
import type { OutgoingMail, PressSettings } from '../../functions/post/letters/letter-mail.ts';
import { claimed, emptied, inDoubt, postponed, sent } from '../../functions/post/letters/outbox-letter.ts';
import type {
  AddressBook,
  HourlyCeiling,
  LogPosition,
  Mailer,
  Outbox,
  SuppressionLog,
} from '../../functions/post/ports.ts';
import { copyPress, type PressCopy } from '../../functions/runtime/press/copy-press.ts';
import { aLetter, noon } from '../functions/post/a-letter.ts';

const now = new Date(noon);
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const idOf = (number: number) => `01KJQ1V5M0AAAAAAAAAAAAAA${String(number).padStart(2, '0')}`;

export interface OpenOutbox {
  outbox: Outbox;
  /** As a room's transaction puts a letter. Whether it was new. */
  put(letter: Letter): Promise<boolean>;
}

/** What the senders of letters rely on. */
export function outboxContract(open: () => Promise<OpenOutbox>): void {
  let outbox: Outbox;
  let put: OpenOutbox['put'];
  beforeEach(async () => {
    ({ outbox, put } = await open());
  });

  const read = async (id: string) => {
    const letter = await outbox.read(id);
    if (!letter) throw new Error(`No letter ${id}`);
    return letter;
  };
  const withLetter = async (changes: Partial<Letter> = {}) => {
    const letter = aLetter(changes);
    await put(letter);
    return read(letter.id);
  };

  it('has a letter as its room put it, waiting and due, and puts it once', async () => {
    const letter = aLetter({ ceiling: true });
    expect(await put(letter)).toBe(true);
    expect(await put({ ...letter, to: 'other@home.example' })).toBe(false);
    expect(await read(letter.id)).toEqual({
      ...letter,
      state: 'waiting',
      attempt: 0,
      dueKey: dueKeyOf(letter),
      dueAt: noon,
    });
    expect(await outbox.read(idOf(9))).toBeUndefined();
  });

  it('replaces what was read, and nothing that was written since', async () => {
    const seen = await withLetter();
    const first = await outbox.replace(seen, claimed(seen, now));
    expect(first).toMatchObject({ state: 'claimed', attempt: 1, version: 1 });
    expect(await outbox.replace(seen, claimed(seen, now))).toBeUndefined();
    expect(await read(seen.id)).toEqual(first);
    const second = first && (await outbox.replace(first, sent(first, 'message-1', now)));
    expect(second).toMatchObject({ state: 'sent', version: 2 });
    const stored = await read(seen.id);
    expect(stored).toMatchObject({ messageId: 'message-1', sentAt: noon });
    expect(stored).not.toHaveProperty('to');
    expect(stored).not.toHaveProperty('mail');
    expect(stored).not.toHaveProperty('dueAt');
  });

  it('gives a claim to one of many who want it', async () => {
    const seen = await withLetter();
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => outbox.replace(seen, claimed(seen, now))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('creates no letter that is not there', async () => {
    expect(
      await outbox.replace(
        { ...aLetter(), state: 'waiting', attempt: 0 },
        { ...aLetter(), state: 'sent', attempt: 1 },
      ),
    ).toBeUndefined();
    expect(await outbox.read(aLetter().id)).toBeUndefined();
  });

  it('finds what is due, of each kind, oldest first, and so many of each partition', async () => {
    for (const [number, ceiling] of [false, true, false, false].entries())
      await put(aLetter({ id: idOf(number), ceiling, at: after(-number).toISOString() }));
    const later = await withLetter({ id: idOf(7) });
    await outbox.replace(later, postponed(later, 'throttled', after(3)));
    const due = async (kind: 'due' | 'ceiling', at: Date, most = 100) =>
      (await outbox.due(kind, at, most)).map(({ id }) => id);
    expect(await due('due', now)).toEqual([idOf(3), idOf(2), idOf(0)]);
    expect(await due('ceiling', now)).toEqual([idOf(1)]);
    expect(await due('due', after(-1.5))).toEqual([idOf(3), idOf(2)]);
    expect(await due('due', after(3))).toContain(idOf(7));
    // The same partition: their ids end alike.
    await put(aLetter({ id: idOf(10), at: after(-9).toISOString() }));
    expect(await due('due', now, 1)).toEqual([idOf(10), idOf(3), idOf(2)]);
  });

  it('lists doubts page by page, apart from what is due, and those without their letters apart', async () => {
    for (const number of [0, 1, 2, 3, 4]) {
      const letter = await withLetter({ id: idOf(number) });
      await outbox.replace(letter, inDoubt(letter, after(number)));
    }
    const old = await read(idOf(0));
    await outbox.replace(old, emptied(old));
    const found: string[] = [];
    let position: string | undefined;
    do {
      const page: Awaited<ReturnType<Outbox['doubts']>> = await outbox.doubts('whole', {
        limit: 2,
        after: position,
      });
      found.push(...page.items.map(({ id }) => id));
      position = page.next;
    } while (position);
    expect(found).toEqual([1, 2, 3, 4].map(idOf));
    const { items } = await outbox.doubts('emptied', { limit: 5 });
    expect(items.map(({ id }) => id)).toEqual([idOf(0)]);
    expect(await outbox.due('due', after(99), 100)).toEqual([]);
  });

  it('finds the letters to an address that are not settled', async () => {
    const hash = 'ffeeddccbbaa99887766554433221100';
    await put(aLetter({ id: idOf(1), addressHash: hash, ceiling: true }));
    await put(aLetter({ id: idOf(2) }));
    const doubt = await withLetter({ id: idOf(3), addressHash: hash });
    await outbox.replace(doubt, inDoubt(doubt, after(1)));
    const done = await withLetter({ id: idOf(4), addressHash: hash });
    await outbox.replace(done, sent(done, 'message-4', now));
    expect((await outbox.openTo(hash)).map(({ id }) => id)).toEqual([idOf(1), idOf(3)]);
  });
}

export interface OpenAddresses {
  addresses: AddressBook;
  position: LogPosition;
  settings: PressCopy<PressSettings>;
}

/** What suppression relies on. */
export function addressesContract(open: () => Promise<OpenAddresses>): void {
  let room: OpenAddresses;
  beforeEach(async () => {
    room = await open();
  });

  it('raises marks, and lowers none', async () => {
    const { addresses } = room;
    expect(await addresses.marks('a')).toEqual({});
    await addresses.mark('a', 'bounce', after(2).toISOString());
    await addresses.mark('a', 'bounce', after(1).toISOString());
    await addresses.mark('a', 'freed', after(3).toISOString());
    expect(await addresses.marks('a')).toEqual({
      bounce: after(2).toISOString(),
      freed: after(3).toISOString(),
    });
    expect(await addresses.marks('b')).toEqual({});
  });

  it('has the same marks in whatever order they come', async () => {
    const mark = fc.record({
      mark: fc.constantFrom('bounce' as const, 'soft' as const, 'complaint' as const, 'freed' as const),
      at: fc.integer({ min: 0, max: 9 }).map((minutes) => after(minutes).toISOString()),
    });
    const checked = fc.asyncProperty(fc.array(mark, { maxLength: 6 }), fc.nat(), async (marks, run) => {
      const [one, other] = [`one-${run}-${marks.length}`, `other-${run}-${marks.length}`];
      for (const { mark, at } of marks) await room.addresses.mark(one, mark, at);
      for (const { mark, at } of marks.toReversed()) await room.addresses.mark(other, mark, at);
      const [left, right] = [await room.addresses.marks(one), await room.addresses.marks(other)];
      expect(left).toEqual(right);
    });
    await fc.assert(checked, { numRuns: 10 });
  });

  it('replaces soft bounces as they were read', async () => {
    const { addresses } = room;
    const none = await addresses.softBounces('a');
    const one = { bounces: [{ messageId: 'm1', at: noon }] };
    expect(await addresses.replaceSoftBounces('a', none, one)).toBe(true);
    expect(await addresses.replaceSoftBounces('a', none, { bounces: [] })).toBe(false);
    const seen = await addresses.softBounces('a');
    expect(seen).toMatchObject(one);
    expect(await addresses.replaceSoftBounces('a', seen, { ...seen, bounces: [], delivered: noon })).toBe(
      true,
    );
    expect(await addresses.softBounces('a')).toMatchObject({ bounces: [], delivered: noon });
  });

  it('gives each address its own soft bounces, however many are asked for at once', async () => {
    const { addresses } = room;
    const hashes = Array.from({ length: 120 }, (_, at) => `address-${at}`);
    for (const at of [0, 99, 119])
      await addresses.replaceSoftBounces(
        `address-${at}`,
        { bounces: [] },
        { bounces: [{ messageId: `m${at}`, at: noon }] },
      );
    const found = await Promise.all([...hashes, 'address-99'].map((hash) => addresses.softBounces(hash)));
    const messages = found.map(({ bounces }) => bounces[0]?.messageId);
    expect(messages).toEqual(
      [...hashes, 'address-99'].map((_, at) => ({ 0: 'm0', 99: 'm99', 119: 'm119', 120: 'm99' })[at]),
    );
  });

  it('moves the position on, never back', async () => {
    const { position } = room;
    expect(await position.read()).toBeUndefined();
    await position.advance(idOf(2));
    await position.advance(idOf(1));
    expect(await position.read()).toEqual({ key: idOf(2) });
    await position.settle(idOf(2));
    await position.settle(idOf(1));
    await position.advance(idOf(3));
    expect(await position.read()).toEqual({ key: idOf(3), settled: idOf(2) });
  });

  it('has the press document as it stands, also where content is restored and its version falls back', async () => {
    const { settings } = room;
    expect(await settings.read()).toBeUndefined();
    const current = { sender: 'The Lantern <post@lantern.example>', imprint: 'Ropewalk 3', ceiling: 7 };
    await copyPress({ pressCopy: settings, pressDocument: { read: async () => current } });
    expect(await settings.read()).toEqual(current);
    const restored = { ceiling: 9 };
    await copyPress({ pressCopy: settings, pressDocument: { read: async () => restored } });
    expect(await settings.read()).toEqual(restored);
  });

  it('has no older state of the document by a call that read it earlier', async () => {
    const { settings } = room;
    let document = { ceiling: 1 };
    let isSlow = true;
    const read = async () => {
      const asRead = document;
      if (isSlow) {
        isSlow = false;
        document = { ceiling: 2 };
        await copyPress({ pressCopy: settings, pressDocument: { read } });
      }
      return asRead;
    };
    await copyPress({ pressCopy: settings, pressDocument: { read } });
    expect(await settings.read()).toEqual({ ceiling: 2 });
  });
}

/** What keeps sign-ups' letters back. */
export function ceilingContract(open: () => Promise<HourlyCeiling>): void {
  it('fills an hour after the other, each with as many as it may have, whoever asks', async () => {
    const ceiling = await open();
    const taken = await Promise.all(Array.from({ length: 10 }, () => ceiling.take(4, now)));
    const counts = Map.groupBy(taken, (hour) => hour);
    expect([...counts].map(([hour, all]) => [hour, all.length]).sort()).toEqual([
      ['2026-03-02T12:00:00.000Z', 4],
      ['2026-03-02T13:00:00.000Z', 4],
      ['2026-03-02T14:00:00.000Z', 2],
    ]);
    expect(await ceiling.take(4, after(61))).toBe('2026-03-02T14:00:00.000Z');
  });

  it('begins anew in an hour that nobody has asked for yet', async () => {
    const ceiling = await open();
    for (let n = 0; n < 3; n++) await ceiling.take(2, now);
    expect(await ceiling.take(2, after(300))).toBe('2026-03-02T17:00:00.000Z');
  });
}

/** What outlives the table. `open` gives the log to one more of its readers, too. */
export function suppressionLogContract(
  open: () => Promise<{ log: SuppressionLog; another: SuppressionLog }>,
): void {
  it('has every entry in order, for whoever reads it, from a key on', async () => {
    const { log, another } = await open();
    expect(await another.entries(undefined)).toEqual({ entries: [], hasMore: false });
    const suppressed = { hash: 'a', what: 'suppressed' as const, why: 'bounce' as const, at: noon };
    const freed = { hash: 'a', what: 'unsuppressed' as const, at: after(1).toISOString() };
    await log.append(suppressed);
    await log.append(freed);
    const { entries } = await another.entries(undefined);
    expect(entries.map(({ entry }) => entry)).toEqual([suppressed, freed]);
    expect((await log.entries(entries[0]?.key)).entries).toEqual(entries.slice(1));
    expect((await log.entries(entries[1]?.key)).entries).toEqual([]);
  });
}

/** How the mail service fares when it is asked. */
export type MailTrouble = 'throttled' | 'over-quota' | 'account' | 'unreachable' | 'unheard';

export interface OpenMailer {
  mailer: Mailer;
  /** What the next mail meets. */
  meet(trouble: MailTrouble): void;
  /** Texts of the mails that were taken. */
  taken(): Promise<string[]>;
  /** What is attached to them. */
  attached(): Promise<Attachment[]>;
}

/** What a sender may conclude from an answer. */
export function mailerContract(open: () => Promise<OpenMailer>): void {
  const mail: OutgoingMail = {
    from: '"The Lantern" <post@lantern.example>',
    replyTo: '"The Lantern" <post@lantern.example>',
    to: 'mara@home.example',
    subject: 'Grüße – one more step',
    html: '<p>Hello</p>',
    text: 'Hello',
    headers: { 'Auto-Submitted': 'auto-generated' },
    tags: { letter: idOf(1), attempt: '1', hash: aLetter().addressHash },
  };

  it('takes a mail, and says under which id', async () => {
    const { mailer, taken } = await open();
    expect(await mailer.send(mail)).toEqual({ outcome: 'sent', messageId: expect.stringMatching(/./) });
    expect(await taken()).toEqual(['Hello']);
  });

  it('takes files with it, byte by byte', async () => {
    const { mailer, attached } = await open();
    const every = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte)).toString('base64');
    const attachments = [
      {
        filename: 'invitation.ics',
        type: 'text/calendar; charset=utf-8; method=REQUEST',
        base64: 'QkVHSU4=',
      },
      { filename: 'ticket.png', type: 'image/png', base64: every },
    ];
    expect((await mailer.send({ ...mail, attachments })).outcome).toBe('sent');
    expect(await attached()).toEqual(attachments);
  });

  it.each(['throttled', 'over-quota', 'account', 'unreachable'] as const)(
    'when %s has not taken it',
    async (why) => {
      const { mailer, meet, taken } = await open();
      meet(why);
      expect(await mailer.send(mail)).toEqual({ outcome: 'later', why });
      expect(await taken()).toEqual([]);
    },
  );

  it('says that it does not know when no answer comes', async () => {
    const { mailer, meet } = await open();
    meet('unheard');
    expect(await mailer.send(mail)).toEqual({ outcome: 'unknown' });
  });
}
