import { FilterRule, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  digestEntryKey,
  directory,
  hashKeysKey,
  indexes,
  newsStartKey,
  partitions,
  positionKey,
  reputationKey,
  settingsKey,
} from '../../functions/newsletters/table-keys.ts';
import type { Stage } from '../stage.ts';
import { RoomTable } from './room-table.ts';

/** Counters of limits (`functions/runtime/people/dynamo-limits.ts`). */
const limits = 'limit#';

const { people, addresses, tokens, growth } = partitions;

const under = (...kinds: (keyof typeof partitions)[]) => kinds.map((kind) => `${partitions[kind]}*`);

/** What belongs to issues of the mail, by what is written together. */
const issueRows = [...under('issues', 'issueSlugs', 'archive'), directory.pk];
const digestRows = [...under('digests', 'digestSlugs'), digestEntryKey('').pk];
const newsRows = [...under('news'), newsStartKey('').pk];
const reputationRows = [reputationKey('').pk];

const reading = ['GetItem', 'BatchGetItem', 'Query'];
const writing = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** What belongs to a decision, beside people and their own rows. */
export type DecidedToo = keyof Pick<typeof partitions, 'signUps' | 'imports' | 'exports'>;

/** People who subscribe, their addresses, links and stories. Its stream has sign-ups settled. */
export class NewslettersTable extends RoomTable {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      stage,
      setting: 'newslettersTable',
      table: { timeToLiveAttribute: 'ttl' },
      stream: {
        ids: { mapping: 'NewSignUps', deadLetters: 'Unsettled' },
        filters: [
          {
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(partitions.signUps) } } },
          },
        ],
        batchSize: 50,
        // The tick tries again, every minute, what is left: no sign-up is lost, and none holds up those after it.
        retryAttempts: 2,
        meaning:
          'Somebody signed up and has no confirmation letter: settling it fails, and is tried again each minute. Look into ' +
          'the logs of settle-sign-up and act-on-due, then delete the messages of Newsletters/Table/Unsettled.',
      },
    });
    for (const index of Object.values(indexes)) this.addIndex(index, index.name !== indexes.due.name);
  }

  /** Lets `fn` accept sign-ups, counted for each network, and nothing of what is known of people. */
  allowSigningUp(fn: Lambda): void {
    this.allowRows(fn, ['GetItem'], settingsKey.pk, `${limits}*`);
    this.allowRows(fn, ['PutItem'], `${partitions.signUps}*`);
    this.allowRows(fn, ['UpdateItem'], `${limits}*`);
  }

  /** Lets `fn` read the room's copy of the press document. */
  allowReadingPress(fn: Lambda): void {
    this.allowRows(fn, ['GetItem'], settingsKey.pk);
  }

  /** Lets `fn` keep the room's copy of the press document. */
  allowCopyingPress(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem'], settingsKey.pk);
  }

  /** Lets `fn` read people by their keys and the press document, and write what they decided. One statement: it has to
   *  hold for all rows that a transaction puts, changes or deletes. */
  allowDeciding(fn: Lambda, ...too: DecidedToo[]): void {
    this.allowReadingPress(fn);
    const actions = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
    const rows = [people, addresses, tokens, growth, limits, ...too.map((kind) => partitions[kind])];
    this.allowRows(fn, actions, ...rows.map((prefix) => `${prefix}*`));
  }

  /** Lets `fn` read a person's story. */
  allowReadingStories(fn: Lambda): void {
    this.allowRows(fn, ['Query'], `${people}*`);
  }

  /** Lets `fn` read the hash keys of other presses. */
  allowReadingHashKeys(fn: Lambda): void {
    this.allowRows(fn, ['GetItem'], hashKeysKey.pk);
  }

  /** Lets `fn` keep the hash keys that a file of another press has. */
  allowLearningHashKeys(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'UpdateItem'], hashKeysKey.pk);
  }

  /** Lets `fn` note how far it has followed the log. */
  allowFollowingLog(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem'], positionKey.pk);
  }

  /** Lets `fn` list what is due, from an index that may lag behind. */
  allowFindingDue(fn: Lambda): void {
    this.allowIndex(fn, indexes.due.name);
  }

  /** Lets `fn` list everybody, from an index that may lag behind. */
  allowBrowsing(fn: Lambda): void {
    this.allowIndex(fn, indexes.people.name);
  }

  /** Lets `fn` read issues, digests and which list had which article. */
  allowReadingIssues(fn: Lambda): void {
    this.allowRows(fn, reading, ...issueRows, ...digestRows, ...newsRows);
  }

  /** Lets `fn` find an issue at its slug. */
  allowFindingIssues(fn: Lambda): void {
    this.allowRows(fn, ['GetItem'], ...under('issues', 'issueSlugs', 'digests', 'digestSlugs'));
  }

  /** Lets `fn` read which issues the web archive has. */
  allowReadingArchive(fn: Lambda): void {
    this.allowRows(fn, reading, ...issueRows);
  }

  /** Lets `fn` move issues. */
  allowMovingIssues(fn: Lambda): void {
    this.allowRows(fn, [...reading, ...writing], ...issueRows);
  }

  /** Lets `fn` keep digests. */
  allowDigests(fn: Lambda): void {
    this.allowRows(fn, [...reading, 'PutItem'], ...digestRows);
  }

  /** Lets `fn` keep which list had which article. */
  allowNews(fn: Lambda): void {
    this.allowRows(fn, [...reading, ...writing], ...newsRows);
  }

  /** Lets `fn` read an issue's ledger. */
  allowReadingLedger(fn: Lambda): void {
    this.allowRows(fn, reading, ...under('batches', 'heard', 'leaves'));
  }

  /** Lets `fn` write an issue's ledger, and what was heard of its mails together with what all mails count. */
  allowWritingLedger(fn: Lambda): void {
    const rows = [...under('batches', 'heard'), ...reputationRows];
    this.allowRows(fn, [...reading, 'PutItem', 'UpdateItem'], ...rows);
  }

  /** Lets `fn` count who left by a link of an issue, if it was sent to them. */
  allowCountingLeaves(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'Query'], ...under('batches', 'heard'));
    this.allowRows(fn, ['UpdateItem'], ...under('leaves'));
  }

  /** Lets `fn` begin anew what mails count. */
  allowReputation(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'Query', 'PutItem'], ...reputationRows);
  }

  /** Lets `fn` read how many lists have. */
  allowReadingGrowth(fn: Lambda): void {
    this.allowRows(fn, ['Query'], ...under('growth'));
  }

  /** Lets `fn` see whether an address may get a mail, and count the mails that editors test with. */
  allowTestMails(fn: Lambda): void {
    this.allowRows(fn, ['GetItem'], ...under('people', 'addresses'));
    this.allowRows(fn, ['GetItem', 'UpdateItem'], `${limits}*`);
  }

  /** Lets `fn` look up people by their ids, many at once. */
  allowLookingUpPeople(fn: Lambda): void {
    this.allowRows(fn, ['BatchGetItem'], `${people}*`);
  }
}
