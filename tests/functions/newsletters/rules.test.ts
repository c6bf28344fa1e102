import { describe, expect, it } from 'vitest';
import { heard } from '../../../functions/newsletters/address.ts';
import { withLink } from '../../../functions/newsletters/letters.ts';
import { answerConfirmation } from '../../../functions/newsletters/links/answers/confirmation.ts';
import { keepReason } from '../../../functions/newsletters/links/leave-newsletters.ts';
import { monthsAfter } from '../../../functions/newsletters/links/set-preferences.ts';
import {
  leaveLink,
  preferencesLink,
  readLeaveLink,
  readPreferencesLink,
} from '../../../functions/newsletters/links.ts';
import { defaultList, defaultNames, listsOf } from '../../../functions/newsletters/lists.ts';
import { departuresOf, left, momentAfter } from '../../../functions/newsletters/person.ts';
import { replayLog } from '../../../functions/newsletters/replay-log.ts';
import { settleSignUp } from '../../../functions/newsletters/settle-sign-up.ts';
import { signUp } from '../../../functions/newsletters/sign-up.ts';
import { actionsOf } from '../../../functions/newsletters/store/dynamo-transaction.ts';
import { memoryKeys } from '../runtime/people/memory-keys.ts';
import { aNewsroom, Killed, tokenIn } from './a-newsroom.ts';
import { aPerson, aToken, noon } from './a-person.ts';
import { MemoryLogPosition } from './memory-subscribers.ts';

const nia = 'nia@example.org';
const hour = 3_600_000;
const day = 24 * hour;

const confirmed = async (email = nia, lists = ['weekly']) => {
  const room = aNewsroom();
  await room.signUp(email, lists);
  await room.settle();
  expect(await room.confirm(room.tokensTo(email)[0] ?? '')).toBe('open');
  return room;
};

const kinds = (room: ReturnType<typeof aNewsroom>) => room.table.letters.map(({ kind }) => kind);

describe('a sign-up', () => {
  it('takes the default list where none is named, and names only once confirmed', async () => {
    const room = aNewsroom();
    await room.signUp(nia, undefined, { name: ' Nia\u00a0Ó  Sé ' });
    await room.settle();
    expect(await room.listsOf(nia)).toEqual([]);
    expect(await room.at(nia)).toMatchObject({ state: 'pending', lists: { weekly: { state: 'asked' } } });
    await room.confirm(room.tokensTo(nia)[0] ?? '');
    expect(await room.at(nia)).toMatchObject({ state: 'confirmed', name: 'Nia Ó Sé' });
  });

  it('gets no letter where another press heard a bounce, until mail is let go to the address here', async () => {
    const room = aNewsroom();
    const elsewhere = 'f'.repeat(32);
    const at = room.clock.now().toISOString();
    const suppressed = { why: 'bounce', scope: 'all', at } as const;
    await room.table.write({ at, addresses: [{ after: { hash: elsewhere, suppressed, writes: 0 } }] });
    const settle = async () => {
      await room.signUp(nia, ['weekly']);
      const [id = ''] = room.table.unsettled();
      await settleSignUp(id, { ...room.deps, importedHashes: async () => [elsewhere] });
      return kinds(room).length;
    };
    expect(await settle()).toBe(0);
    await room.message('Address Unsuppressed', { hash: await room.hashOf(nia), at });
    expect(await settle()).toBe(1);
  });

  it.each([
    ['nobody', 'email'],
    ['a\nb@example.org', 'email'],
    ['ö@example.org', 'email'],
  ])('refuses the address %j in words', async (email, where) => {
    const outcome = await aNewsroom().signUp(email);
    expect(outcome).toMatchObject({ outcome: 'refused', complaints: [{ where }] });
  });

  it('refuses names with line breaks and of more than 100 characters, and lists that are not there', async () => {
    const room = aNewsroom();
    for (const name of ['a\r\nBcc: x', 'n'.repeat(101)])
      expect(await room.signUp(nia, [], { name })).toMatchObject({ complaints: [{ where: 'name' }] });
    expect(await room.signUp(nia, ['nothing'])).toMatchObject({ complaints: [{ where: 'lists' }] });
    expect(room.table.unsettled()).toEqual([]);
  });

  it('comes to nothing where all is on already, and asks to add what is not', async () => {
    const room = await confirmed();
    await room.signUp(nia, ['weekly']);
    await room.settle();
    expect(kinds(room)).toEqual(['confirm']);
    await room.signUp('NIA@Example.org', ['weekly', 'events']);
    await room.settle();
    expect(kinds(room)).toEqual(['confirm', 'further']);
    expect(await room.listsOf(nia)).toEqual(['weekly']);
    await room.confirm(room.tokensTo('NIA@example.org')[0] ?? room.tokensTo(nia)[1] ?? '');
    expect(await room.listsOf(nia)).toEqual(['events', 'weekly']);
  });

  it('that is settled late never overrides a leave', async () => {
    const room = await confirmed();
    await room.signUp(nia, ['weekly', 'events']);
    room.pass(1_000);
    await room.leave((await room.at(nia))?.id ?? '');
    room.pass(1_000);
    await room.settle();
    expect(kinds(room)).toEqual(['confirm', 'left']);
    await room.signUp(nia, ['weekly']);
    await room.settle();
    expect(kinds(room)).toEqual(['confirm', 'left', 'confirm']);
  });

  it('is settled by the tick where the stream gave it up', async () => {
    const room = aNewsroom();
    await room.signUp(nia);
    await room.tick();
    expect(room.table.letters).toEqual([]);
    room.pass(121_000);
    await room.tick();
    await room.tick();
    expect(kinds(room)).toEqual(['confirm']);
  });

  it('gets no letter from a restored table where mail bounced before or since', async () => {
    const room = aNewsroom();
    const at = room.clock.now().toISOString();
    const hash = await room.hashOf(nia);
    await room.signUp(nia);
    await room.settle();
    const entries = [
      { hash, what: 'suppressed', why: 'bounce', at },
      { hash: await room.hashOf('sam@example.com'), what: 'suppressed', why: 'complaint', at },
      { hash: await room.hashOf('wim@example.com'), what: 'suppressed', why: 'bounce', at },
      { hash: await room.hashOf('wim@example.com'), what: 'unsuppressed', at },
    ] as const;
    const logged = entries.map((entry) => ({ key: room.deps.ids.next(), entry }));
    const read = async (after: string) => logged.filter(({ key }) => key > after);
    room.pass(120_000);
    const position = new MemoryLogPosition();
    for (let times = 0; times < 2; times++) {
      await replayLog({ ...room.deps, leaveLog: { read }, position });
      expect(await room.at(nia)).toMatchObject({
        state: 'bounced',
        suppressed: { why: 'bounce', scope: 'all', at },
      });
    }
    for (const email of [nia, 'sam@example.com', 'wim@example.com']) await room.signUp(email, ['events']);
    await room.settle();
    expect(room.table.letters.map(({ to }) => to)).toEqual([nia, 'sam@example.com', 'wim@example.com']);
    const addresses = room.table.addresses().map(({ suppressed }) => suppressed);
    expect(addresses).toContainEqual({ why: 'complaint', scope: 'newsletters', at });
  });

  it('gets no letter where mail bounces, and one where a newsletter was reported', async () => {
    const room = aNewsroom();
    const at = room.clock.now().toISOString();
    await room.message('Address Suppressed', {
      hash: await room.hashOf(nia),
      why: 'bounce',
      scope: 'all',
      at,
    });
    const other = 'sam@example.com';
    const complaint = { hash: await room.hashOf(other), why: 'complaint', scope: 'newsletters', at };
    await room.message('Address Suppressed', complaint);
    for (const email of [nia, other]) await room.signUp(email);
    await room.settle();
    expect(room.table.letters.map(({ to }) => to)).toEqual([other]);
    room.pass(1_000);
    const later = room.clock.now().toISOString();
    await room.message('Address Unsuppressed', { hash: await room.hashOf(nia), at: later });
    await room.message('Address Suppressed', {
      hash: await room.hashOf(nia),
      why: 'bounce',
      scope: 'all',
      at,
    });
    await room.signUp(nia);
    await room.settle();
    expect(room.table.letters.map(({ to }) => to)).toEqual([other, nia]);
  });
});

describe('an address at which newsletters were reported', () => {
  it('is still so for whoever comes there anew', async () => {
    const room = aNewsroom();
    const at = room.clock.now().toISOString();
    const hash = await room.hashOf(nia);
    await room.message('Address Suppressed', { hash, why: 'complaint', scope: 'newsletters', at });
    room.pass(1_000);
    await room.signUp(nia);
    await room.settle();
    await room.confirm(room.tokensTo(nia)[0] ?? '');
    expect(await room.at(nia)).toMatchObject({ state: 'complained', suppressed: { why: 'complaint' } });
    room.pass(1_000);
    await room.message('Address Unsuppressed', { hash, at: room.clock.now().toISOString() });
    expect(await room.at(nia)).toMatchObject({ state: 'confirmed' });
  });

  it('has nobody who never confirmed after 30 days, and remembers why', async () => {
    const room = aNewsroom();
    await room.signUp(nia);
    await room.settle();
    const hash = await room.hashOf(nia);
    const at = room.clock.now().toISOString();
    await room.message('Address Suppressed', { hash, why: 'bounce', scope: 'all', at });
    room.pass(31 * day);
    await room.tick();
    expect(room.table.people()).toEqual([]);
    expect(await room.table.address(hash)).toMatchObject({ suppressed: { why: 'bounce', at } });
  });
});

describe('a link', () => {
  it('works for 48 hours, and from the sending of a letter that left late', async () => {
    const room = aNewsroom();
    await room.signUp(nia);
    await room.settle();
    const [letter] = room.table.letters;
    const token = tokenIn(letter?.mail.text ?? '') ?? '';
    room.pass(10 * hour);
    const sentAt = room.clock.now().toISOString();
    const late = { letter: letter?.id, room: 'newsletters', kind: 'confirm', about: letter?.about, sentAt };
    await room.message('Letter Late', late);
    await room.message('Letter Late', { ...late, sentAt: noon });
    room.pass(2 * day - 1_000);
    expect(await room.confirm(token)).toBe('open');
    expect(await room.confirm(token)).toBe('done');
  });

  it('of a letter that left late is named in the row for as long as it is known', async () => {
    const room = await confirmed();
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    await room.choose(person, { do: 'export' });
    const letter = room.table.letters.at(-1);
    room.pass(20 * day);
    const sentAt = room.clock.now().toISOString();
    await room.message('Letter Late', { letter: letter?.id, about: letter?.about, sentAt });
    // Later than the row would have named it, had the letter left at once.
    room.pass(25 * day);
    await room.choose(person, { do: 'erase' });
    await room.choose(person, { do: 'export' });
    const named = (await room.at(nia))?.tokens.map(({ hash }) => `token:${hash}`);
    expect(named).toContain(letter?.about);
  });

  it('is expired after that, and for what nobody sent', async () => {
    const room = aNewsroom();
    await room.signUp(nia);
    await room.settle();
    room.pass(2 * day + 5 * 60_000);
    expect(await room.confirm(room.tokensTo(nia)[0] ?? '')).toBe('expired');
    expect(await room.confirm('made-up')).toBe('expired');
    expect(await room.listsOf(nia)).toEqual([]);
  });

  it('comes anew when an editor has a letter in doubt sent again, once under the id that post gave', async () => {
    const room = aNewsroom();
    await room.signUp(nia);
    await room.settle();
    const wanted = {
      letter: 'x',
      next: '01NEXT',
      room: 'newsletters',
      kind: 'confirm',
      about: room.table.letters[0]?.about,
    };
    for (let n = 0; n < 2; n++) await room.message('Letter Wanted', wanted);
    expect(room.table.letters.map(({ id }) => id).slice(1)).toEqual(['01NEXT']);
    expect(await room.confirm(room.tokensTo(nia)[1] ?? '')).toBe('open');
    await room.message('Letter Wanted', { ...wanted, next: '02NEXT' });
    expect(room.table.letters).toHaveLength(3);
    expect(room.notWanted).toEqual([]);
  });

  it('is not sent again where it was used or nobody is there, and post hears why', async () => {
    const room = aNewsroom();
    await room.signUp(nia);
    await room.settle();
    const about = room.table.letters[0]?.about;
    await room.confirm(room.tokensTo(nia)[0] ?? '');
    const wanted = { letter: '01OLD', next: '01NEXT', room: 'newsletters', kind: 'confirm' };
    for (const one of [about, 'token:unknown', 'person:01GONE', 'else'])
      await room.message('Letter Wanted', { ...wanted, about: one });
    expect(room.notWanted).toEqual(
      ['used', 'gone', 'gone', 'gone'].map((why) => ({ letter: '01OLD', next: '01NEXT', why })),
    );
    expect(room.table.letters).toHaveLength(1);
  });

  it('comes anew with the same letter, whatever page its form named', async () => {
    const room = aNewsroom();
    const consent = { wording: '', version: 'unknown', page: 'note' };
    await signUp({ email: nia, consent }, '192.0.2.1/32', room.deps);
    await room.settle();
    const about = room.table.letters[0]?.about;
    await room.message('Letter Wanted', { letter: '01OLD', next: '01NEXT', about });
    expect(kinds(room)).toEqual(['confirm', 'confirm']);
  });

  it('that was used hands out no other links once its person is at another address', async () => {
    const room = await confirmed();
    const token = room.tokensTo(nia)[0] ?? '';
    const page = async () => (await answerConfirmation('GET', token, room.deps)).html;
    expect(await page()).toContain('/newsletters/preferences/');
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    await room.choose(person, { do: 'change', email: 'sam@example.com' });
    await room.useLink(room.tokensTo('sam@example.com')[0] ?? '');
    expect(await page()).not.toMatch(/\/newsletters\/(preferences|leave)\//);
  });

  it('is signed: another person, version, purpose or key opens nothing', async () => {
    const keys = memoryKeys();
    const others = memoryKeys(JSON.stringify({ current: '1', 1: 'j'.repeat(64) }));
    const [leave, own] = [
      await leaveLink(keys, '01A'),
      await preferencesLink(keys, { person: '01A', version: 2 }),
    ];
    expect(await readLeaveLink(keys, leave)).toBe('01A');
    expect(await readPreferencesLink(keys, own)).toEqual({ person: '01A', version: 2 });
    for (const wrong of [leave.replace('01A', '01B'), own, '', '01A', leave.slice(0, -1), `${leave}x`])
      expect(await readLeaveLink(keys, wrong), wrong).toBeUndefined();
    expect(await readLeaveLink(others, leave)).toBeUndefined();
    for (const wrong of [own.replace('01A.2', '01A.3'), leave])
      expect(await readPreferencesLink(keys, wrong), wrong).toBeUndefined();
  });
});

it('takes up all that is due, though hundreds before it fail', async () => {
  const room = aNewsroom();
  const wanted = Array.from({ length: 650 }, (_, at) => `reader${at}@example.org`);
  for (const [at, email] of wanted.entries()) {
    room.pass(1);
    await room.signUp(email, ['weekly'], { network: `${at}` });
  }
  const broken = new Set(room.table.unsettled().slice(0, 250));
  const { signUp } = room.deps.subscribers;
  room.deps.subscribers.signUp = async (id) => {
    if (broken.has(id)) throw new Error('Cannot be read');
    return signUp(id);
  };
  room.pass(121_000);
  await expect(room.tick()).rejects.toThrow('Cannot be read');
  expect(room.table.letters.map(({ to }) => to).sort()).toEqual(wanted.slice(250).sort());
  broken.clear();
  await room.tick();
  expect(room.table.unsettled()).toEqual([]);
});

describe('letters that a preferences link has sent', () => {
  const confirmedPerson = async () => {
    const room = await confirmed();
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    return { room, person };
  };

  it('go to three new addresses a day, and wait above the ceiling', async () => {
    const { room, person } = await confirmedPerson();
    for (let at = 0; at < 6; at++) await room.choose(person, { do: 'change', email: `s${at}@example.org` });
    const moves = room.table.letters.filter(({ kind }) => kind === 'new-address');
    expect(moves.map(({ to, ceiling }) => [to, ceiling])).toEqual(
      [0, 1, 2].map((at) => [`s${at}@example.org`, true]),
    );
    room.pass(day);
    await room.choose(person, { do: 'change', email: 's9@example.org' });
    expect(room.table.letters.at(-1)?.to).toBe('s9@example.org');
  });

  it('are three notes a day to who leaves in a loop, who leaves all the same', async () => {
    const { room, person } = await confirmedPerson();
    for (let at = 0; at < 6; at++) {
      await room.choose(person, { do: 'save', lists: ['weekly'] });
      await room.choose(person, { do: 'leave' });
      expect(await room.listsOf(nia)).toEqual([]);
    }
    expect(kinds(room).filter((kind) => kind === 'left')).toHaveLength(3);
  });

  it('are few from one network, whosever links it has', async () => {
    const room = aNewsroom();
    const readers = Array.from({ length: 30 }, (_, at) => `reader${at}@example.org`);
    for (const [at, email] of readers.entries()) await room.signUp(email, ['weekly'], { network: `${at}` });
    await room.settle();
    for (const person of room.table.people()) await room.choose(person, { do: 'export' });
    expect(kinds(room).filter((kind) => kind === 'export')).toHaveLength(20);
    for (const person of room.table.people().slice(25))
      await room.choose(person, { do: 'export' }, 'another');
    expect(kinds(room).filter((kind) => kind === 'export')).toHaveLength(25);
  });
});

it('knows a link for as long as its letter may wait, in both rows', () => {
  const token = aToken();
  const actions = actionsOf({ newsletters: 'n' }, { at: noon, tokens: [token] });
  const ttl = actions.flatMap(({ item }) => Number(item.Put?.Item?.ttl?.N))[0] ?? 0;
  const { until = '' } = withLink(aPerson(), token, noon).person.tokens[0] ?? {};
  expect(ttl * 1000).toBe(Date.parse(until));
  const lastSending = Date.parse(noon) + 30 * day;
  expect(ttl * 1000).toBeGreaterThan(lastSending + 2 * day);
});

describe('what is heard of an address', () => {
  const bounce = { why: 'bounce', scope: 'all', at: '2026-11-01T00:00:00.000Z' } as const;
  const complaint = { why: 'complaint', scope: 'newsletters', at: '2026-11-02T00:00:00.000Z' } as const;

  it('stops every letter after a bounce, though a later complaint was heard before it', () => {
    for (const [first, then] of [
      [bounce, complaint],
      [complaint, bounce],
    ] as const)
      expect(heard(heard(undefined, first), then)).toEqual({ ...bounce, at: complaint.at });
  });

  it('is the same when it is heard again', () => {
    const known = heard(complaint, bounce);
    expect(heard(known, bounce)).toBe(known);
    expect(heard(known, complaint)).toEqual(known);
  });
});

describe('following the log', () => {
  const hashes = ['a', 'b', 'c', 'd'];

  /** A room that never can write what is known of the address `b`, and logged that four have left. */
  async function aRoomWithPoison() {
    const room = aNewsroom();
    room.pass(hour);
    await room.replay();
    for (const hash of hashes) await room.log.write({ hash, what: 'left', at: noon });
    const { write } = room.deps.subscribers;
    let isBroken = true;
    room.deps.subscribers.write = async (one) => {
      if (isBroken && one.addresses?.some(({ after }) => after?.hash === 'b')) throw new Error('Too large');
      return write(one);
    };
    const mend = () => {
      isBroken = false;
    };
    const known = async () => {
      const rows = await Promise.all(hashes.map((hash) => room.table.address(hash)));
      return rows.flatMap((row) => row?.hash ?? []);
    };
    return { room, mend, known };
  }

  it('goes on after an entry that fails, names it, and tries it again', async () => {
    const { room, mend, known } = await aRoomWithPoison();
    room.pass(2 * 60_000);
    const [, poison] = room.log.entries;
    expect(await room.replay()).toEqual([poison?.key]);
    expect(room.reports).toMatchObject([{ key: poison?.key }]);
    expect(await known()).toEqual(['a', 'c', 'd']);
    room.pass(60_000);
    mend();
    expect(await room.replay()).toEqual([]);
    expect(await known()).toEqual(hashes);
  });

  it('sets it aside for as long as it fails, and goes on behind it', async () => {
    const { room, mend, known } = await aRoomWithPoison();
    const [, poison] = room.log.entries;
    for (let minute = 0; minute < 130; minute++) {
      room.pass(60_000);
      await room.replay();
    }
    expect(await room.position.read()).toMatchObject({
      key: room.log.entries.at(-1)?.key,
      aside: [poison?.key],
    });
    mend();
    expect(await room.replay()).toEqual([]);
    expect(await known()).toEqual(hashes);
    expect(await room.position.read()).not.toHaveProperty('aside');
  });

  it('lets it go once it is in the log no more', async () => {
    const { room } = await aRoomWithPoison();
    room.pass(2 * 60_000);
    await room.replay();
    room.log.entries.splice(1, 1);
    expect(await room.replay()).toEqual([]);
  });

  it('waits where a hundred cannot be followed, and has all of them later', async () => {
    const { room, mend } = await aRoomWithPoison();
    const { address } = room.deps.subscribers;
    room.deps.subscribers.address = async () => {
      throw new Error('No table');
    };
    for (let n = 0; n < 150; n++) await room.log.write({ hash: `h${n}`, what: 'left', at: noon });
    room.pass(2 * 60_000);
    for (let times = 0; times < 2; times++) expect(await room.replay()).toHaveLength(100);
    expect((await room.position.read())?.key).toBe(room.log.entries[99]?.key);
    room.deps.subscribers.address = address;
    mend();
    expect(await room.replay()).toEqual([]);
    expect(room.table.addresses().filter(({ leftAt }) => leftAt === noon)).toHaveLength(154);
  });

  it('holds on in a table from a backup, however old its position', async () => {
    const { room, mend, known } = await aRoomWithPoison();
    room.pass(5 * day);
    await room.replay();
    mend();
    await room.replay();
    expect(await known()).toEqual(hashes);
  });

  it('passes what is no entry, and sets it aside until it is one', async () => {
    const { room, mend, known } = await aRoomWithPoison();
    mend();
    const [first] = room.log.entries;
    room.log.entries[0] = { key: first?.key ?? '' };
    room.pass(2 * 60_000);
    expect(await room.replay()).toEqual([first?.key]);
    expect(await known()).toEqual(['b', 'c', 'd']);
    expect(await room.replay()).toEqual([first?.key]);
    room.log.entries[0] = first ?? { key: '' };
    expect(await room.replay()).toEqual([]);
    expect(await known()).toEqual(hashes);
  });
});

describe('who joined', () => {
  it('is on record for good with what they were shown, and when', async () => {
    const room = await confirmed();
    const person = await room.at(nia);
    expect(await room.table.evidence(person?.id ?? '')).toMatchObject([
      { what: 'confirmed', lists: ['weekly'], askedAt: noon, consent: { page: 'footer', version: '1' } },
    ]);
  });

  it('leaves once, with one note and a way back', async () => {
    const room = await confirmed();
    const id = (await room.at(nia))?.id ?? '';
    for (let n = 0; n < 3; n++) expect(await room.leave(id)).toBe('known');
    expect(kinds(room)).toEqual(['confirm', 'left']);
    expect(room.log.entries.map(({ entry }) => entry?.what)).toEqual(['joined', 'left']);
    expect(await room.at(nia)).toMatchObject({ state: 'unsubscribed' });
    expect(await room.confirm(room.tokensTo(nia)[1] ?? '')).toBe('open');
    expect(await room.listsOf(nia)).toEqual(['weekly']);
  });

  it('says why they left, and nothing once they were erased meanwhile', async () => {
    const room = await confirmed();
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    const link = await leaveLink(room.keys, person.id);
    await keepReason(link, ' Too much ', room.deps);
    const notes = async () => (await room.table.evidence(person.id)).flatMap(({ note }) => note ?? []);
    expect(await notes()).toEqual(['Too much']);
    const { write } = room.deps.subscribers;
    room.deps.subscribers.write = async (one) => {
      room.deps.subscribers.write = write;
      room.erasures.push({ hash: person.addressHash, at: room.clock.now().toISOString() });
      await room.eraseNow();
      room.table.forget(person.id);
      return write(one);
    };
    await keepReason(link, 'Late', room.deps);
    expect(await notes()).toEqual([]);
  });

  it('leaves no trace by saving what is so already, however often', async () => {
    const room = await confirmed();
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    await room.choose(person, { do: 'save', lists: ['weekly'] });
    const before = [await room.table.evidence(person.id), room.log.entries.length, await room.at(nia)];
    for (let times = 0; times < 5; times++) {
      await room.choose(person, { do: 'save', lists: ['weekly'] });
      await room.choose(person, { do: 'resume' });
    }
    expect([await room.table.evidence(person.id), room.log.entries.length, await room.at(nia)]).toEqual(
      before,
    );
  });

  it('pauses, and gets newsletters again without asking', async () => {
    const room = await confirmed();
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    await room.choose(person, { do: 'pause', months: 1 });
    expect((await room.at(nia))?.pausedUntil).toBe('2026-06-01T12:00:00.000Z');
    room.pass(30 * day);
    await room.tick();
    expect((await room.at(nia))?.pausedUntil).toBeDefined();
    room.pass(2 * day);
    await room.tick();
    expect((await room.at(nia))?.pausedUntil).toBeUndefined();
  });

  it('keeps a list that left the press document, until they leave it', async () => {
    const room = await confirmed(nia, ['weekly', 'events']);
    const person = await room.at(nia);
    if (!person) throw new Error('Nobody is there');
    const press = await room.deps.press();
    room.deps.press = async () => ({ ...press, lists: [defaultList] });
    await room.choose(person, { do: 'save', lists: ['weekly'] });
    expect(await room.listsOf(nia)).toEqual(['weekly']);
  });
});

it('forgets who never confirmed after 30 days, and nobody else', async () => {
  const room = await confirmed('sam@example.com');
  await room.signUp(nia);
  await room.settle();
  room.pass(30 * day - hour);
  await room.tick();
  expect(await room.at(nia)).toBeDefined();
  room.pass(hour);
  await room.tick();
  expect(await room.at(nia)).toBeUndefined();
  expect(await room.table.address(await room.hashOf(nia))).toBeUndefined();
  expect(await room.listsOf('sam@example.com')).toEqual(['weekly']);
});

it('joins the lists of two entries when one moves to the other’s address, and old links act on what is left', async () => {
  const room = await confirmed();
  const other = 'sam@example.com';
  await room.signUp(other, ['events']);
  await room.settle();
  await room.confirm(room.tokensTo(other)[0] ?? '');
  const older = await room.at(nia);
  if (!older) throw new Error('Nobody is there');
  await room.choose(older, { do: 'change', email: other });
  expect(await room.useLink(room.tokensTo(other)[1] ?? '')).toEqual({ outcome: 'changed' });
  expect(await room.at(nia)).toBeUndefined();
  expect(await room.listsOf(other)).toEqual(['events', 'weekly']);
  expect(kinds(room).at(-1)).toBe('address-changed');
  expect(room.table.letters.at(-1)).toMatchObject({ onlyOnce: true });
  expect(await room.choose(older, { do: 'leave' })).toEqual({ outcome: 'expired' });
  expect(await room.leave(older.id)).toBe('known');
  expect(await room.listsOf(other)).toEqual([]);
});

it('does not say that an address is changed before the log has it, though the call that changed it died', async () => {
  const room = await confirmed();
  const restore = [room.table.snapshot(), room.position.snapshot()];
  const person = await room.at(nia);
  if (!person) throw new Error('Nobody is there');
  await room.choose(person, { do: 'change', email: 'sam@example.com' });
  const move = room.tokensTo('sam@example.com')[0] ?? '';
  room.killAt(0, true);
  await expect(room.useLink(move)).rejects.toThrow(Killed);
  room.live();
  expect(await room.useLink(move)).toEqual({ outcome: 'done' });
  for (const one of restore) one();
  room.pass(hour);
  await room.replay();
  expect(await room.listsOf(nia)).toEqual([]);
});

it('keeps no link of an entry that was joined to another', async () => {
  const room = await confirmed();
  const other = 'sam@example.com';
  await room.signUp(nia, ['events']);
  await room.signUp(other, ['events']);
  await room.settle();
  await room.confirm(room.tokensTo(other)[0] ?? '');
  const older = await room.at(nia);
  if (!older) throw new Error('Nobody is there');
  await room.choose(older, { do: 'change', email: other });
  const move = room.tokensTo(other)[1] ?? '';
  await room.useLink(move);
  expect(await room.useLink(move)).toEqual({ outcome: 'done' });
  for (const { hash } of older.tokens) expect(await room.table.token(hash)).toBeUndefined();
});

it('names few links in a row, the newest, and removes those it named before', () => {
  let person = aPerson();
  const removed: string[] = [];
  for (let count = 0; count < 300; count++) {
    const linked = withLink(person, aToken({ hash: `h${count}` }), noon);
    removed.push(...linked.old);
    person = linked.person;
  }
  const named = person.tokens.map(({ hash }) => hash);
  expect([...removed, ...named]).toEqual(Array.from({ length: 300 }, (_, count) => `h${count}`));
  expect(named.length).toBeLessThan(50);
  const later = withLink(person, aToken({ hash: 'new' }), '2026-08-01T00:00:00.000Z');
  expect(later).toMatchObject({ old: [], person: { tokens: [{ hash: 'new' }] } });
  expect(withLink(person, aToken({ action: 'erase' }), noon)).toEqual({ person, old: [] });
});

it('says that they are erased though the call died before the link was spent', async () => {
  const room = await confirmed();
  const person = await room.at(nia);
  if (!person) throw new Error('Nobody is there');
  await room.choose(person, { do: 'erase' });
  const erase = room.tokensTo(nia)[1] ?? '';
  room.killAt(1, false);
  await expect(room.useLink(erase)).rejects.toThrow(Killed);
  room.live();
  await room.eraseNow();
  expect(await room.at(nia)).toBeUndefined();
  expect(await room.useLink(erase)).toEqual({ outcome: 'done' });
});

it('exports and erases by a link alone, and an old sign-up brings nobody back', async () => {
  const room = await confirmed();
  const person = await room.at(nia);
  if (!person) throw new Error('Nobody is there');
  await room.choose(person, { do: 'export' });
  const file = room.tokensTo(nia)[1] ?? '';
  expect(await room.useLink(file)).toEqual({ outcome: 'exported', everything: { email: nia } });
  expect(await room.useLink(file)).toEqual({ outcome: 'done' });
  expect(room.askedOthers).toEqual([person.addressHash]);
  await room.choose(person, { do: 'erase' });
  await room.signUp(nia, ['events']);
  expect(await room.useLink(room.tokensTo(nia)[2] ?? '')).toEqual({ outcome: 'erased' });
  const erase = room.tokensTo(nia)[2] ?? '';
  expect(await room.useLink(erase)).toEqual({ outcome: 'done' });
  await room.eraseNow();
  expect(await room.useLink(erase)).toEqual({ outcome: 'done' });
  await room.settle();
  expect(await room.at(nia)).toBeUndefined();
  expect(await room.leave(person.id)).toBe('gone');
  expect(room.table.letters.filter(({ kind }) => kind === 'confirm')).toHaveLength(1);
});

describe('pure rules', () => {
  it('has one default list without any in the document, and leaves reserved names out', () => {
    expect(listsOf(undefined)).toEqual([defaultList]);
    expect(listsOf({ lists: [{ name: 'feed', title: 'Feed' }] })).toEqual([defaultList]);
    const lists = listsOf({
      lists: [
        { name: 'a', title: 'A', archive: false },
        { name: 'b', title: 'B', about: 'All.', frequency: 'Daily', default: true },
      ],
    });
    expect(lists).toEqual([
      { name: 'a', title: 'A', byDefault: false, archive: false },
      { name: 'b', title: 'B', about: 'All.', often: 'Daily', byDefault: true, archive: true },
    ]);
    expect(defaultNames(lists)).toEqual(['b']);
    expect(defaultNames(listsOf({ lists: [{ name: 'a', title: 'A' }] }))).toEqual(['a']);
  });

  it('acts later than everything in the row, whatever the clock says', () => {
    const person = aPerson();
    expect(momentAfter(person, new Date('2020-01-01'))).toBe('2026-05-01T12:00:00.001Z');
    expect(momentAfter(person, new Date('2027-01-01'))).toBe('2027-01-01T00:00:00.000Z');
  });

  it('moves by a late record only what is older', () => {
    const person = aPerson();
    expect(left(person, '2026-04-01T00:00:00.000Z').lists).toEqual(person.lists);
    const gone = left(person, '2026-06-01T00:00:00.000Z');
    expect(gone).toMatchObject({ state: 'unsubscribed', leftAt: '2026-06-01T00:00:00.000Z' });
    expect(departuresOf(undefined, gone)).toEqual({
      leftAt: '2026-06-01T00:00:00.000Z',
      leftLists: { weekly: '2026-06-01T00:00:00.000Z' },
    });
  });

  it('ends a pause on the same day of a month, or on its last', () => {
    expect(monthsAfter(new Date('2026-01-31T10:00:00Z'), 1)).toBe('2026-02-28T10:00:00.000Z');
    expect(monthsAfter(new Date('2026-08-31T10:00:00Z'), 6)).toBe('2027-02-28T10:00:00.000Z');
    expect(monthsAfter(new Date('2026-11-15T10:00:00Z'), 3)).toBe('2027-02-15T10:00:00.000Z');
  });
});
