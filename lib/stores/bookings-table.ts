import { FilterRule, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { indexes, lineKey, partitions, settingsKey } from '../../functions/bookings/table-keys.ts';
import type { Stage } from '../stage.ts';
import { RoomTable } from './room-table.ts';

/** Counters of limits (`functions/runtime/people/dynamo-limits.ts`). */
const limits = 'limit#*';

const under = (...kinds: (keyof typeof partitions)[]) => kinds.map((kind) => `${partitions[kind]}*`);

/** What everybody may know of an event, and the press. */
const shownRows = [...under('gatherings', 'slugs', 'quotas'), settingsKey.pk];
/** What moves when places do. Access needs are beside them, for they are written with a booking and read apart. */
const movedRows = under('quotas', 'lines', 'bookings');
const bookedRows = [...movedRows, ...under('addresses', 'records')];
const gatheringRows = under('gatherings', 'slugs');

const reading = ['GetItem', 'BatchGetItem', 'Query'];
/** A move is one transaction, some of whose rows it only checks. */
const writing = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];

/**
 * Events, their quotas and lines, and who has which place. Each of its permissions to write is one statement: it has to
 * hold for all rows that a transaction puts, changes, deletes or checks. Its stream has lines served.
 */
export class BookingsTable extends RoomTable {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      stage,
      setting: 'bookingsTable',
      table: { timeToLiveAttribute: 'ttl' },
      stream: {
        ids: { mapping: 'UnsettledLines', deadLetters: 'Unsettled' },
        filters: [
          {
            dynamodb: {
              Keys: {
                pk: { S: FilterRule.beginsWith(partitions.lines) },
                sk: { S: FilterRule.isEqual(lineKey('').sk) },
              },
              NewImage: { unsettled: { BOOL: [true] } },
            },
          },
        ],
        batchSize: 50,
        // The tick serves, every minute, what is left: no line stands for long, and none holds up those after it.
        retryAttempts: 2,
        meaning:
          'Places were given back and stand idle while people wait: serving the line fails, and is tried again each ' +
          'minute. Look into the logs of settle-line and act-on-due, then delete the messages of Bookings/Table/Unsettled.',
      },
    });
    for (const index of Object.values(indexes)) this.addIndex(index, index.name === indexes.starts.name);
  }

  /** Lets `fn` show events, how many places are left and whether somebody waits, and nothing of who that is. */
  allowShowing(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'BatchGetItem'], ...shownRows);
    this.allowRows(fn, ['GetItem'], ...under('lines'));
    this.allowIndex(fn, indexes.starts.name);
  }

  /** Lets `fn` read events, the press and bookings, but for access needs. */
  allowReading(fn: Lambda): void {
    this.allowRows(fn, reading, ...shownRows, ...bookedRows);
  }

  /** Lets `fn` list events by their start, from an index that may lag behind. */
  allowListing(fn: Lambda): void {
    this.allowIndex(fn, indexes.starts.name);
  }

  /** Lets `fn` give the places that passed to those who wait, and tell what lapsed. */
  allowSettling(fn: Lambda): void {
    this.allowRows(fn, reading, ...shownRows, ...movedRows);
    this.allowRows(fn, writing, ...movedRows);
    this.allowIndex(fn, indexes.lapses.name);
  }

  /** Lets `fn` move places: book, hold, wait, give back; and write access needs, which it cannot read. */
  allowBooking(fn: Lambda): void {
    this.allowReading(fn);
    this.allowRows(fn, writing, ...bookedRows, ...under('access'));
    this.allowIndex(fn, indexes.lapses.name);
  }

  /** Lets `fn` change events with their quotas, and move places. */
  allowRunningEvents(fn: Lambda): void {
    this.allowReading(fn);
    this.allowRows(fn, writing, ...gatheringRows, ...bookedRows, ...under('access'));
    this.allowIndex(fn, indexes.lapses.name);
  }

  /** Lets `fn` count what strangers cause. */
  allowLimits(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'UpdateItem'], limits);
  }

  /** Lets `fn` list what is due, from an index that may lag behind. */
  allowFindingDue(fn: Lambda): void {
    this.allowIndex(fn, indexes.due.name);
  }

  /** Lets `fn` keep the room's copy of the press document. */
  allowCopyingPress(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem'], settingsKey.pk);
  }

  /** Lets `fn` read what people with access needs ask for. */
  allowReadingAccess(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'Query'], ...under('access'));
  }

  /** Lets `fn` keep what editors have written as files for them. */
  allowExports(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem'], ...under('exports'));
  }

  /** The same, and count what was erased since. */
  allowWritingExports(fn: Lambda): void {
    this.allowRows(fn, ['GetItem', 'PutItem', 'UpdateItem'], ...under('exports'));
  }
}
