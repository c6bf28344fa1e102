import fc from 'fast-check';
import { wrongIn } from './check.ts';
import { Processes } from './processes.ts';
import { aRound, type Round, type Start, textOf, tick } from './steps.ts';
import { type Control, World } from './world.ts';

/** @throws Error that says what happened that must not; `only` of such a kind. */
export async function live(
  start: Start,
  rounds: readonly Round[],
  control?: Control,
  only = /./,
): Promise<void> {
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

export const roundsOf = (length = 25) => fc.array(aRound, { minLength: 3, maxLength: length, size: 'max' });
