import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { FilterRule, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';
import { RoomTable } from './room-table.ts';

const dueIndex = 'due';

/**
 * The outbox, and which addresses get no mail. Its stream invokes the sender of letters. It is never restored: an older
 * outbox would send letters again, and an empty one gets what stops mail from the log.
 */
export class PostTable extends RoomTable {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      stage,
      setting: 'postTable',
      table: {
        timeToLiveAttribute: 'expiresAt',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      },
      stream: {
        ids: { mapping: 'NewLetters', deadLetters: 'Unsent' },
        // Insertions alone: the sender itself makes the later changes, and the tick finds what is due again.
        filters: [
          {
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { Keys: { sk: { S: FilterRule.isEqual('letter') } } },
          },
        ],
        batchSize: 100,
        // A record only invokes the sender: what a failed call leaves, the tick takes up within a minute.
        retryAttempts: 2,
        meaning:
          'The sender of letters was woken and failed: letters leave a minute late, by act-on-due. Look into the logs of ' +
          'send-letters, then delete the messages of Post/Table/Unsent, which only say when it was.',
      },
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'A restored outbox would send letters again; what stops mail is in the log as well.',
    });
    this.table.addGlobalSecondaryIndex({
      indexName: dueIndex,
      partitionKey: { name: 'dueKey', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['addressHash'],
    });
  }

  /** Lets `fn` put letters into the outbox, within transactions of its own, and nothing else. */
  allowSending(fn: Lambda): void {
    this.allowRows(fn, ['PutItem'], 'letter#*');
  }

  /** Lets `fn` read letters and write what becomes of them, and read and set what stops mail. */
  allowSettling(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem', 'UpdateItem']);
  }

  /** Lets `fn` ask of many addresses at once what their mail has met. */
  allowReadingAddresses(fn: Lambda): void {
    this.allowRows(fn, ['BatchGetItem'], 'address#*');
  }

  /** Lets `fn` read letters, and write what becomes of them. */
  allowSettlingLetters(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem'], 'letter#*');
  }

  /** Lets `fn` read and set what stops mail to an address. */
  allowMarking(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'UpdateItem'], 'address#*');
  }

  /** Lets `fn` find what is due, from an index that may lag behind. */
  allowFindingDue(fn: Lambda): void {
    this.allowIndex(fn, dueIndex);
  }
}
