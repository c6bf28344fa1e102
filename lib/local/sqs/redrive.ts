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

/**
 * Sends all dead letters back to the queues they came from, at once. Returns how many there were. What came from no
 * queue goes to the one whose dead letters these are, which `tell` says: on AWS a person has to name it.
 */
export function redriveAll(cloud: Cloud, tell: (what: string) => void = () => {}): number {
  const dead = deadLetterQueues(cloud).filter(({ counts }) => counts.visible > 0);
  const count = dead.reduce((sum, { counts }) => sum + counts.visible, 0);
  for (const queue of dead) redrive(queue, queuesOf(cloud), tell);
  return count;
}

/**
 * SQS counts a message that is sent back as new: its receives start again. It does not know where one belongs that came
 * from no queue, but from a rule, a stream or a function, and takes a custom destination for it.
 */
function redrive(source: Queue, queues: Queues, tell: (what: string) => void): void {
  const [only, ...others] = queues
    .list()
    .filter(({ settings }) => settings.redrive?.queueArn === source.settings.arn);
  const custom = others.length ? undefined : only;
  source.together(() => {
    const letters = source.takeAll();
    for (const { from, ...message } of letters) {
      const target = from ? queues.byArn(from) : custom;
      if (target) target.adopt({ ...message, receives: 0, firstReceived: undefined });
      else source.adopt(message);
    }
    const strangers = letters.filter(({ from }) => !from).length;
    if (strangers && custom) {
      tell(
        `${strangers} of ${source.settings.name} came from no queue and went to ${custom.settings.name}: on AWS name it as the custom destination of the redrive.`,
      );
    }
  });
}
