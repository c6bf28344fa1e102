import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Press } from '../press.ts';
import type { People } from './ports.ts';

export interface Deps {
  people: Pick<People, 'growth'>;
  press: () => Promise<Press>;
  clock: Clock;
}

const dayInMs = 86_400_000;

/** How many people each list has, and how many joined and left it on each of the last days (UTC) on which anybody did. */
export async function showGrowth({ days }: { days: number }, { people, press, clock }: Deps) {
  const { lists } = await press();
  const first = new Date(clock.now().getTime() - (days - 1) * dayInMs).toISOString().slice(0, 10);
  const items = await mapConcurrently(lists, { concurrency: 8 }, async ({ name, title }) => {
    const all = await people.growth(name);
    const total = all.reduce((sum, { joined, left }) => sum + joined - left, 0);
    return { name, title, total, days: all.filter(({ day }) => day >= first) };
  });
  return { lists: items };
}
