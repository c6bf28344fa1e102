import { type Cloud, perCloud, type ServicePrincipal } from '../cloud.ts';
import { reportWork } from '../pending-work.ts';
import { BatchLoop } from '../sqs/batch-loop.ts';
import type { Message } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { queuesOf } from '../sqs/queues.ts';
import { queueShape, settingsOf } from '../sqs/settings.ts';

/** Of an AWS::Lambda::EventInvokeConfig. */
export interface InvokeConfig {
  /** Tries after the first. */
  retries: number;
  /** Milliseconds that a call may wait. */
  maximumAge: number;
}

/** Lambda retries an asynchronous invocation twice, after one and two minutes; here sooner. */
const usual: InvokeConfig = { retries: 2, maximumAge: 6 * 3_600_000 };
const retryDelay = 1000;
/** Lambda's longest timeout, in seconds. */
const longestRun = 900;

const queuesByName = perCloud(() => new Map<string, Queue>());

const configsByName = perCloud(() => new Map<string, InvokeConfig>());

/** How calls of a function (by its name) are tried. */
export const configureInvocations = (name: string, config: InvokeConfig, cloud: Cloud) =>
  configsByName(cloud).set(name, config);

/**
 * The asynchronous calls of a function by a rule: an event sent to this queue is on disk, and is tried three
 * times, unless the function is configured otherwise. Open it at the start: it continues with events from before a restart.
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
  const name = functionArn.slice(functionArn.lastIndexOf(':') + 1);
  const { retries, maximumAge } = configsByName(cloud).get(name) ?? usual;
  if (Date.now() - message.sent > maximumAge) {
    cloud.say('failure', `${functionArn} had no time for an event; it is dropped.`);
    return true;
  }
  const result = await cloud.invoke(functionArn, JSON.parse(message.body), by);
  if (result.outcome === 'returned') return true;
  // Lambda tries on, for as long as the call may wait.
  if (result.errorType === 'TooManyRequestsException' || message.receives <= retries) return false;
  const times = message.receives === 1 ? 'once' : `${message.receives} times`;
  cloud.say('failure', `${functionArn} failed ${times}; the event is dropped: ${result.message}`);
  return true;
}
