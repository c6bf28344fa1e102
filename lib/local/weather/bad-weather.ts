import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import { traceOf } from '../lambda/trace.ts';
import type { AwsResponse } from '../service.ts';
import type { Faults } from './faults.ts';
import { LateIndexes } from './lagging-indexes.ts';
import { halfDone } from './partial-batches.ts';
import { Dice, type Throw } from './seeded-random.ts';
import { conflicting, throttled } from './service-errors.ts';
import { type Arrival, type Call, NoAnswer, type Weather } from './weather.ts';

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

/** What can befall a call, the worst first; at most one of them does. */
const fates = [
  'killedBefore',
  'killedAfter',
  'timedOutBefore',
  'timedOutAfter',
  'throttled',
  'conflicting',
  'partly',
  'slow',
] as const;
type Fate = (typeof fates)[number];

interface Met {
  fate: Fate;
  thrown: Throw;
}

export interface BadWeatherParts {
  faults: Faults;
  cloud: Cloud;
  /** One line a fault. */
  log(line: string): void;
  indexes: LateIndexes | undefined;
}

/** Weather by the dice. It falls on functions and on forms; who else signs, such as a test, is spared. */
export class BadWeather implements Weather {
  readonly #parts: BadWeatherParts;
  readonly #dice: Dice;
  readonly #met = new WeakMap<Call, Met>();

  constructor(parts: BadWeatherParts) {
    this.#parts = parts;
    this.#dice = new Dice(parts.faults.seed);
  }

  async before(call: Call): Promise<AwsResponse | undefined> {
    if (this.#isSpared(call)) return undefined;
    const met = this.#meet(call);
    const instead = met && (await this.#beforehand(call, met));
    if (instead) return instead;
    const late = await this.#parts.indexes?.answer(call);
    return late && this.after(call, late);
  }

  after(call: Call, response: AwsResponse): AwsResponse {
    const met = this.#met.get(call);
    if (met?.fate !== 'killedAfter' && met?.fate !== 'timedOutAfter') return response;
    this.#note(met.thrown, words[met.fate]);
    if (met.fate === 'killedAfter') this.#kill(call);
    throw new NoAnswer();
  }

  deliveries(queue: string): readonly number[] {
    const { twice, late, lateBy } = this.#parts.faults;
    const thrown = this.#dice.next(`message of ${queue}`);
    const first = this.#lateness('late', thrown, late, lateBy);
    if (this.#dice.chance('twice', thrown) >= twice) return [first];
    const second = this.#dice.time('twice', thrown, lateBy);
    this.#note(thrown, `twice, the second ${second} ms late`);
    return [first, second];
  }

  arrival(source: string): Arrival {
    const { faults } = this.#parts;
    const thrown = this.#dice.next(`batch of ${source}`);
    const [twice, late, by] = source.startsWith('stream of ')
      ? [faults.streamTwice, faults.streamLate, faults.streamLateBy]
      : [faults.twice, faults.late, faults.lateBy];
    const again = this.#dice.chance('twice', thrown) < twice;
    if (again) this.#note(thrown, 'twice');
    return { late: this.#lateness('late', thrown, late, by), again };
  }

  #isSpared({ caller }: Call): boolean {
    if (!caller) return false;
    const functions = [...this.#parts.cloud.resources.values()].filter(
      ({ type }) => type === 'AWS::Lambda::Function',
    );
    return !functions.some(({ identity }) => identity.ref === caller.name);
  }

  /** One throw a call; each kind of fault looks at it in its own way. */
  #meet(call: Call): Met | undefined {
    const { caller, service, action } = call;
    const thrown = this.#dice.next(`${caller?.name ?? 'a form'} ${service}:${action}`);
    const drawn = fates.find((one) => this.#dice.chance(one, thrown) < this.#parts.faults[one]);
    if (!drawn) return undefined;
    const fate = caller ? drawn : withoutWorker(drawn);
    this.#met.set(call, { fate, thrown });
    return { fate, thrown };
  }

  async #beforehand(call: Call, { fate, thrown }: Met): Promise<AwsResponse | undefined> {
    switch (fate) {
      case 'killedBefore':
      case 'timedOutBefore':
        this.#note(thrown, words[fate]);
        if (fate === 'killedBefore') this.#kill(call);
        throw new NoAnswer();
      case 'throttled':
      case 'conflicting':
        return this.#refused(fate, call, thrown);
      case 'partly':
        return this.#partly(call, thrown);
      case 'slow':
        return this.#slow(thrown);
      case 'killedAfter':
      case 'timedOutAfter':
        return undefined;
    }
  }

  #refused(fate: 'throttled' | 'conflicting', call: Call, thrown: Throw): AwsResponse | undefined {
    const service = this.#parts.cloud.services.get(call.service);
    const answer = service && (fate === 'throttled' ? throttled(service) : conflicting(service, call));
    if (answer) this.#note(thrown, words[fate]);
    return answer;
  }

  #partly(call: Call, thrown: Throw): Promise<AwsResponse> | undefined {
    const service = this.#parts.cloud.services.get(call.service);
    const half = service && halfDone(service, call, (what) => this.#dice.chance(`partly, ${what}`, thrown));
    if (half) this.#note(thrown, `partly: ${half.left} left undone`);
    return half?.answer();
  }

  async #slow(thrown: Throw): Promise<undefined> {
    const time = this.#dice.time('slow', thrown, this.#parts.faults.slowBy);
    this.#note(thrown, `slow by ${time} ms`);
    await pause(time);
  }

  #lateness(kind: string, thrown: Throw, probability: number, most: number): number {
    if (this.#dice.chance(kind, thrown) >= probability) return 0;
    const time = this.#dice.time(kind, thrown, most);
    this.#note(thrown, `${time} ms late`);
    return time;
  }

  #kill({ request }: Call): void {
    const trace = traceOf(request.headers);
    if (trace) this.#parts.cloud.kill?.(trace);
  }

  #note({ identity, count }: Throw, what: string): void {
    this.#parts.log(`${identity} ${count}: ${what}`);
  }
}

/** A form is sent by a browser: there is no worker to kill, but an answer can be lost all the same. */
function withoutWorker(fate: Fate): Fate {
  if (fate === 'killedBefore') return 'timedOutBefore';
  return fate === 'killedAfter' ? 'timedOutAfter' : fate;
}

const words: Readonly<Record<Exclude<Fate, 'partly' | 'slow'>, string>> = {
  killedBefore: 'its worker killed before it took effect',
  killedAfter: 'its worker killed after it took effect',
  timedOutBefore: 'timed out before it took effect',
  timedOutAfter: 'timed out after it took effect',
  throttled: 'throttled',
  conflicting: 'in conflict with another transaction',
};
