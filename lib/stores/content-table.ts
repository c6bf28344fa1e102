import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { FilterRule, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { partitions } from '../../functions/content/contract/table-keys.ts';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { StreamedTable } from './streamed-table.ts';

const index = 'documents';
const dueIndex = 'due';

const partition = (prefix: string) => ({ pk: { S: FilterRule.beginsWith(prefix) } });

/** Documents, their revisions, and the lists they stand in. Its stream announces every change of a document. */
export class ContentTable extends StreamedTable {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      stage,
      stream: {
        ids: { mapping: 'Announcements', deadLetters: 'Unannounced' },
        // A document's head changes with every write of it; its lists need no event of their own. The partition has
        // to be named: a list has items under people's own words, such as "head".
        filters: [
          {
            dynamodb: { Keys: { ...partition(partitions.documents), sk: { S: FilterRule.isEqual('head') } } },
          },
          // A term that is written first is not settled yet, and no page shows it.
          { eventName: FilterRule.or('MODIFY', 'REMOVE'), dynamodb: { Keys: partition(partitions.terms) } },
        ],
        batchSize: 100,
        setting: 'unannouncedQueue',
        meaning:
          'A change was stored and not announced: readers see the old page. See ContentTable/Unannounced (it names the ' +
          'document, or when it was) and the logs of announce-change and announce-again; then redrive to AnnounceQueue ' +
          'as a custom destination (SQS knows no source of these), and "press render".',
        delayMeaning:
          'Changes are stored and not announced yet: readers see old pages, and what is taken down may still answer. ' +
          'The bus refuses events, or announce-change fails or is throttled; all is tried again, and nothing is lost for ' +
          '23 hours. Look into its logs and the throttles of the account.',
      },
    });
    this.table.addGlobalSecondaryIndex({
      indexName: index,
      partitionKey: { name: 'kept', type: AttributeType.STRING },
      sortKey: { name: 'changed', type: AttributeType.STRING },
    });
    // Only documents to which something will happen by itself.
    this.table.addGlobalSecondaryIndex({
      indexName: dueIndex,
      partitionKey: { name: 'dueKey', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** Lets `fn` read one item by its key. */
  allowReadingOne(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:GetItem']);
  }

  /** Lets `fn` read many items by their keys: documents, names, memberships. */
  allowReadingByKeys(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:BatchGetItem']);
  }

  /** Lets `fn` read items of one partition key in order: lists, names, the revisions of a document,
   *  the documents of one file name. */
  allowReadingLists(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:Query']);
  }

  /** Lets `fn` list all documents in order of their changes, from an index that may lag behind. */
  allowBrowsing(fn: Lambda): void {
    fn.addEnvironment(envNames.contentTable, this.table.tableName);
    allow(fn, ['dynamodb:Query'], `${this.table.tableArn}/index/${index}`);
  }

  /** Lets `fn` find what happens to documents by itself, from an index that may lag behind. */
  allowFindingDue(fn: Lambda): void {
    fn.addEnvironment(envNames.contentTable, this.table.tableName);
    allow(fn, ['dynamodb:Query'], `${this.table.tableArn}/index/${dueIndex}`);
  }

  /** Lets `fn` write documents with their lists, in transactions, after reading what is stored. */
  allowWriting(fn: Lambda): void {
    this.allowReadingByKeys(fn);
    this.#allow(fn, ['dynamodb:PutItem', 'dynamodb:DeleteItem']);
  }

  /** Lets `fn` write on the condition that other documents stand as it has seen them. */
  allowChecking(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:ConditionCheckItem']);
  }

  /** Lets `fn` settle how terms are spelled, or forget them, after reading them and the newest items of their lists. */
  allowSettlingTerms(fn: Lambda): void {
    this.allowReadingByKeys(fn);
    this.allowReadingLists(fn);
    this.#allow(fn, ['dynamodb:UpdateItem', 'dynamodb:DeleteItem']);
  }

  /** Lets `fn` note when it began to announce everything. */
  allowNotingAnnouncements(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:UpdateItem']);
  }

  /** Lets `fn` note which files a document uses. */
  allowNotingUses(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:BatchWriteItem']);
  }

  /** Lets `fn` find and remove every row of a deleted document but its tombstone. */
  allowErasing(fn: Lambda): void {
    this.allowBrowsing(fn);
    this.allowReadingLists(fn);
    this.#allow(fn, ['dynamodb:BatchWriteItem', 'dynamodb:GetItem']);
  }

  #allow(fn: Lambda, actions: string[]): void {
    fn.addEnvironment(envNames.contentTable, this.table.tableName);
    allow(fn, actions, this.table.tableArn);
  }
}
