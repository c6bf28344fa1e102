import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { attributesRequest, moveRequest, named, prefixed } from './requests.ts';
import { badParameter } from './sqs-error.ts';

type Body = Record<string, unknown>;

export const getQueueUrl = (queues: Queues, body: unknown): Body => ({
  QueueUrl: queues.byName(named.parse(body).QueueName).settings.url,
});

export function listQueues(queues: Queues, body: unknown): Body {
  const urls = queues.list(prefixed.parse(body).QueueNamePrefix).map(({ settings }) => settings.url);
  return urls.length ? { QueueUrls: urls } : {};
}

export function getQueueAttributes(queue: Queue, body: unknown): Body {
  const names = attributesRequest.parse(body).AttributeNames;
  const all = Object.entries(attributesOf(queue));
  return {
    Attributes: Object.fromEntries(all.filter(([name]) => names.includes('All') || names.includes(name))),
  };
}

export function purgeQueue(queue: Queue): Body {
  queue.purge();
  return {};
}

function attributesOf({ settings, counts }: Queue): Record<string, string> {
  const redrive = settings.redrive;
  const policy = redrive && { deadLetterTargetArn: redrive.queueArn, maxReceiveCount: redrive.receives };
  return {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts['in flight']),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(settings.visibility / 1000),
    DelaySeconds: String(settings.delay / 1000),
    MessageRetentionPeriod: String(settings.retention / 1000),
    ReceiveMessageWaitTimeSeconds: String(settings.wait / 1000),
    MaximumMessageSize: String(settings.largest),
    ...(policy ? { RedrivePolicy: JSON.stringify(policy) } : {}),
    ...(settings.fifo ? { FifoQueue: 'true', ContentBasedDeduplication: String(settings.contentBased) } : {}),
  };
}

/** Sends dead letters back to where they came from, or on to a named queue, all at once: AWS takes a while. */
export function startMessageMoveTask(queues: Queues, body: unknown): Body {
  const request = moveRequest.parse(body);
  const source = queues.byArn(request.SourceArn);
  const isForDeadLetters = queues
    .list()
    .some(({ settings }) => settings.redrive?.queueArn === request.SourceArn);
  if (!isForDeadLetters) throw badParameter('Source queue must be configured as a Dead Letter Queue.');
  source.together(() => {
    for (const message of source.surrender()) {
      const target = request.DestinationArn ?? message.from;
      if (target) queues.byArn(target).adopt(afresh(message));
      else source.adopt(message);
    }
  });
  return { TaskHandle: Buffer.from(request.SourceArn).toString('base64') };
}

/** SQS counts a message that is sent back as new: its receives start again. */
const afresh = (message: Message): Message => ({
  ...message,
  receives: 0,
  firstReceived: undefined,
  from: undefined,
});
