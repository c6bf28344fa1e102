import type { BookDeps } from '../../../../functions/bookings/booking/book-places.ts';
import { type Death, Processes } from './processes.ts';
import type { World } from './world.ts';

/** Runs while nothing else does; undefined: it was killed. */
export async function alone<T>(
  world: World,
  work: (deps: BookDeps) => Promise<T>,
  death?: Death,
): Promise<T | undefined> {
  const processes = new Processes([]);
  const [result] = await processes.run([() => work(world.deps(processes, death))]);
  return result;
}
