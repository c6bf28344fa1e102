import { expect, it } from 'vitest';
import type { PressFields } from '../../functions/content/kinds/press.ts';
import { asked, changed, left } from '../../functions/newsletters/person.ts';
import type { LeaveLog, LogPosition, SignUps, Subscribers } from '../../functions/newsletters/ports.ts';
import type { PressCopy } from '../../functions/runtime/press/copy-press.ts';
import { aLetter, aPerson, aSignUp, aToken, noon } from '../functions/newsletters/a-person.ts';

export interface SubscribersUnderTest {
  subscribers: Subscribers;
  signUps: SignUps;
  /** Ids of the letters in the outbox. */
  letters(): Promise<string[]>;
  /** Joined and left, by list. */
  growth(): Promise<Record<string, { joined: number; left: number }>>;
}

const limit = { name: 'sign-ups', hash: 'network', most: 2, seconds: 600 };

/** What deciding about people relies on. */
export function subscribersContract(open: () => Promise<SubscribersUnderTest>): void {
  it('keeps a person as written, and counts the writes', async () => {
    const { subscribers } = await open();
    const person = aPerson({ name: 'Nia Ó Sé', pausedUntil: '2026-06-01T00:00:00.000Z' });
    expect(await subscribers.person(person.id)).toBeUndefined();
    expect(await subscribers.write({ at: noon, people: [{ after: person }] })).toBe('written');
    expect(await subscribers.person(person.id)).toEqual({ ...person, writes: 1 });
  });

  it('writes a row only as it was read, and then nothing of the rest', async () => {
    const { subscribers, letters } = await open();
    const person = aPerson();
    await subscribers.write({ at: noon, people: [{ after: person }] });
    const before = { ...person, writes: 1 };
    const renamed = { before, after: { ...before, name: 'Nia' } };
    expect(await subscribers.write({ at: noon, people: [{ after: person }] })).toBe('conflict');
    expect(await subscribers.write({ at: noon, people: [renamed] })).toBe('written');
    expect(await subscribers.write({ at: noon, people: [renamed], letters: [aLetter()] })).toBe('conflict');
    expect(await letters()).toEqual([]);
    expect(await subscribers.person(person.id)).toMatchObject({ name: 'Nia', writes: 2 });
    const removed = { before: { ...renamed.after, writes: 2 } };
    expect(await subscribers.write({ at: noon, people: [removed] })).toBe('written');
    expect(await subscribers.person(person.id)).toBeUndefined();
    expect(await subscribers.write({ at: noon, people: [removed] })).toBe('conflict');
  });

  it('keeps one person an address', async () => {
    const { subscribers } = await open();
    const row = { hash: 'nia', person: '01HP', writes: 0 };
    expect(await subscribers.write({ at: noon, addresses: [{ after: row }] })).toBe('written');
    expect(await subscribers.write({ at: noon, addresses: [{ after: { ...row, person: '02' } }] })).toBe(
      'conflict',
    );
    const before = { ...row, writes: 1 };
    const after = { hash: 'nia', erasedAt: noon, writes: 1 };
    expect(await subscribers.write({ at: noon, addresses: [{ before, after }] })).toBe('written');
    expect(await subscribers.address('nia')).toEqual({ ...after, writes: 2 });
  });

  it('writes both entries of a merge, and what is left of the closed one', async () => {
    const { subscribers } = await open();
    const [old, young] = [aPerson(), aPerson({ id: '02HP', email: 'n@example.net', addressHash: 'n' })];
    await subscribers.write({ at: noon, people: [{ after: old }, { after: young }] });
    const closed = { id: old.id, into: young.id, at: noon, writes: 1 };
    const people = [
      { before: { ...old, writes: 1 }, after: closed },
      { before: { ...young, writes: 1 }, after: { ...young, former: [old.id], writes: 1 } },
    ];
    expect(await subscribers.write({ at: noon, people })).toBe('written');
    expect(await subscribers.person(old.id)).toEqual({ ...closed, writes: 2 });
    expect(await subscribers.person(young.id)).toMatchObject({ former: [old.id], writes: 2 });
  });

  it('spends a link once, with what was personal in it', async () => {
    const { subscribers } = await open();
    const token = aToken({ name: 'Nia', lists: ['weekly'], consent: aSignUp().consent });
    await subscribers.write({ at: noon, tokens: [token] });
    expect(await subscribers.token('h1')).toEqual(token);
    const uses = { hash: 'h1', at: noon };
    expect(await subscribers.write({ at: noon, uses })).toBe('written');
    const { name: _, consent: _c, ...spent } = token;
    expect(await subscribers.token('h1')).toEqual({ ...spent, usedAt: noon });
    expect(await subscribers.write({ at: noon, uses, letters: [aLetter()] })).toBe('conflict');
    expect(await subscribers.write({ at: noon, uses: { hash: 'nobody', at: noon } })).toBe('conflict');
    await subscribers.write({ at: noon, removesTokens: ['h1'] });
    expect(await subscribers.token('h1')).toBeUndefined();
  });

  it('prolongs a link that is not used, and never shortens it', async () => {
    const { subscribers } = await open();
    await subscribers.write({ at: noon, tokens: [aToken()] });
    const later = '2026-05-04T12:00:00.000Z';
    await subscribers.prolong('h1', later);
    await subscribers.prolong('h1', noon);
    await subscribers.prolong('nobody', later);
    expect(await subscribers.token('h1')).toMatchObject({ expiresAt: later });
    expect(await subscribers.token('nobody')).toBeUndefined();
    await subscribers.write({ at: noon, uses: { hash: 'h1', at: noon } });
    await subscribers.prolong('h1', '2026-05-05T12:00:00.000Z');
    expect(await subscribers.token('h1')).toMatchObject({ expiresAt: later });
  });

  it('settles a sign-up once, with its letter', async () => {
    const { subscribers, signUps, letters } = await open();
    const signUp = aSignUp({ name: 'Nia', language: 'en' });
    expect(await signUps.accept(signUp, limit)).toEqual({ allowed: true });
    expect(await subscribers.signUp(signUp.id)).toEqual(signUp);
    const write = { at: noon, settles: signUp.id };
    expect(await subscribers.write({ ...write, letters: [aLetter()] })).toBe('written');
    expect(await subscribers.signUp(signUp.id)).toBeUndefined();
    expect(await subscribers.write({ ...write, letters: [aLetter({ id: '02HL' })] })).toBe('settled');
    expect(await letters()).toEqual(['01HL']);
  });

  it('puts a letter once, and takes a second of its id for the same', async () => {
    const { subscribers, letters } = await open();
    expect(await subscribers.write({ at: noon, letters: [aLetter()] })).toBe('written');
    expect(await subscribers.write({ at: noon, letters: [aLetter()], tokens: [aToken()] })).toBe('settled');
    expect(await letters()).toEqual(['01HL']);
    expect(await subscribers.token('h1')).toBeUndefined();
  });

  it('counts within a limit, and writes nothing beyond it', async () => {
    const { subscribers, letters } = await open();
    const counts = [
      { name: 'letters', hash: 'nia', most: 2, seconds: 86_400 },
      { name: 'letters', hash: 'another', most: 10, seconds: 86_400 },
    ];
    const outcomes = [];
    for (const id of ['1', '2', '3']) {
      outcomes.push(await subscribers.write({ at: noon, letters: [aLetter({ id })], counts }));
    }
    expect(outcomes).toEqual(['written', 'written', 'over-limit']);
    expect(await letters()).toEqual(['1', '2']);
    const tomorrow = '2026-05-02T12:00:00.000Z';
    expect(await subscribers.write({ at: tomorrow, letters: [aLetter({ id: '4' })], counts })).toBe(
      'written',
    );
  });

  it('reads again before a limit counts', async () => {
    const { subscribers } = await open();
    const counts = [{ name: 'letters', hash: 'nia', most: 0, seconds: 60 }];
    await subscribers.write({ at: noon, people: [{ after: aPerson() }] });
    expect(await subscribers.write({ at: noon, people: [{ after: aPerson() }], counts })).toBe('conflict');
  });

  it('accepts sign-ups of one network up to its limit', async () => {
    const { signUps, subscribers } = await open();
    const outcomes = [];
    for (const id of ['1', '2', '3']) outcomes.push(await signUps.accept(aSignUp({ id }), limit));
    expect(outcomes.map(({ allowed }) => allowed)).toEqual([true, true, false]);
    const [, , last] = outcomes;
    if (last && !last.allowed) expect(last.retryAfter).toBeGreaterThan(0);
    expect(await subscribers.signUp('3')).toBeUndefined();
    expect(await signUps.accept(aSignUp({ id: '4' }), { ...limit, hash: 'another' })).toEqual({
      allowed: true,
    });
  });

  it('keeps the story of a person in the order of its ids', async () => {
    const { subscribers } = await open();
    const one = { person: '01HP', at: noon, what: 'confirmed' as const };
    await subscribers.write({ at: noon, evidence: [{ ...one, id: '2', lists: ['weekly'] }] });
    await subscribers.write({ at: noon, evidence: [{ ...one, id: '1', consent: aSignUp().consent }] });
    await subscribers.write({ at: noon, evidence: [{ ...one, id: '3', person: '02HP' }] });
    expect((await subscribers.evidence('01HP')).map(({ id }) => id)).toEqual(['1', '2']);
    expect(await subscribers.evidence('01HP')).toMatchObject([{ consent: { page: 'footer' } }, one]);
  });

  it('finds what is due, and not before', async () => {
    const { subscribers, signUps } = await open();
    const paused = aPerson({ id: '01A', pausedUntil: '2026-06-01T12:00:00.000Z' });
    const pending = asked(changed(aPerson({ id: '01B' }), { lists: {} }), ['weekly'], noon);
    await subscribers.write({
      at: noon,
      people: [{ after: paused }, { after: pending }, { after: aPerson() }],
    });
    await signUps.accept(aSignUp(), limit);
    const dueAt = async (now: string) =>
      (await subscribers.due(now, 10)).map(({ what, id }) => `${what} ${id}`).sort();
    expect(await dueAt('2026-05-01T12:01:59.000Z')).toEqual([]);
    expect(await dueAt('2026-05-01T12:02:00.000Z')).toEqual(['sign-up 01HS']);
    expect(await dueAt('2026-05-31T12:00:00.000Z')).toEqual(['person 01B', 'sign-up 01HS']);
    expect(await dueAt('2026-06-02T00:00:00.000Z')).toEqual(['person 01A', 'person 01B', 'sign-up 01HS']);
    expect((await subscribers.due('2026-06-02T00:00:00.000Z', 2)).map(({ id }) => id)).toEqual([
      '01HS',
      '01B',
    ]);
  });

  it('counts who joined and left each list, several people in one write too', async () => {
    const { subscribers, growth } = await open();
    const people = ['01A', '01B', '01I'].map((id) => aPerson({ id }));
    await subscribers.write({ at: noon, people: people.map((after) => ({ after })) });
    const [first] = people.map((person) => ({ ...person, writes: 1 }));
    if (!first) throw new Error('Nobody is there');
    await subscribers.write({ at: noon, people: [{ before: first, after: left(first, noon) }] });
    expect(await growth()).toEqual({ weekly: { joined: 3, left: 1 } });
  });
}

/** What the copy of the press document relies on. */
export function pressCopyContract(open: () => Promise<PressCopy<PressFields>>): void {
  it('stores a copy on that which was seen, and none over another', async () => {
    const copy = await open();
    expect(await copy.read()).toBeUndefined();
    const press = { title: 'The Lantern', lists: [{ name: 'weekly', title: 'The weekly' }] };
    const seen = await copy.copies();
    expect(await copy.store(press, seen)).toBe(true);
    expect(await copy.store({ title: 'Old' }, seen)).toBe(false);
    expect(await copy.read()).toEqual(press);
    expect(await copy.store(undefined, await copy.copies())).toBe(true);
    expect(await copy.read()).toBeUndefined();
  });
}

/** What replaying relies on. @param open With `spoil`, which puts something else into an entry's place. */
export function leaveLogContract(
  open: () => Promise<{ log: LeaveLog; spoil(key: string): Promise<void> }>,
): void {
  it('gives what it cannot read as such, and the rest as it is', async () => {
    const { log, spoil } = await open();
    for (const hash of ['a', 'b', 'c']) await log.write({ hash, what: 'left', at: noon });
    const [, second] = await log.read('', 10);
    await spoil(second?.key ?? '');
    const found = await log.read('', 10);
    expect(found.map(({ entry }) => entry?.hash)).toEqual(['a', undefined, 'c']);
    expect(found[1]).toEqual({ key: second?.key });
  });

  it('gives entries in the order of their writing, from any on', async () => {
    const { log } = await open();
    expect(await log.read('', 10)).toEqual([]);
    const entries = [
      { hash: 'a', what: 'left' as const, at: noon },
      { hash: 'b', what: 'joined' as const, list: 'weekly', at: noon },
      { hash: 'c', what: 'erased' as const, at: noon },
    ];
    for (const entry of entries) await log.write(entry);
    const all = await log.read('', 10);
    expect(all.map(({ entry }) => entry)).toEqual(entries);
    expect(await log.read('', 2)).toEqual(all.slice(0, 2));
    expect(await log.read(all[0]?.key ?? '', 10)).toEqual(all.slice(1));
    expect(await log.read(all[2]?.key ?? '', 10)).toEqual([]);
  });
}

export function logPositionContract(open: () => Promise<LogPosition>): void {
  it('keeps how far the table has followed', async () => {
    const position = await open();
    expect(await position.read()).toBeUndefined();
    await position.store({ key: '01A', at: noon });
    await position.store({ key: '01B', at: noon });
    expect(await position.read()).toEqual({ key: '01B', at: noon });
    await position.store({ key: '01C', at: noon, aside: ['01A', '01B'] });
    expect(await position.read()).toEqual({ key: '01C', at: noon, aside: ['01A', '01B'] });
  });
}
