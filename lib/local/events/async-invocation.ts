import { type Cloud, perCloud, type ServicePrincipal } from '../cloud.ts';
import { reportWork } from '../pending-work.ts';
import { BatchLoop } from '../sqs/batch-loop.ts';
import type { Message } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { queuesOf } from '../sqs/queues.ts';
import { queueShape, settingsOf } from '../sqs/settings.ts';

/** Lambda retries an asynchronous invocation twice, after one and two minutes; here sooner. */
const maximumAttempts = 3;
const retryDelay = 1000;
/** Lambda's longest timeout, in seconds. */
const longestRun = 900;

const queuesByName = perCloud(() => new Map<string, Queue>());

/**
 * The asynchronous calls of a function by a rule: an event sent to this queue is on disk, and is tried three
 * times. Open it at the start: it continues with events from before a restart.
 */
export function asyncInvocations(functionArn: string, by: ServicePrincipal, cloud: Cloud): Queue {
  const queues = queuesByName(cloud);
  const name = `calls of ${functionArn} by ${by.sourceArn}`;
  const queue = queues.get(name) ?? open(name, functionArn, by, cloud);
  queues.set(name, queue);
  return queue;
}

function open(name: string, functionArn: string, by: ServicePrincipal, cloud: Cloud): Queue {
  const queue = queuesOf(cloud).declare(
    settingsOf({ name, arn: name, url: '' }, queueShape.parse({ VisibilityTimeout: longestRun })),
  );
  const options = { size: 1, window: 0, concurrency: 2, retryDelay: retryDelay };
  const loop = new BatchLoop(queue, options, async (batch) => {
    const outcomes = await Promise.all(batch.map((message) => succeeds(message, functionArn, by, cloud)));
    return batch.filter((_, index) => !outcomes[index]);
  });
  reportWork(cloud, () => queue.work());
  cloud.onStop(() => loop.stop());
  return queue;
}

async function succeeds(
  message: Message,
  functionArn: string,
  by: ServicePrincipal,
  cloud: Cloud,
): Promise<boolean> {
  const result = await cloud.invoke(functionArn, JSON.parse(message.body), by);
  if (result.outcome === 'returned') return true;
  if (message.receives < maximumAttempts) return false;
  cloud.say(
    'failure',
    `${functionArn} failed ${maximumAttempts} times; the event is dropped: ${result.message}`,
  );
  return true;
}
