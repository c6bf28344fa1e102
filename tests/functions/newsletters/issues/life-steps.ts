import fc from 'fast-check';
import { type Issue, isOpenToText } from '../../../../functions/newsletters/issues/issue.ts';
import {
  newIssue,
  paused,
  rewritten,
  withdrawn,
} from '../../../../functions/newsletters/issues/issue-moves.ts';
import type { IssueCommand } from '../../../../functions/newsletters/issues/ports.ts';
import { reportOf } from '../../../../functions/newsletters/issues/report.ts';
import {
  isClosed,
  joined,
  left,
  merged,
  momentAfter,
  type Person,
  suppressedBy,
} from '../../../../functions/newsletters/person.ts';
import { anIssue } from './fakes.ts';
import type { Deps, Mode, World } from './life-world.ts';
import type { Weather } from './memory-mail.ts';

/** One thing that happens. */
export interface Step {
  toString(): string;
  run(world: World): Promise<void>;
}

const step = <A>(name: string, values: fc.Arbitrary<A>, run: (world: World, values: A) => unknown) =>
  values.map(
    (value): Step => ({
      toString: () => `${name} ${JSON.stringify(value)}`,
      run: async (world) => void (await run(world, value)),
    }),
  );

export const lists = ['weekly', 'events'];
const minute = 60_000;

const anIndex = fc.nat(400);
const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)];
const someLists = fc.subarray(lists, { minLength: 1 });

const aMode: fc.Arbitrary<Mode> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Mode>({ run: 'whole' }) },
  { weight: 3, arbitrary: fc.record({ run: fc.constant<'part'>('part'), stops: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ run: fc.constant<'die'>('die'), stops: fc.nat(60) }) },
);
const wholeMostly: fc.Arbitrary<Mode> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Mode>({ run: 'whole' }) },
  aMode,
);

const openPeople = ({ room }: World): Person[] =>
  [...room.audience.people.values()].filter((row): row is Person => !isClosed(row));
const issueAt = (world: World, index: number): string => pick([...world.model.stories.keys()], index) ?? '';

/* People */

const joins = step('joins', fc.record({ index: anIndex, on: someLists }), (world, { index, on }) => {
  const known = pick([...world.room.audience.people.values()], index);
  if (known && !isClosed(known) && index % 2) world.put(joined(known, on, world.now));
  else world.addPerson(`01J${index}`, on);
});

const leaves = step('leaves', anIndex, (world, index) => {
  const person = pick(openPeople(world), index);
  if (person) world.put(left(person, momentAfter(person, world.clock.now())), true);
});

const isErased = step('is erased', anIndex, (world, index) => {
  const person = pick(openPeople(world), index);
  if (person) world.remove(person.id);
});

const pauses = step('pauses', fc.record({ index: anIndex, hours: fc.nat(50) }), (world, { index, hours }) => {
  const person = pick(openPeople(world), index);
  const until = new Date(world.clock.now().getTime() + hours * 60 * minute).toISOString();
  if (person) world.put({ ...person, pausedUntil: until });
});

const changesAddress = step('moves', fc.tuple(anIndex, anIndex), (world, [one, other]) => {
  const [from, to] = [pick(openPeople(world), one), pick(openPeople(world), other)];
  if (!from || !to) return;
  if (from.id === to.id)
    return world.put({ ...from, email: `new${one}@example.org`, version: from.version + 1 });
  world.put(merged(from, to, world.now));
  world.put({ id: from.id, into: to.id, at: world.now, writes: from.writes + 1 }, true);
});

const isSuppressed = step('is suppressed', anIndex, (world, index) => {
  const person = pick(openPeople(world), index);
  if (person) world.put(suppressedBy(person, { why: 'bounce', scope: 'all', at: world.now }));
});

/* Documents */

const isPublished = step(
  'a piece is published',
  fc.record({ index: anIndex, on: someLists }),
  async (world, { index, on }) => {
    for (const list of on) await world.publish(list, `n${index}`);
  },
);

async function change(deps: Deps, id: string, move: (issue: Issue) => Issue | undefined): Promise<void> {
  for (;;) {
    const before = await deps.issues.read(id);
    const after = before && move(before);
    if (!after || (await deps.issues.write(before, after))) return;
  }
}

const isCorrected = step(
  'a document is corrected',
  fc.record({ index: anIndex, mode: wholeMostly }),
  (world, { index, mode }) =>
    world.run('hear', mode, (deps) =>
      change(deps, issueAt(world, index), (issue) =>
        rewritten(
          issue,
          {
            text: { ...issue.text, version: issue.text.version + 1, title: `Corrected ${index}` },
            schedules: isOpenToText(issue),
          },
          world.now,
        ),
      ),
    ),
);

/** Rare enough for most to live on. */
const isWithdrawn = step(
  'a document is withdrawn',
  fc.record({ index: anIndex, isReal: fc.constantFrom(true, false, false, false), mode: wholeMostly }),
  (world, { index, isReal, mode }) =>
    isReal &&
    world.run('hear', mode, (deps) =>
      change(deps, issueAt(world, index), (issue) =>
        withdrawn(issue, { version: issue.text.version + 1, at: world.now }),
      ),
    ),
);

const pieceIsWithdrawn = step('a piece is withdrawn', anIndex, (world, index) =>
  world.run('hear', { run: 'whole' }, (deps) =>
    change(deps, issueAt(world, index), (issue) =>
      issue.frozen
        ? paused(issue, { why: 'piece-withdrawn', said: 'A piece is gone.', at: world.now })
        : undefined,
    ),
  ),
);

/* Editors */

const aCommand = fc.oneof(
  ...(
    [
      ['send', 4],
      ['pause', 3],
      ['resume', 4],
      ['cancel', 1],
    ] as const
  ).map(([what, weight]) => ({
    weight,
    arbitrary: fc.constant(what),
  })),
);

const isCommanded = step(
  'an editor says',
  fc.record({ index: anIndex, what: aCommand, mode: wholeMostly }),
  (world, { index, what, mode }) => world.command(issueAt(world, index), { what, by: 'editor' }, mode),
);

/** SES may report of doubts for a day: an editor waits for it, or does not. */
const isSentAgain = step(
  'an editor sends again',
  fc.record({ index: anIndex, doubt: fc.boolean(), hours: fc.constantFrom(0, 25), mode: wholeMostly }),
  async (world, { index, doubt, hours, mode }) => {
    world.pass(hours * 60 * minute);
    const issue = await world.room.issues.read(issueAt(world, index));
    if (issue) await world.command(issue.id, await againOf(world, issue, doubt), mode);
  },
);

async function againOf(world: World, issue: Issue, doubt: boolean): Promise<IssueCommand> {
  const { failed, inDoubt } = await reportOf(issue, world.room);
  return { what: 'again', whom: doubt ? 'doubt' : 'failed', count: doubt ? inDoubt : failed, by: 'editor' };
}

/* Functions, and the world around them */

/** What a message has a function do, what the tick does, and what a report of SES does. */
export interface Work {
  send(message: { issue: string; wake: string }, deps: Deps): Promise<unknown>;
  tick(deps: Deps): Promise<unknown>;
  hear(event: { mail: World['taken'][number]; what: ReportKind; at: string }, deps: Deps): Promise<unknown>;
}

export type ReportKind = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';

const goesOn = step(
  'a function goes on',
  fc.record({ index: anIndex, mode: aMode }),
  async (world, { index, mode }) => {
    const process = pick(world.running, index);
    if (process) await world.goOn(process, mode);
  },
);

const timePasses = step(
  'time passes',
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 200 }) },
    fc.integer({ min: 200, max: 100_000 }),
  ),
  (world, seconds) => world.pass(seconds * 1_000),
);

const clockIsOff = step('the clock is off', fc.integer({ min: -8, max: 8 }), (world, seconds) => {
  world.skew = seconds * 1_000;
});

const indexLags = step('indexes lag', fc.tuple(fc.boolean(), fc.boolean()), (world, [people, due]) => {
  const { audience, issues } = world.room;
  [audience.lags, issues.lags] = [people, due];
  audience.catchUp();
  issues.catchUp();
});

const aWeather: fc.Arbitrary<Weather> = fc.oneof(
  fc.record({ call: fc.constantFrom<'throttled' | 'quota'>('throttled', 'quota') }),
  fc.record({
    call: fc.constantFrom<'refused' | 'stopped'>('refused', 'stopped'),
    why: fc.constant('said no'),
  }),
  fc.record({
    call: fc.constant<'doubt'>('doubt'),
    why: fc.constant('timeout'),
    taken: fc.constantFrom(0, 2, 50),
  }),
  fc.record({ from: fc.nat(5), entries: fc.constantFrom<'throttled' | 'quota'>('throttled', 'quota') }),
  fc.record({
    from: fc.nat(5),
    entries: fc.constantFrom<'failed' | 'stopped'>('failed', 'stopped'),
    why: fc.constant('said no'),
  }),
  fc.record({
    from: fc.nat(5),
    entries: fc.constant<'doubt'>('doubt'),
    why: fc.constant('transient'),
    taken: fc.boolean(),
  }),
);

const weatherTurns = step('SES answers', aWeather, (world, weather) =>
  world.room.mailer.weather.push(weather),
);

const isBadAddress = step(
  'an address is bad',
  fc.record({ index: anIndex, whole: fc.boolean() }),
  (world, { index, whole }) => {
    const person = pick(openPeople(world), index);
    const { poison, rejected } = world.room.mailer;
    if (person) (whole ? poison : rejected).add(person.email);
  },
);

const accountChanges = step(
  'the account changes',
  fc.record({
    perSecond: fc.constantFrom(1, 3, 14, 14, 80),
    perDay: fc.constantFrom(-1, 200, 50_000, 50_000),
    enabled: fc.constantFrom(true, true, true, false),
    sandbox: fc.constantFrom(false, false, false, true),
  }),
  (world, account) => Object.assign(world.room.account.state, account),
);

const aReport = fc.constantFrom<ReportKind>('Send', 'Delivery', 'Delivery', 'Bounce', 'Complaint', 'Reject');

const stepsOf = (work: Work) => {
  const isDelivered = step('the queue delivers', aMode, (world, mode) => world.deliver(mode, work.send));
  const ticks = step('the minute passes', wholeMostly, (world, mode) => {
    world.pass(minute);
    return world.run('tick', mode, work.tick);
  });
  const comesAgain = step(
    'an old message comes again',
    fc.record({ index: anIndex, mode: aMode }),
    (world, { index, mode }) => {
      const message = pick(world.messages, world.messages.length - 1 - (index % 5));
      return message && world.run('send', mode, (deps) => work.send(message, deps), message);
    },
  );
  const reports = step(
    'SES reports',
    fc.record({ index: anIndex, what: aReport, mode: wholeMostly }),
    (world, { index, what, mode }) => {
      const mail = pick(world.taken, index);
      if (mail && what === 'Reject') world.rejected.add(mail.message);
      return mail && world.run('hear', mode, (deps) => work.hear({ mail, what, at: world.now }, deps));
    },
  );
  const goesItsWay = step(
    'for minutes all is well',
    fc.integer({ min: 1, max: 8 }),
    async (world, minutes) => {
      for (let passed = 0; passed < minutes; passed++) await minuteOf(world, work);
    },
  );
  return { isDelivered, ticks, comesAgain, reports, goesItsWay };
};

/** A minute in which nothing dies. */
async function minuteOf(world: World, work: Work): Promise<void> {
  world.pass(61_000);
  await world.run('tick', { run: 'whole' }, work.tick);
  for (let messages = 0; messages < 50; messages++)
    if (!(await world.deliver({ run: 'whole' }, work.send))) break;
}

/** Any step; of `sending` those that matter to the controls. */
export function aStep(work: Work, focus?: 'sending'): fc.Arbitrary<Step> {
  const { isDelivered, ticks, comesAgain, reports, goesItsWay } = stepsOf(work);
  const sending: [number, fc.Arbitrary<Step>][] = [
    [14, isDelivered],
    [6, isCommanded],
    [8, goesOn],
    [5, ticks],
    [3, comesAgain],
    [3, timePasses],
    [3, leaves],
    [2, goesItsWay],
    [3, isSentAgain],
  ];
  const others: [number, fc.Arbitrary<Step>][] = [
    [6, reports],
    [5, weatherTurns],
    [2, joins],
    [2, isBadAddress],
    [1, isErased],
    [1, pauses],
    [1, changesAddress],
    [1, isSuppressed],
    [1, isPublished],
    [1, isCorrected],
    [1, isWithdrawn],
    [1, pieceIsWithdrawn],
    [1, clockIsOff],
    [1, indexLags],
    [1, accountChanges],
  ];
  const weighed = [...sending, ...(focus ? [] : others)];
  return fc.oneof(...weighed.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** How a life begins: who is there, what the account allows, and the issues. */
export const aStart = fc.record({
  people: fc.array(someLists, { maxLength: 200, size: 'small' }),
  many: fc.constantFrom(0, 0, 0, 60, 160),
  perSecond: fc.constantFrom(1, 5, 14, 60),
  news: fc.nat(4),
  /** Mostly an editor has sent the first of them. */
  isSent: fc.constantFrom(true, true, true, false),
  issues: fc.array(fc.record({ on: someLists, sinceLast: fc.boolean(), scheduled: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
});

export type Start = typeof aStart extends fc.Arbitrary<infer S> ? S : never;

export async function begin(world: World, start: Start): Promise<void> {
  const { people, many, perSecond, news, issues, isSent } = start;
  world.room.account.state.perSecond = many ? Math.max(perSecond, 14) : perSecond;
  const all = [...people, ...Array.from({ length: many }, () => ['weekly'])];
  for (const [at, on] of all.entries()) world.addPerson(`01P${`${at}`.padStart(3, '0')}`, on);
  for (let at = 0; at < news; at++) for (const list of lists) await world.publish(list, `n${at}`);
  for (const [at, { on, sinceLast, scheduled }] of issues.entries()) {
    const text = { ...anIssue().text, slug: `issue-${at}`, lists: on, ...(sinceLast && { sinceLast }) };
    const sendAt = new Date(world.clock.now().getTime() + 5 * minute).toISOString();
    const heard = { text, schedules: scheduled, ...(scheduled && { sendAt }) };
    await world.run('hear', { run: 'whole' }, (deps) =>
      deps.issues.write(undefined, newIssue(`digest.${at}`, heard, world.now)),
    );
  }
  if (isSent) await world.command('digest.0', { what: 'send', by: 'editor' }, { run: 'whole' });
}

/** All that was begun comes to its end: nobody disturbs it any more, and an editor resumes what stands. */
export async function comesToRest(world: World, work: Work): Promise<void> {
  const { room } = world;
  for (const process of world.running) process.kill();
  Object.assign(room.account.state, { sandbox: false, enabled: true, perSecond: 50, perDay: -1 });
  room.mailer.weather.length = 0;
  [room.audience.lags, room.issues.lags, world.skew] = [false, false, 0];
  room.audience.catchUp();
  room.issues.catchUp();
  for (let round = 0; round < 60; round++) {
    if (round >= 30) world.pass(60 * minute);
    await minuteOf(world, work);
    if (!(await goesOnByHand(world, round))) return;
  }
}

/** Whether anything is still to be done. What cannot go on at all is cancelled in the end. */
async function goesOnByHand(world: World, round: number): Promise<boolean> {
  let isOpen = world.room.queue.messages.length > 0;
  for (const id of world.model.stories.keys()) {
    const issue = await world.room.issues.read(id);
    if (issue?.state === 'paused')
      await world.command(id, { what: round < 10 ? 'resume' : 'cancel', by: 'editor' }, { run: 'whole' });
    isOpen ||= issue?.dueAt !== undefined || ['preparing', 'sending', 'paused'].includes(issue?.state ?? '');
  }
  return isOpen;
}
