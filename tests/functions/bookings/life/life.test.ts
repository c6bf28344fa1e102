import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Move } from '../../../../functions/bookings/ports.ts';
import type { Without } from '../memory-bookings.ts';
import { wrongIn } from './check.ts';
import { Processes } from './processes.ts';
import { aRound, aStart, type Round, type Start, textOf, tick } from './steps.ts';
import { type Weaken, World } from './world.ts';

const runs = Number(process.env.RUNS ?? 300);

interface Control {
  without?: Without;
  weaken?: Weaken;
}

/** @throws Error that says what happened that must not; `only` of such a kind. */
async function live(start: Start, rounds: readonly Round[], control?: Control, only = /./): Promise<void> {
  const world = new World(control, start.daysBefore);
  const demand = (when: string) => {
    const wrong = world.wrong.filter((one) => only.test(one));
    if (wrong.length) throw new Error(`${when}: ${wrong.join('; ')}`);
  };
  await world.open(textOf(start));
  for (const { steps, picks, death, pass } of rounds) {
    world.now += pass;
    const processes = new Processes(picks);
    const works = steps.map((step, index) => {
      const deps = world.deps(processes, index === 0 ? death : undefined);
      return () => step.run(world, deps);
    });
    await processes.run(works);
    demand(`after ${steps.map(({ name }) => name).join(' | ')}`);
  }
  await comesToRest(world);
  demand('at rest');
}

/** Nobody asks any more, and the tick does what is due. */
async function comesToRest(world: World): Promise<void> {
  const processes = new Processes([]);
  for (let times = 0; ; times++) {
    const [due] = await processes.run([() => tick(world.deps(processes))]);
    if (!due) break;
    if (times > 30) world.wrong.push('it never comes to rest');
    if (times > 30) break;
  }
  const look = world.look();
  if (look.line.unsettled) world.wrong.push('the line is not settled');
  world.wrong.push(...wrongIn(look));
}

const roundsOf = (length = 25) => fc.array(aRound, { minLength: 3, maxLength: length, size: 'max' });

it('sells each place once, leaves none idle and passes nobody over', { timeout: 3_600_000 }, async () => {
  const life = fc.asyncProperty(aStart, roundsOf(), (start, rounds) => live(start, rounds));
  await fc.assert(life, { numRuns: runs });
});

/** A move without part of what it says. */
const lineLess =
  (change: (line: NonNullable<Move['line']>) => NonNullable<Move['line']>): Weaken =>
  (move) => ({ ...move, ...(move.line && { line: change(move.line) }) });

const demandless =
  (name: 'freeBelow' | 'passing' | 'over'): Weaken =>
  (move) => ({
    ...move,
    ...(move.quotas && {
      quotas: move.quotas.map(({ demands, ...quota }) => {
        const { freeBelow, exactly, ...others } = demands ?? {};
        const { [name === 'freeBelow' ? 'free' : name]: _, ...left } = exactly ?? {};
        const below = name !== 'freeBelow' && freeBelow !== undefined && { freeBelow };
        return {
          ...quota,
          demands: { ...others, ...below, exactly: name === 'freeBelow' ? { ...exactly } : left },
        };
      }),
    }),
  });

const raises = ({ isRaised, ...line }: NonNullable<Move['line']>) => line;

const controls: [string, Control, RegExp][] = [
  ['without the arithmetic condition it oversells', { without: { arithmetic: true } }, /oversold|below 0/],
  ['without the line’s version somebody is passed over', { without: { lineVersion: true } }, /passed over/],
  [
    'without the raise at giving back somebody is passed over',
    { weaken: lineLess((line) => (line.unsettled ? raises(line) : line)) },
    /passed over|nobody knows/,
  ],
  [
    'without the raise at joining somebody is passed over',
    { weaken: lineLess((line) => (line.joins ? raises(line) : line)) },
    /passed over/,
  ],
  [
    'where an offer does not demand what passes, somebody is passed over',
    { weaken: demandless('passing') },
    /by an offer/,
  ],
  [
    'where joining does not demand that it is short, places stand idle',
    { weaken: demandless('freeBelow') },
    /passed over|could have booked/,
  ],
  [
    'where giving back does not demand what is over, it does not add up',
    { weaken: demandless('over') },
    /too many taken/,
  ],
];

it.each(controls)('the control: %s', { timeout: 600_000 }, async (_, control, found) => {
  const life = fc.asyncProperty(aStart, roundsOf(), (start, rounds) => live(start, rounds, control, found));
  const { failed, errorInstance } = await fc.check(life, { numRuns: 10_000, endOnFailure: true });
  expect(failed).toBe(true);
  expect(`${errorInstance}`).toMatch(found);
});
