import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cloud, perCloud } from '../cloud.ts';
import { queuesOf } from '../sqs/queues.ts';
import { failureDestinations } from '../sqs/redrive.ts';
import { type Alarm, type AlarmShape, alarmOf, type MetricSource } from './alarm.ts';
import { describeDeadLetters, loggedError } from './dead-letters.ts';

export type AlarmState = 'OK' | 'ALARM';

/** The alarms of one local cloud, evaluated at each change of a queue; CloudWatch evaluates once a period. */
export class Alarms {
  readonly states = new Map<string, AlarmState>();
  #cloud: Cloud;
  /** Names of alarms that have been reported, stored so that a restart does not report them as new. */
  #alarming: Set<string>;
  #file: string;
  /** Names of the queues that hold messages, by the alarm that watches them. */
  #reported = new Map<string, string[]>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#file = join(cloud.place.data, 'alarms');
    this.#alarming = new Set(existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split('\n') : []);
  }

  /** An alarm on a metric that is not measured here stays OK. */
  add(name: string, declared: AlarmShape): void {
    this.states.set(name, 'OK');
    const alarm = alarmOf(name, declared, this.#metricOf);
    if (!alarm) return;
    const look = () => this.#set(name, alarm.isAlarming() ? 'ALARM' : 'OK', alarm);
    for (const queue of alarm.watched) queuesOf(this.#cloud).byName(queue).watchers.add(look);
    look();
  }

  #metricOf: MetricSource = ({ Namespace, MetricName, Dimensions }) => {
    if (Namespace !== 'AWS/SQS' || MetricName !== 'ApproximateNumberOfMessagesVisible') return undefined;
    const queue = queuesOf(this.#cloud).byName(Dimensions[0]?.Value ?? '');
    return () => queue.counts.visible;
  };

  #set(name: string, state: AlarmState, alarm: Alarm): void {
    const also = this.#newlyFilled(name, alarm);
    if (this.states.get(name) === state && (state === 'ALARM') === this.#alarming.has(name)) {
      if (state === 'ALARM' && also.length) this.#cloud.say('failure', `Also: ${this.#describe(also)}`);
      return;
    }
    this.states.set(name, state);
    if (state === 'OK')
      this.#cloud.say('info', `Over: no dead letters are left in ${alarm.watched.join(' and ')}.`);
    else if (!this.#alarming.has(name))
      this.#cloud.say('failure', `${alarm.description} ${this.#describe(alarm.watched)}`);
    else this.#cloud.say('failure', `Still from the last start: ${this.#describe(alarm.watched)}`);
    this.#persist(name, state);
  }

  /** CloudWatch says nothing while it is in ALARM; here a second queue that fills is reported, too. */
  #newlyFilled(name: string, { watched }: Alarm): string[] {
    const holding = watched.filter((queue) => queuesOf(this.#cloud).byName(queue).counts.visible > 0);
    const before = this.#reported.get(name) ?? [];
    this.#reported.set(name, holding);
    return holding.filter((queue) => !before.includes(queue));
  }

  #describe(names: string[]): string {
    const queues = names.map((queue) => queuesOf(this.#cloud).byName(queue));
    const description = describeDeadLetters(queues, (id) => loggedError(this.#cloud.place.data, id));
    const holding = queues.filter(({ counts }) => counts.visible > 0);
    const records = failureDestinations(this.#cloud);
    const canRedrive = holding.some((queue) => !records.includes(queue));
    return canRedrive ? `${description} "npm start -- --redrive" sends dead letters back.` : description;
  }

  #persist(name: string, state: AlarmState): void {
    if (state === 'ALARM') this.#alarming.add(name);
    else this.#alarming.delete(name);
    writeFileSync(this.#file, [...this.#alarming].join('\n'));
  }
}

/** The alarms of a cloud: tests read their states. */
export const alarmsOf = perCloud((cloud) => new Alarms(cloud));
