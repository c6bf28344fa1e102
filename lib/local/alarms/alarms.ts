import type { Cloud } from '../cloud.ts';
import { queuesOf } from '../sqs/queues.ts';
import { type AlarmShape, alarmOf, type Reading } from './alarm.ts';

export type AlarmState = 'OK' | 'ALARM';

/** The alarms of one local cloud. They look when a queue changes, where CloudWatch looks each period. */
export class Alarms {
  readonly states = new Map<string, AlarmState>();
  #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** An alarm over what this machine does not measure stays OK. */
  add(name: string, declared: AlarmShape): void {
    this.states.set(name, 'OK');
    const alarm = alarmOf(name, declared, this.#read);
    if (!alarm) return;
    const look = () => this.#set(name, alarm.isAlarming() ? 'ALARM' : 'OK', alarm.description);
    for (const queue of alarm.watched) queuesOf(this.#cloud).byName(queue).watchers.add(look);
    look();
  }

  #read: Reading = ({ Namespace, MetricName, Dimensions }) => {
    if (Namespace !== 'AWS/SQS' || MetricName !== 'ApproximateNumberOfMessagesVisible') return undefined;
    const queue = queuesOf(this.#cloud).byName(Dimensions[0]?.Value ?? '');
    return () => queue.counts.visible;
  };

  #set(name: string, state: AlarmState, description: string): void {
    if (this.states.get(name) === state) return;
    this.states.set(name, state);
    if (state === 'ALARM') this.#cloud.say('failure', description);
    else this.#cloud.say('info', `Over: ${description}`);
  }
}

const opened = new WeakMap<Cloud, Alarms>();

/** The alarms of a cloud: tests read their states. */
export function alarmsOf(cloud: Cloud): Alarms {
  const alarms = opened.get(cloud) ?? new Alarms(cloud);
  opened.set(cloud, alarms);
  return alarms;
}
