import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import { allow } from './allow.ts';
import type { WorkQueue } from './queue.ts';

/** The bus between rooms, and the rules that route its events. */
export class Events extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus');
  }

  /** Lets `fn` put events on the bus. */
  allowAnnouncing(fn: Lambda): void {
    fn.addEnvironment(envNames.eventBus, this.bus.eventBusName);
    allow(fn, ['events:PutEvents'], this.bus.eventBusArn);
  }

  /** Sends every event of the content room to `queue`. */
  sendContentEvents(queue: WorkQueue): void {
    new Rule(this, 'ContentChanged', {
      eventBus: this.bus,
      eventPattern: { source: ['broadside.content'] },
      targets: [targetOf(queue)],
    });
  }

  /** Sends every change of a document to `queue`. */
  sendDocumentChanges(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: { source: ['broadside.content'], detailType: ['Document Changed'] },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when a document left the readers' sight, drops a picture or was deleted. */
  sendRemovals(queue: WorkQueue): void {
    new Rule(this, 'ContentRemoved', {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.content'],
        detail: { removed: { order: [{ exists: true }] } },
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when a deploy of this stack has ended, or was rolled back. */
  sendDeployEvents(queue: WorkQueue): void {
    new Rule(this, 'Deployed', {
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [Aws.STACK_ID],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] },
        },
      },
      targets: [targetOf(queue)],
    });
  }
}

/** Events that cannot be delivered to the queue go to its dead-letter queue. */
const targetOf = ({ queue, deadLetterQueue }: WorkQueue): SqsQueue =>
  new SqsQueue(queue, { deadLetterQueue });
