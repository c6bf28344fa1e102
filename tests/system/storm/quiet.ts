import { setTimeout as pause } from 'node:timers/promises';
import { workLeft } from '../../../lib/local/busy.ts';
import type { Cloud } from '../../../lib/local/cloud.ts';
import type { Queue } from '../../../lib/local/sqs/queue.ts';
import { startMessageMoveTask } from '../../../lib/local/sqs/queue-actions.ts';
import { queuesOf } from '../../../lib/local/sqs/queues.ts';

/**
 * Returns when all that was set going has come to its end: every queue empty, every stream read, no function
 * running, no call open. Nothing happens after that, so what is seen then is what stays.
 */
export async function quiet(cloud: Cloud, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (let work = workLeft(cloud); work.length; work = workLeft(cloud)) {
    if (Date.now() > end) throw new Error(`Not quiet after ${seconds} s: ${work.join(', ')}`);
    await pause(2);
  }
}

/** As an editor does on an alarm: sends dead letters back until none is left. */
export async function quietAndRedriven(cloud: Cloud, rounds = 5): Promise<void> {
  await quiet(cloud);
  const count = redrive(cloud);
  if (!count) return;
  if (!rounds) throw new Error(`${count} dead letters come back whatever is done`);
  await quietAndRedriven(cloud, rounds - 1);
}

/** Sends all dead letters back to where they came from, at once. Returns how many. */
export function redrive(cloud: Cloud): number {
  const queues = queuesOf(cloud);
  const dead = deadLetterQueues(cloud).filter(({ counts }) => counts.visible > 0);
  const count = dead.reduce((sum, { counts }) => sum + counts.visible, 0);
  for (const { settings } of dead) startMessageMoveTask(queues, { SourceArn: settings.arn });
  return count;
}

export function deadLetterQueues(cloud: Cloud): Queue[] {
  const queues = queuesOf(cloud);
  const arns = new Set(queues.list().flatMap(({ settings }) => settings.redrive?.queueArn ?? []));
  return [...arns].map((arn) => queues.byArn(arn));
}
