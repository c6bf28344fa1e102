import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cloud, perCloud } from '../cloud.ts';
import { queuesOf } from '../sqs/queues.ts';
import { type Alarm, type AlarmShape, alarmOf, type Reading } from './alarm.ts';
import { loggedError, lyingIn } from './dead-letters.ts';

export type AlarmState = 'OK' | 'ALARM';

/** The alarms of one local cloud. They look when a queue changes, where CloudWatch looks each period. */
export class Alarms {
  readonly states = new Map<string, AlarmState>();
  #cloud: Cloud;
  /** Names of those that have been told of, kept through restarts. */
  #known: Set<string>;
  #file: string;
  /** Names of the queues in which something lies, by the alarm that watches them. */
  #told = new Map<string, string[]>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#file = join(cloud.place.data, 'alarms');
    this.#known = new Set(existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split('\n') : []);
  }

  /** An alarm over what this machine does not measure stays OK. */
  add(name: string, declared: AlarmShape): void {
    this.states.set(name, 'OK');
    const alarm = alarmOf(name, declared, this.#read);
    if (!alarm) return;
    const look = () => this.#set(name, alarm.isAlarming() ? 'ALARM' : 'OK', alarm);
    for (const queue of alarm.watched) queuesOf(this.#cloud).byName(queue).watchers.add(look);
    look();
  }

  #read: Reading = ({ Namespace, MetricName, Dimensions }) => {
    if (Namespace !== 'AWS/SQS' || MetricName !== 'ApproximateNumberOfMessagesVisible') return undefined;
    const queue = queuesOf(this.#cloud).byName(Dimensions[0]?.Value ?? '');
    return () => queue.counts.visible;
  };

  #set(name: string, state: AlarmState, alarm: Alarm): void {
    const also = this.#newlyIn(name, alarm);
    if (this.states.get(name) === state && (state === 'ALARM') === this.#known.has(name)) {
      if (state === 'ALARM' && also.length) this.#cloud.say('failure', `Also: ${this.#lying(also)}`);
      return;
    }
    this.states.set(name, state);
    if (state === 'OK')
      this.#cloud.say('info', `Over: no dead letters are left in ${alarm.watched.join(' and ')}.`);
    else if (!this.#known.has(name))
      this.#cloud.say('failure', `${alarm.description} ${this.#lying(alarm.watched)}`);
    else this.#cloud.say('failure', `Still from the last start: ${this.#lying(alarm.watched)}`);
    this.#keep(name, state);
  }

  /** CloudWatch would be silent while the alarm stands; whoever mends one queue should know of the other. */
  #newlyIn(name: string, { watched }: Alarm): string[] {
    const holding = watched.filter((queue) => queuesOf(this.#cloud).byName(queue).counts.visible > 0);
    const before = this.#told.get(name) ?? [];
    this.#told.set(name, holding);
    return holding.filter((queue) => !before.includes(queue));
  }

  #lying(names: string[]): string {
    const queues = names.map((queue) => queuesOf(this.#cloud).byName(queue));
    const lying = lyingIn(queues, (id) => loggedError(this.#cloud.place.data, id));
    return `${lying} "npm start -- --redrive" sends what lies there back.`;
  }

  #keep(name: string, state: AlarmState): void {
    if (state === 'ALARM') this.#known.add(name);
    else this.#known.delete(name);
    writeFileSync(this.#file, [...this.#known].join('\n'));
  }
}

/** The alarms of a cloud: tests read their states. */
export const alarmsOf = perCloud((cloud) => new Alarms(cloud));
