import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import { traceOf } from '../lambda/trace.ts';
import type { AwsResponse } from '../service.ts';
import { mailOf } from '../ses/mail.ts';
import type { Faults } from './faults.ts';
import { LaggingIndexes } from './lagging-indexes.ts';
import { partialBatch } from './partial-batches.ts';
import { type Draw, SeededRandom } from './seeded-random.ts';
import { conflicting, throttled } from './service-errors.ts';
import { type Arrival, type Call, NoAnswer, type Weather } from './weather.ts';

/** Starts the weather of a cloud. Each fault is a line in `<data>/logs/weather.log`, which starts empty. */
export async function makeWeather(faults: Faults, cloud: Cloud): Promise<void> {
  const logs = join(cloud.place.data, 'logs');
  const file = join(logs, 'weather.log');
  mkdirSync(logs, { recursive: true });
  writeFileSync(file, '');
  const log = (line: string) => appendFileSync(file, `${line}\n`);
  const { mailSandbox: sandbox, mailPerSecond: perSecond, mailPerDay: perDay } = faults;
  mailOf(cloud).account.limits = { sandbox, perSecond, perDay };
  const indexes = faults.indexLateBy ? await openIndexes(faults, cloud) : undefined;
  cloud.weather = new BadWeather({ faults, cloud, log, indexes });
}

function openIndexes({ seed, indexLateBy }: Faults, cloud: Cloud): Promise<LaggingIndexes> {
  const random = new SeededRandom(seed);
  return LaggingIndexes.open(cloud, (table) =>
    random.time('index', random.next(`index of ${table}`), indexLateBy),
  );
}

/** Faults of a call, the worst first; a call meets one at most. */
const faultKinds = [
  'killedBefore',
  'killedAfter',
  'timedOutBefore',
  'timedOutAfter',
  'throttled',
  'conflicting',
  'partly',
  'slow',
] as const;
type FaultKind = (typeof faultKinds)[number];

interface DrawnFault {
  kind: FaultKind;
  draw: Draw;
}

export interface BadWeatherParts {
  faults: Faults;
  cloud: Cloud;
  /** One line a fault. */
  log(line: string): void;
  indexes: LaggingIndexes | undefined;
}

/** Weather by seeded chance. It affects functions and forms, not other callers such as tests. */
export class BadWeather implements Weather {
  readonly #parts: BadWeatherParts;
  readonly #random: SeededRandom;
  readonly #drawn = new WeakMap<Call, DrawnFault>();

  constructor(parts: BadWeatherParts) {
    this.#parts = parts;
    this.#random = new SeededRandom(parts.faults.seed);
  }

  async before(call: Call): Promise<AwsResponse | undefined> {
    if (this.#isExempt(call)) return undefined;
    const fault = this.#drawFault(call);
    const instead = fault && (await this.#applyBefore(call, fault));
    if (instead) return instead;
    const late = await this.#parts.indexes?.answer(call);
    return late && this.after(call, late);
  }

  after(call: Call, response: AwsResponse): AwsResponse | Promise<AwsResponse> {
    const { mailAnswersLateBy } = this.#parts.faults;
    if (mailAnswersLateBy && call.service === 'ses' && /^Send(Bulk)?Email$/.test(call.action))
      return pause(mailAnswersLateBy).then(() => this.#answer(call, response));
    return this.#answer(call, response);
  }

  #answer(call: Call, response: AwsResponse): AwsResponse {
    const fault = this.#drawn.get(call);
    if (fault?.kind !== 'killedAfter' && fault?.kind !== 'timedOutAfter') return response;
    this.#note(fault.draw, descriptions[fault.kind]);
    if (fault.kind === 'killedAfter') this.#kill(call);
    throw new NoAnswer();
  }

  deliveries(queue: string): readonly number[] {
    const { twice, late, lateBy } = this.#parts.faults;
    return this.#arrivals(this.#random.next(`message of ${queue}`), { twice, late, lateBy });
  }

  feedback(detailType: string): readonly number[] {
    const {
      feedbackLost,
      feedbackTwice: twice,
      feedbackLate: late,
      feedbackLateBy: lateBy,
    } = this.#parts.faults;
    const draw = this.#random.next(`event ${detailType}`);
    if (this.#random.chance('lost', draw) >= feedbackLost)
      return this.#arrivals(draw, { twice, late, lateBy });
    this.#note(draw, 'lost');
    return [];
  }

  arrival(source: string): Arrival {
    const { faults } = this.#parts;
    const draw = this.#random.next(`batch of ${source}`);
    const [twice, late, by] = source.startsWith('stream of ')
      ? [faults.streamTwice, faults.streamLate, faults.streamLateBy]
      : [faults.twice, faults.late, faults.lateBy];
    const again = this.#random.chance('twice', draw) < twice;
    if (again) this.#note(draw, 'twice');
    return { late: this.#delay('late', draw, late, by), again };
  }

  #isExempt({ caller }: Call): boolean {
    if (!caller) return false;
    const functions = [...this.#parts.cloud.resources.values()].filter(
      ({ type }) => type === 'AWS::Lambda::Function',
    );
    return !functions.some(({ identity }) => identity.ref === caller.name);
  }

  /** One draw a call; the chance of each kind of fault is derived from it independently. */
  #drawFault(call: Call): DrawnFault | undefined {
    const { caller, service, action } = call;
    const draw = this.#random.next(`${caller?.name ?? 'a form'} ${service}:${action}`);
    const drawn = faultKinds.find((one) => this.#random.chance(one, draw) < this.#parts.faults[one]);
    if (!drawn) return undefined;
    const kind = caller ? drawn : withoutWorker(drawn);
    this.#drawn.set(call, { kind, draw });
    return { kind, draw };
  }

  async #applyBefore(call: Call, { kind, draw }: DrawnFault): Promise<AwsResponse | undefined> {
    switch (kind) {
      case 'killedBefore':
      case 'timedOutBefore':
        this.#note(draw, descriptions[kind]);
        if (kind === 'killedBefore') this.#kill(call);
        throw new NoAnswer();
      case 'throttled':
      case 'conflicting':
        return this.#serviceError(kind, call, draw);
      case 'partly':
        return this.#partialBatch(call, draw);
      case 'slow':
        return this.#slow(draw);
      case 'killedAfter':
      case 'timedOutAfter':
        return undefined;
    }
  }

  #serviceError(kind: 'throttled' | 'conflicting', call: Call, draw: Draw): AwsResponse | undefined {
    const service = this.#parts.cloud.services.get(call.service);
    const answer = service && (kind === 'throttled' ? throttled(service) : conflicting(service, call));
    if (answer) this.#note(draw, descriptions[kind]);
    return answer;
  }

  #partialBatch(call: Call, draw: Draw): Promise<AwsResponse> | undefined {
    const service = this.#parts.cloud.services.get(call.service);
    const partial =
      service && partialBatch(service, call, (what) => this.#random.chance(`partly, ${what}`, draw));
    if (partial) this.#note(draw, `partly: ${partial.left} left undone`);
    return partial?.answer();
  }

  async #slow(draw: Draw): Promise<undefined> {
    const time = this.#random.time('slow', draw, this.#parts.faults.slowBy);
    this.#note(draw, `slow by ${time} ms`);
    await pause(time);
  }

  /** Once or twice, each perhaps late; in milliseconds. */
  #arrivals(
    draw: Draw,
    { twice, late, lateBy }: Pick<Faults, 'twice' | 'late' | 'lateBy'>,
  ): readonly number[] {
    const first = this.#delay('late', draw, late, lateBy);
    if (this.#random.chance('twice', draw) >= twice) return [first];
    const second = this.#random.time('twice', draw, lateBy);
    this.#note(draw, `twice, the second ${second} ms late`);
    return [first, second];
  }

  #delay(kind: string, draw: Draw, probability: number, most: number): number {
    if (this.#random.chance(kind, draw) >= probability) return 0;
    const time = this.#random.time(kind, draw, most);
    this.#note(draw, `${time} ms late`);
    return time;
  }

  #kill({ request }: Call): void {
    const trace = traceOf(request.headers);
    if (trace) this.#parts.cloud.kill?.(trace);
  }

  #note({ identity, count }: Draw, what: string): void {
    this.#parts.log(`${identity} ${count}: ${what}`);
  }
}

/** A form is sent by a browser: there is no worker to kill, but an answer can be lost all the same. */
function withoutWorker(kind: FaultKind): FaultKind {
  if (kind === 'killedBefore') return 'timedOutBefore';
  return kind === 'killedAfter' ? 'timedOutAfter' : kind;
}

const descriptions: Readonly<Record<Exclude<FaultKind, 'partly' | 'slow'>, string>> = {
  killedBefore: 'its worker killed before it took effect',
  killedAfter: 'its worker killed after it took effect',
  timedOutBefore: 'timed out before it took effect',
  timedOutAfter: 'timed out after it took effect',
  throttled: 'throttled',
  conflicting: 'in conflict with another transaction',
};
