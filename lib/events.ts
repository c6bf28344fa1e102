import { EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
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

  /** Sends every event of the content room to `queue`, but for those of backfills: nothing changed. */
  sendContentEvents(queue: WorkQueue): void {
    new Rule(this, 'ContentChanged', {
      eventBus: this.bus,
      eventPattern: { source: ['broadside.content'], detailType: Match.anythingBut(...backfillEvents) },
      targets: [targetOf(queue)],
    });
  }

  /** Sends every document to `queue`: its changes, and how it stands when there is a backfill. The reader asks for one
   *  after a deploy until it has heard one whole (`content/contract/backfill.ts`). */
  sendDocuments(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.content'],
        detailType: ['Document Changed', 'Document Backfilled', 'Backfill Started', 'Backfill Ended'],
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends every document to `queue` when it changes, and how it stands when there is a backfill. */
  sendDocumentChanges(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.content'],
        detailType: ['Document Changed', 'Document Backfilled'],
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when the press document changes, and how it stands when there is a backfill. */
  sendPressDocument(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.content'],
        detailType: ['Document Changed', 'Document Backfilled'],
        detail: { slug: ['press'] },
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when the press document changes. */
  sendPressChanges(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.content'],
        detailType: ['Document Changed'],
        detail: { slug: ['press'] },
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when mail to an address stops or goes again, and what becomes of letters. */
  sendPostEvents(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.post'],
        detailType: ['Address Suppressed', 'Address Unsuppressed', 'Letter Late', 'Letter Wanted'],
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when a room has erased a person, or has nothing to send in place of a letter. */
  sendToPost(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: Match.prefix('broadside.'),
        detailType: ['Person Erased', 'Letter Not Wanted'],
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when a letter of `room` left late, or is to be composed anew. */
  sendLetters(id: string, room: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: ['broadside.post'],
        detailType: ['Letter Late', 'Letter Wanted'],
        detail: { room: [room] },
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when a room has erased a person, or when somebody asks what the press knows of them. */
  sendPeople(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: {
        source: Match.prefix('broadside.'),
        detailType: ['Person Erased', 'Person Asked'],
      },
      targets: [targetOf(queue)],
    });
  }

  /** Sends an event to `queue` when a room asks for a backfill. */
  sendBackfillRequests(queue: WorkQueue): void {
    new Rule(this, 'BackfillRequested', {
      eventBus: this.bus,
      eventPattern: { source: Match.prefix('broadside.'), detailType: ['Backfill Requested'] },
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
  sendDeployEvents(id: string, queue: WorkQueue): void {
    new Rule(this, id, {
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

const backfillEvents = ['Document Backfilled', 'Backfill Started', 'Backfill Ended', 'Backfill Requested'];

/** Events that cannot be delivered to the queue go to its dead-letter queue. */
const targetOf = ({ queue, deadLetterQueue }: WorkQueue): SqsQueue =>
  new SqsQueue(queue, { deadLetterQueue });
