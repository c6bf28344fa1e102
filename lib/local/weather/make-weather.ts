import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { BadWeather } from './bad-weather.ts';
import { Dice } from './dice.ts';
import type { Faults } from './faults.ts';
import { LateIndexes } from './late-indexes.ts';

/** Lets the weather set in over a cloud. Each fault is a line in `<data>/logs/weather.log`, begun anew. */
export async function makeWeather(faults: Faults, cloud: Cloud): Promise<void> {
  const logs = join(cloud.place.data, 'logs');
  const file = join(logs, 'weather.log');
  mkdirSync(logs, { recursive: true });
  writeFileSync(file, '');
  const log = (line: string) => appendFileSync(file, `${line}\n`);
  const indexes = faults.indexLateBy ? await lateIndexes(faults, cloud) : undefined;
  cloud.weather = new BadWeather({ faults, cloud, log, indexes });
}

function lateIndexes({ seed, indexLateBy }: Faults, cloud: Cloud): Promise<LateIndexes> {
  const dice = new Dice(seed);
  return LateIndexes.open(cloud, (table) => dice.time('index', dice.next(`index of ${table}`), indexLateBy));
}
