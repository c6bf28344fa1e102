import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findPerson } from '../../../functions/newsletters/find-person.ts';
import { times } from '../../times.ts';
import { aNewsroom, Killed, type Newsroom, pressWithLists, titlesIn, tokenIn } from './a-newsroom.ts';

const addresses = ['nia@example.org', 'n.ose@example.net', 'sam@example.com'] as const;
const lists = (pressWithLists.lists ?? []).map(({ name }) => name);
const nameOf = new Map((pressWithLists.lists ?? []).map(({ name, title }) => [title, name]));
const hour = 3_600_000;
/** What people were last answered, kept by what pages and letters say. */
class World {
  readonly room: Newsroom = aNewsroom();
  /** The lists of each address. */
  readonly on = new Map<string, Set<string>>(addresses.map((address) => [address, new Set()]));
  /** To whose address a person's links lead, by the person's id. */
  readonly owners = new Map<string, string>();
  /** Ids of sign-ups that the stream delivers, again and again. */
  readonly delivered: string[] = [];
  /** Tokens of links that were used. */
  readonly used = new Set<string>();
  /** What a link of a letter was asked for. */
  readonly changes = new Map<string, { from: string; to: string }>();
  readonly events: { address: string; detail: { hash: string; why: string; scope: string; at: string } }[] =
    [];
  readonly bounced = new Set<string>();
  readonly erasures: { hash: string; at: string }[] = [];
  backup: (() => void) | undefined;
  /** What a backup lacks of them: the log may bring it back, until they decide again. */
  readonly lost = new Map<string, Set<string>>();

  /** What they said last is exactly this. */
  decide(address: string, wanted: Iterable<string>): void {
    this.on.set(address, new Set(wanted));
    this.lost.delete(address);
  }

  of(address: string): Set<string> {
    return this.on.get(address) ?? new Set();
  }

  move(from: string, to: string): void {
    for (const list of this.of(from)) this.of(to).add(list);
    this.decide(from, []);
    for (const [id, address] of this.owners) if (address === from) this.owners.set(id, to);
  }

  /** Whose links are in letters by now. */
  async meet(): Promise<void> {
    for (const { id, email } of this.room.table.people())
      if (!this.owners.has(id)) this.owners.set(id, email);
  }
}

interface Step {
  toString(): string;
  run(world: World): Promise<void>;
}

const step = <A>(name: string, values: fc.Arbitrary<A>, run: (world: World, values: A) => Promise<void>) =>
  values.map(
    (value): Step => ({
      toString: () => `${name} ${JSON.stringify(value)}`,
      run: (world) => run(world, value),
    }),
  );

/** The function dies at a write; who gets no answer does the same again at once. */
async function withKill<T>({ room }: World, kill: Kill | undefined, act: () => Promise<T>) {
  if (kill) room.killAt(kill.at, kill.after);
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return await act();
  } finally {
    room.live();
  }
}

interface Kill {
  at: number;
  after: boolean;
}

const anAddress = fc.constantFrom(...addresses);
const someLists = fc.uniqueArray(fc.constantFrom(...lists), { maxLength: 3 });
const aKill = fc.option(fc.record({ at: fc.nat(2), after: fc.boolean() }), { nil: undefined, freq: 2 });
const anIndex = fc.nat(50);
const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)];

const signsUp = step(
  'signs up',
  fc.record({ address: anAddress, wanted: someLists }),
  async ({ room, delivered }, { address, wanted }) => {
    await room.signUp(address, wanted, { network: `192.0.2.${delivered.length}/32` });
    delivered.push(...room.table.unsettled().filter((id) => !delivered.includes(id)));
  },
);

const settles = step(
  'the stream delivers',
  fc.record({ index: anIndex, kill: aKill }),
  async (world, { index, kill }) => {
    const id = pick(world.delivered, index);
    if (id) await withKill(world, kill, () => world.room.settle(id));
  },
);

/** A link that was used turns nothing on: that it is done is said by the press that did it, or by one after. */
const confirms = step(
  'confirms',
  fc.record({ index: anIndex, kill: aKill }),
  async (world, { index, kill }) => {
    const letter = pick(
      world.room.table.letters.filter(({ mail }) => mail.text.includes('/newsletters/confirm/')),
      index,
    );
    const token = tokenIn(letter?.mail.text ?? '');
    if (!letter || !token) return;
    const answer = await withKill(world, kill, () => world.room.confirm(token));
    if (answer === 'expired' || (answer === 'done' && world.used.has(token))) return;
    world.used.add(token);
    const [wanted = ''] = letter.mail.text.split('You already get');
    for (const title of titlesIn(wanted)) world.of(letter.to).add(nameOf.get(title) ?? '');
  },
);

const leaves = step('leaves', fc.record({ index: anIndex, kill: aKill }), async (world, { index, kill }) => {
  const [id, address] = pick([...world.owners], index) ?? [];
  if (!id || !address) return;
  const answer = await withKill(world, kill, () => world.room.leave(id));
  // Of the erased and forgotten nobody knows whether they came back since: the page claims nothing.
  expect(['known', 'gone']).toContain(answer);
  if (answer === 'known') world.decide(address, []);
});

const chooses = step(
  'chooses',
  fc.record({ address: anAddress, wanted: someLists, kill: aKill }),
  async (world, { address, wanted, kill }) => {
    const person = await world.room.at(address);
    if (!person) return;
    const choice = { do: 'save' as const, lists: wanted };
    const { outcome } = await withKill(world, kill, () => world.room.choose(person, choice));
    expect(outcome).toBe('done');
    world.decide(address, wanted);
  },
);

const pauses = step(
  'pauses',
  fc.record({ address: anAddress, kill: aKill }),
  async (world, { address, kill }) => {
    const person = await world.room.at(address);
    if (person) await withKill(world, kill, () => world.room.choose(person, { do: 'pause', months: 3 }));
  },
);

const asksForAddress = step(
  'asks for another address',
  fc.record({ from: anAddress, to: anAddress, kill: aKill }),
  async (world, { from, to, kill }) => {
    const person = await world.room.at(from);
    if (!person) return;
    const before = world.room.table.letters.length;
    await withKill(world, kill, () => world.room.choose(person, { do: 'change', email: to }));
    for (const { mail } of world.room.table.letters.slice(before)) {
      const token = tokenIn(mail.text);
      if (token) world.changes.set(token, { from, to });
    }
  },
);

const changesAddress = step(
  'changes the address',
  fc.record({ index: anIndex, kill: aKill }),
  async (world, { index, kill }) => {
    const [token, change] = pick([...world.changes], index) ?? [];
    if (!token || !change) return;
    const { outcome } = await withKill(world, kill, () => world.room.useLink(token));
    if (outcome === 'expired' || (outcome === 'done' && world.used.has(token))) return;
    world.used.add(token);
    world.move(change.from, change.to);
  },
);

const isErased = step(
  'is erased',
  fc.record({ address: anAddress, kill: aKill }),
  async (world, { address, kill }) => {
    const person = await world.room.at(address);
    if (!person) return;
    const before = world.room.table.letters.length;
    await world.room.choose(person, { do: 'erase' });
    const token = tokenIn(world.room.table.letters.slice(before)[0]?.mail.text ?? '');
    if (!token) return;
    const { outcome } = await withKill(world, kill, () => world.room.useLink(token));
    expect(['erased', 'done']).toContain(outcome);
    world.erasures.push(...world.room.erasures);
    await withKill(world, kill, () => world.room.eraseNow());
    world.decide(address, []);
  },
);

const erasedAgain = step('the message to erase comes again', anIndex, async (world, index) => {
  const erasure = pick(world.erasures, index);
  if (erasure) world.room.erasures.push(erasure);
  await world.room.eraseNow();
});

/** What post hears of an address, delivered later, in any order, and again. */
const isHeardOf = step(
  'mail is heard of',
  fc.record({ address: anAddress, why: fc.constantFrom('bounce', 'complaint') }),
  async ({ room, events }, { address, why }) => {
    const at = room.clock.now().toISOString();
    const scope = why === 'bounce' ? 'all' : 'newsletters';
    events.push({ address, detail: { hash: await room.hashOf(address), why, scope, at } });
  },
);

const hears = step('the room hears of it', anIndex, async (world, index) => {
  const event = pick(world.events, index);
  if (!event) return;
  await world.room.message('Address Suppressed', event.detail);
  if (event.detail.scope === 'all') world.bounced.add(event.address);
});

const timePasses = step('time passes', fc.integer({ min: 1, max: 24 * 40 }), async ({ room }, hours) => {
  room.pass(hours * hour);
  await room.tick();
});

const follows = step('the table follows the log', aKill, async (world, kill) => {
  world.room.pass(2 * 60_000);
  await withKill(world, kill, () => world.room.replay());
  await world.room.eraseNow();
});

const isBackedUp = step('a backup is made', fc.constant(null), async (world) => {
  const [table, position] = [world.room.table.snapshot(), world.room.position.snapshot()];
  const used = [...world.used];
  world.backup = () => {
    table();
    position();
    world.used.clear();
    for (const token of used) world.used.add(token);
  };
});

/** Who left stays so, whoever joined since may be lost. */
const isRestored = step('the backup is restored', aKill, async (world, kill) => {
  if (!world.backup) return;
  world.backup();
  world.room.pass(2 * 60_000);
  await withKill(world, kill, () => world.room.replay());
  await world.room.eraseNow();
  for (const address of addresses) {
    const present = await world.room.listsOf(address);
    expect(
      present.filter((list) => !world.of(address).has(list)),
      `returned to ${address}`,
    ).toEqual([]);
    const before = [...world.of(address), ...(world.lost.get(address) ?? [])];
    world.lost.set(address, new Set(before.filter((list) => !present.includes(list))));
    world.on.set(address, new Set(present));
  }
  for (const id of world.owners.keys()) {
    const person = await findPerson(world.room.table, id);
    if (person) world.owners.set(id, person.email);
    else world.owners.delete(id);
  }
  world.bounced.clear();
});

const aStep = fc.oneof(
  { weight: 6, arbitrary: signsUp },
  { weight: 8, arbitrary: settles },
  { weight: 8, arbitrary: confirms },
  { weight: 4, arbitrary: leaves },
  { weight: 4, arbitrary: chooses },
  { weight: 1, arbitrary: pauses },
  { weight: 3, arbitrary: asksForAddress },
  { weight: 3, arbitrary: changesAddress },
  { weight: 1, arbitrary: isErased },
  { weight: 1, arbitrary: erasedAgain },
  { weight: 1, arbitrary: isHeardOf },
  { weight: 2, arbitrary: hears },
  { weight: 2, arbitrary: timePasses },
  { weight: 2, arbitrary: follows },
  { weight: 1, arbitrary: isBackedUp },
  { weight: 1, arbitrary: isRestored },
);

it('what a person was last answered is what holds', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      const world = new World();
      for (const one of steps) {
        world.room.pass(1_000);
        const before = world.room.table.letters.length;
        const bounced = new Set(world.bounced);
        await one.run(world);
        await world.meet();
        await checkLists(world, one);
        checkLetters(world, before, bounced);
      }
    }),
    { numRuns: times(40) },
  );
});

async function checkLists({ room, on, lost }: World, after: Step): Promise<void> {
  for (const address of addresses) {
    const present = await room.listsOf(address);
    const returned = present.filter((list) => lost.get(address)?.has(list));
    for (const list of returned) on.get(address)?.add(list);
    expect(present, `${address} after: ${after}`).toEqual([...(on.get(address) ?? [])].sort());
  }
  const hashes = room.table.people().map(({ addressHash }) => addressHash);
  expect(new Set(hashes).size, 'one person an address').toBe(hashes.length);
}

/** At most three letters a day ask an address to confirm, and none goes where mail bounces. */
function checkLetters({ room }: World, before: number, bounced: ReadonlySet<string>): void {
  const asking = room.table.letters.filter(({ kind }) => kind === 'confirm' || kind === 'further');
  const days = new Map<string, number>();
  for (const { to, at } of asking) {
    const key = `${to} ${at.slice(0, 10)}`;
    days.set(key, (days.get(key) ?? 0) + 1);
  }
  expect(Math.max(0, ...days.values()), 'letters a day').toBeLessThanOrEqual(3);
  const fresh = room.table.letters.slice(before).filter((letter) => asking.includes(letter));
  expect(
    fresh.filter(({ to }) => bounced.has(to)),
    'letters to who bounces',
  ).toEqual([]);
}

it('without following the log, a backup brings back who left: the control', async () => {
  const room = aNewsroom();
  await room.signUp('nia@example.org', ['weekly']);
  await room.settle();
  await room.confirm(room.tokensTo('nia@example.org')[0] ?? '');
  await room.replay();
  const restore = [room.table.snapshot(), room.position.snapshot()];
  room.pass(hour);
  const person = await room.at('nia@example.org');
  await room.leave(person?.id ?? '');
  expect(await room.listsOf('nia@example.org')).toEqual([]);
  for (const one of restore) one();
  expect(await room.listsOf('nia@example.org')).toEqual(['weekly']);
  room.pass(hour);
  await room.replay();
  expect(await room.listsOf('nia@example.org')).toEqual([]);
});
