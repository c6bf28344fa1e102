import { join } from 'node:path';
import { readFaults } from '../../../lib/local/weather/faults.ts';

/** Worse than any day at AWS, and so that most things still get through in five tries. */
export const badWeather = readFaults(join(import.meta.dirname, '../../../examples/weather.json'));
