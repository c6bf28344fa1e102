import fc from 'fast-check';
import { expect, it } from 'vitest';
import { times } from '../../../times.ts';
import { aStart, aStep, begin, comesToRest, type Start, type Step } from './life-steps.ts';
import { work } from './life-work.ts';
import { type Control, World } from './life-world.ts';

/** @throws Error that says what happened that must not; `only` of such a kind. */
async function live(start: Start, steps: readonly Step[], control?: Control, only = /./): Promise<void> {
  const world = new World(control);
  const demand = (when: string, found: string[]) => {
    const wrong = found.filter((one) => only.test(one));
    if (wrong.length) throw new Error(`${when}: ${wrong.join('; ')}`);
  };
  await begin(world, start);
  for (const one of steps) {
    world.pass(100);
    await one.run(world);
    demand(`after ${one}`, await world.check());
  }
  await comesToRest(world, work);
  demand('at rest', [...(await world.check()), ...(await world.checkAtRest())]);
  demand('errors', world.errors.map(String));
}

const stepsOf = (focus?: 'sending') =>
  fc.array(aStep(work, focus), { minLength: 10, maxLength: 60, size: 'max' });

it('nobody gets an issue twice, nobody is forgotten', { timeout: 3_600_000 }, async () => {
  const life = fc.asyncProperty(aStart, stepsOf(), (start, steps) => live(start, steps));
  await fc.assert(life, { numRuns: times(40) });
});

const controls: [string, Control, RegExp][] = [
  ['without the condition of the claim somebody gets it twice', 'claim', /got .* twice/],
  ['without the second read of its people a mail follows a leave', 'second-read', /after leaving/],
  ['with the message as the cursor its chain forks', 'cursor', /a stale message went on/],
];

it.each(controls)('the control: %s', { timeout: 240_000 }, async (_, control, found) => {
  const life = fc.asyncProperty(aStart, stepsOf('sending'), (start, steps) =>
    live(start, steps, control, found),
  );
  const { failed, errorInstance } = await fc.check(life, { numRuns: 10_000, endOnFailure: true });
  expect(failed).toBe(true);
  expect(`${errorInstance}`).toMatch(found);
});
