import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud, Invocation } from '../cloud.ts';

/** Invokes a function on a batch that has to stay in order, as the weather lets it arrive. */
export async function inWeather(
  { weather }: Cloud,
  source: string,
  invoke: () => Promise<Invocation>,
): Promise<Invocation> {
  const { late, again } = weather?.arrival?.(source) ?? { late: 0, again: false };
  if (late) await pause(late);
  const result = await invoke();
  // Lambda may hand on again what was worked on already; what counts is what comes of it then.
  return again && result.outcome === 'returned' ? invoke() : result;
}
