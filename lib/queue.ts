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
  /** The one function that takes from it. */
  readonly reader: Lambda;
  /** Messages a call, at most 10. */
  readonly batch: number;
  /** Keeps the order within a message group and hands out no group twice at once. */
  readonly fifo?: boolean;
  /** Through which variable a sender learns the address. */
  readonly setting?: Setting;
}

/** How often a message is tried before it is a dead letter: enough for innocent neighbours of a poisonous one. */
const receives = 5;

/** A new account runs ten functions at once: four queues take eight, two are left for readers and the stream. */
const readersAtOnce = 2;

/** A queue with its reader, and where messages go that no try has got through. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;
  readonly #setting: Setting | undefined;

  constructor(scope: Construct, id: string, { reader, batch, fifo, setting }: WorkQueueProps) {
    super(scope, id);
    this.#setting = setting;
    this.dead = deadLetterQueue(this, 'Dead', fifo);
    this.queue = new Queue(this, 'Queue', {
      ...kept,
      ...(fifo && eachGroupAlone),
      // AWS: six times the reader's time, so that no message comes back while its batch is still being tried.
      visibilityTimeout: Duration.seconds(6 * (reader.timeout?.toSeconds() ?? 3)),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: receives },
    });
    this.#feed(reader, batch);
  }

  /** Lets `fn` send to it, and tells it where. */
  allowSending(fn: Lambda): void {
    if (this.#setting) fn.addEnvironment(envNames[this.#setting], this.queue.queueUrl);
    allow(fn, ['sqs:SendMessage'], this.queue.queueArn);
  }

  #feed(reader: Lambda, batchSize: number): void {
    reader.addEnvironment(envNames.workQueue, this.queue.queueUrl);
    const taking = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    // The reader itself says when what failed is to come again.
    allow(reader, [...taking, 'sqs:ChangeMessageVisibility'], this.queue.queueArn);
    const feed = new EventSourceMapping(this, 'Feed', {
      target: reader,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxConcurrency: readersAtOnce,
      reportBatchItemFailures: true,
    });
    Validations.of(feed).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'Only streams have one; what fails here goes to the dead letters of the queue.',
    });
  }
}

/** Where failures wait, 14 days, for somebody to look at them; the alarms of the rooms watch these. */
export function deadLetterQueue(scope: Construct, id: string, fifo?: boolean): Queue {
  const queue = new Queue(scope, id, { ...kept, ...(fifo && { fifo }), retentionPeriod: Duration.days(14) });
  const reason = 'Dead letters stay here until somebody looks at them.';
  Validations.of(queue).acknowledge(
    { id: 'AwsSolutions-SQS3', reason },
    { id: 'Serverless-SQSRedrivePolicy', reason },
  );
  return queue;
}

const kept: QueueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

const eachGroupAlone: QueueProps = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};
