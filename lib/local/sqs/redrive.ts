import type { Cloud } from '../cloud.ts';
import type { Queue } from './queue.ts';
import { type Queues, queuesOf } from './queues.ts';

/** The queues that hold the dead letters of other queues. */
export function deadLetterQueues(cloud: Cloud): Queue[] {
  const queues = queuesOf(cloud);
  const arns = new Set(queues.list().flatMap(({ settings }) => settings.redrive?.queueArn ?? []));
  return [...arns].map((arn) => queues.byArn(arn));
}

/**
 * The queues that a stream's failure records go to, and that no other queue has for its dead letters. A record holds
 * positions in the stream and no content, and SQS redrives from dead-letter queues of queues alone.
 */
export function failureDestinations(cloud: Cloud): Queue[] {
  const arns = [...cloud.resources.values()].map(
    ({ properties }) => Object(Object(properties.DestinationConfig).OnFailure).Destination,
  );
  const redriven = deadLetterQueues(cloud);
  return queuesOf(cloud)
    .list()
    .filter((queue) => arns.includes(queue.settings.arn) && !redriven.includes(queue));
}

/** Sends all dead letters back to the queues they came from, at once. Returns how many there were. */
export function redriveAll(cloud: Cloud): number {
  const dead = deadLetterQueues(cloud).filter(({ counts }) => counts.visible > 0);
  const count = dead.reduce((sum, { counts }) => sum + counts.visible, 0);
  for (const queue of dead) redrive(queue, queuesOf(cloud));
  return count;
}

/**
 * SQS counts a message that is sent back as new: its receives start again. One that came from no queue, but from a rule,
 * a stream or a function, goes where a person would send it: to the one queue whose dead letters these are.
 */
function redrive(source: Queue, queues: Queues): void {
  const [only, ...others] = queues
    .list()
    .filter(({ settings }) => settings.redrive?.queueArn === source.settings.arn);
  source.together(() => {
    for (const { from, ...message } of source.takeAll()) {
      const target = from ? queues.byArn(from) : others.length ? undefined : only;
      if (target) target.adopt({ ...message, receives: 0, firstReceived: undefined });
      else source.adopt(message);
    }
  });
}
