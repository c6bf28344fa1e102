import { EventSourceMapping, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames, type Setting } from '../functions/runtime/env-names.ts';
import { allow } from './allow.ts';

export interface WorkQueueProps {
  /** The one function that receives from it. */
  readonly reader: Lambda;
  /** Messages a call, at most 10. */
  readonly batchSize: number;
  /** First in, first out within a message group, one batch of a group at a time. */
  readonly fifo?: boolean;
  /** The environment variable that gives a sender the queue's address. */
  readonly setting?: Setting;
  /** Seconds for which a message is hidden whose call did not end; without it six times the reader's timeout. */
  readonly visibility?: number;
  /** A queue for its dead letters that is there already; without it it gets its own. */
  readonly deadLetterQueue?: Queue;
}

/** Enough tries for the messages that share a batch with a bad one. */
const maxReceiveCount = 5;

/** AWS takes no fewer. A new account runs ten functions at once: the four queues of publishing take eight, two are left
 *  for readers and the stream. Those that take down, settle names and announce again work now and then, for seconds; a queue whose
 *  call is refused waits. */
const maxConcurrency = 2;

/** A queue with the function that reads it, and a dead-letter queue for messages that no try could process. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly #setting: Setting | undefined;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { reader, batchSize, fifo, setting } = props;
    this.#setting = setting;
    this.deadLetterQueue = props.deadLetterQueue ?? deadLetterQueue(this, 'Dead', fifo);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      ...(fifo && highThroughputFifo),
      // AWS asks for six times the reader's timeout, so that no message returns while its batch is being retried.
      visibilityTimeout: Duration.seconds(props.visibility ?? 6 * (reader.timeout?.toSeconds() ?? 3)),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    this.#deliverTo(reader, batchSize);
  }

  /** Lets `fn` send to the queue, and gives it the address. */
  allowSending(fn: Lambda): void {
    if (this.#setting) fn.addEnvironment(envNames[this.#setting], this.queue.queueUrl);
    allow(fn, ['sqs:SendMessage'], this.queue.queueArn);
  }

  /** Lets `fn` ask how many messages there are, dead letters too, and gives it their address under `setting`. */
  allowCounting(fn: Lambda, setting: Setting): void {
    fn.addEnvironment(envNames[setting], this.deadLetterQueue.queueUrl);
    for (const { queueArn } of [this.queue, this.deadLetterQueue])
      allow(fn, ['sqs:GetQueueAttributes'], queueArn);
  }

  #deliverTo(reader: Lambda, batchSize: number): void {
    reader.addEnvironment(envNames.workQueue, this.queue.queueUrl);
    const receiving = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    // The reader sets the delay after which a failed message returns.
    allow(reader, [...receiving, 'sqs:ChangeMessageVisibility'], this.queue.queueArn);
    const mapping = new EventSourceMapping(this, 'Feed', {
      target: reader,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'Only streams have one; failures go to the dead-letter queue.',
    });
  }
}

/** Holds failed messages for 14 days. The alarm of the room watches it. */
export function deadLetterQueue(scope: Construct, id: string, fifo?: boolean): Queue {
  const queue = new Queue(scope, id, {
    ...encrypted,
    ...(fifo && { fifo }),
    retentionPeriod: Duration.days(14),
  });
  const reason = 'Dead letters stay here until somebody looks at them.';
  Validations.of(queue).acknowledge(
    { id: 'AwsSolutions-SQS3', reason },
    { id: 'Serverless-SQSRedrivePolicy', reason },
  );
  return queue;
}

/**
 * TLS alone makes a policy for each queue, though a template has room for 500 resources. One for several would not do:
 * AWS asks that a policy covers a single queue, and CloudFormation deletes what leaves the template last, so that a queue
 * whose own policy went would be left without any, the new one included.
 */
const encrypted: QueueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

const highThroughputFifo: QueueProps = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};
