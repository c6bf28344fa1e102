import type { Cloud } from '../cloud.ts';
import type { Queue } from './queue.ts';
import { startMessageMoveTask } from './queue-actions.ts';
import { queuesOf } from './queues.ts';

/** The queues in which other queues' dead letters lie. */
export function deadLetterQueues(cloud: Cloud): Queue[] {
  const queues = queuesOf(cloud);
  const arns = new Set(queues.list().flatMap(({ settings }) => settings.redrive?.queueArn ?? []));
  return [...arns].map((arn) => queues.byArn(arn));
}

/** Sends all dead letters back to where they came from, at once. Returns how many there were. */
export function redriveAll(cloud: Cloud): number {
  const dead = deadLetterQueues(cloud).filter(({ counts }) => counts.visible > 0);
  const count = dead.reduce((sum, { counts }) => sum + counts.visible, 0);
  for (const { settings } of dead) startMessageMoveTask(queuesOf(cloud), { SourceArn: settings.arn });
  return count;
}
