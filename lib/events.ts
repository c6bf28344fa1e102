import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import { allow } from './allow.ts';
import type { WorkQueue } from './queue.ts';

/** How rooms hear of each other. */
export class Events extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus');
  }

  /** Lets `fn` tell the other rooms what happened. */
  allowAnnouncing(fn: Lambda): void {
    fn.addEnvironment(envNames.eventBus, this.bus.eventBusName);
    allow(fn, ['events:PutEvents'], this.bus.eventBusArn);
  }

  /** Puts everything the content room announces into `queue`. */
  tellOfContent(queue: WorkQueue): void {
    new Rule(this, 'ContentChanged', {
      eventBus: this.bus,
      eventPattern: { source: ['broadside.content'] },
      targets: [into(queue)],
    });
  }

  /** Tells `queue` when this stack has been deployed, or is back at what it was before a deploy that failed. */
  tellOfDeploys(queue: WorkQueue): void {
    new Rule(this, 'Deployed', {
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [Aws.STACK_ID],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] },
        },
      },
      targets: [into(queue)],
    });
  }
}

/** An event that cannot be put into its queue waits where the queue's own dead letters do. */
const into = ({ queue, dead }: WorkQueue): SqsQueue => new SqsQueue(queue, { deadLetterQueue: dead });
