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
 * The queues that a stream's failure records go to. A record holds positions in the stream and no content, so there is
 * nothing to send back; SQS, too, redrives from dead-letter queues of queues alone.
 */
export function failureDestinations(cloud: Cloud): Queue[] {
  const arns = [...cloud.resources.values()].map(
    ({ properties }) => Object(Object(properties.DestinationConfig).OnFailure).Destination,
  );
  return queuesOf(cloud)
    .list()
    .filter(({ settings }) => arns.includes(settings.arn));
}

/** Sends all dead letters back to the queues they came from, at once. Returns how many there were. */
export function redriveAll(cloud: Cloud): number {
  const dead = deadLetterQueues(cloud).filter(({ counts }) => counts.visible > 0);
  const count = dead.reduce((sum, { counts }) => sum + counts.visible, 0);
  for (const queue of dead) redrive(queue, queuesOf(cloud));
  return count;
}

/** SQS counts a message that is sent back as new: its receives start again. */
function redrive(source: Queue, queues: Queues): void {
  source.together(() => {
    for (const { from, ...message } of source.takeAll()) {
      if (from) queues.byArn(from).adopt({ ...message, receives: 0, firstReceived: undefined });
      else source.adopt(message);
    }
  });
}
