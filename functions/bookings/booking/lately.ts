import type { Clock } from '../../runtime/clock.ts';
import type { Line, Quota } from '../ports.ts';

/**
 * What the last moves said of an event, for a second: which quotas are short, and its line. Of a hot event nothing has to
 * be read then, and nobody asks in vain for places that are gone. All of it is a guess, which the move demands.
 */
export interface Lately {
  /** Those that have too few of what is wanted. */
  short(gathering: string, wants: Readonly<Record<string, number>>): Quota[];
  line(gathering: string): Line | undefined;
  heardShort(quotas: readonly Quota[]): void;
  heardEnough(quota: Quota): void;
  heardLine(line: Line): void;
}

/** Milliseconds. */
const keptFor = 1_000;

/** So many rows are kept, of all events. */
const most = 500;

/** Make it once a function. */
export function lately(clock: Clock): Lately {
  const quotas = recent<Quota>(clock);
  const lines = recent<Line>(clock);
  const nameOf = (gathering: string, name: string) => `${gathering} ${name}`;
  return {
    short: (gathering, wants) =>
      Object.entries(wants).flatMap(([name, places]) => {
        const quota = quotas.get(nameOf(gathering, name));
        return quota && quota.free < places ? [quota] : [];
      }),
    line: lines.get,
    heardShort(all) {
      // What passes is to be served first, by whoever finds it.
      for (const one of all) if (!one.passing) quotas.set(nameOf(one.gathering, one.name), one);
    },
    heardEnough: ({ gathering, name }) => quotas.delete(nameOf(gathering, name)),
    heardLine: (line) => lines.set(line.gathering, line),
  };
}

/** Rows of the last second. */
function recent<Row>(clock: Clock) {
  const rows = new Map<string, { row: Row; at: number }>();
  return {
    get(name: string): Row | undefined {
      const known = rows.get(name);
      const age = clock.now().getTime() - (known?.at ?? 0);
      return known && age >= 0 && age < keptFor ? known.row : undefined;
    },
    set(name: string, row: Row): void {
      rows.delete(name);
      rows.set(name, { row, at: clock.now().getTime() });
      const [oldest] = rows.keys();
      if (rows.size > most && oldest !== undefined) rows.delete(oldest);
    },
    delete: (name: string): void => void rows.delete(name),
  };
}
