import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import type { DeadLetters } from './alarms.ts';
import { allow, allowObjects } from './allow.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { batchProfile, type FunctionFactory, type FunctionProfile, requestProfile } from './functions.ts';
import type { Post } from './post.ts';
import { WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import { BookingsTable } from './stores/bookings-table.ts';
import type { ContentTable } from './stores/content-table.ts';
import { privateBucket } from './stores/private-bucket.ts';
import type { Tick } from './tick.ts';

export interface BookingsProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  readonly tick: Tick;
  /** Its outbox, and the keys of links and hashes. */
  readonly post: Post;
  /** What the room may read of the content room. */
  readonly content: { readonly table: ContentTable; readonly bodies: BodiesBucket };
  /** Origin of the site. */
  readonly siteUrl: string;
}

/** Events with their places: people book, hold, wait and give back. */
export class Bookings extends Construct {
  readonly deadLetters: readonly DeadLetters[];
  readonly #props: BookingsProps;
  readonly #table: BookingsTable;
  readonly #exports: Bucket;
  /** The room's one queue. */
  readonly #queue: WorkQueue;

  constructor(scope: Construct, id: string, props: BookingsProps) {
    super(scope, id);
    this.#props = props;
    this.#table = new BookingsTable(this, 'Table', props.stage);
    this.#exports = this.#makeExports();
    this.#queue = this.#addMessages();
    this.#addLine();
    this.#addDue();
    this.#addPages();
    this.#addBooking();
    this.#addEditors();
    this.#addAccess();
    this.deadLetters = [
      this.#table.deadLetters,
      {
        queues: [this.#queue.deadLetterQueue],
        meaning:
          'Bookings has not heard something: an event’s document (people book by what it said before, or cannot book), a ' +
          'letter that left late or is wanted again, a person to erase or to tell what is known of them, or an export. Look ' +
          'into the logs of act-on-message, then redrive Bookings/MessagesQueue.',
      },
    ];
  }

  /** Copies of what people told the press: never versioned, and gone after a day. */
  #makeExports(): Bucket {
    return privateBucket(this, 'ExportsBucket', this.#props.stage, {
      lifecycleRules: [
        { expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  /** Documents, letters and people that other rooms tell of, and what the room's own functions leave for later. */
  #addMessages(): WorkQueue {
    const { events, post, content } = this.#props;
    const reader = this.#make('act-on-message', batchProfile);
    this.#table.allowRunningEvents(reader);
    this.#table.allowCopyingPress(reader);
    // For the person themselves.
    this.#table.allowReadingAccess(reader);
    this.#table.allowWritingExports(reader);
    this.#allowExports(reader, 's3:PutObject', 's3:DeleteObject');
    // To find all that is to be removed.
    allow(reader, ['s3:ListBucket'], this.#exports.bucketArn);
    content.table.allowReadingOne(reader);
    content.table.allowReadingByKeys(reader);
    content.bodies.allowReading(reader);
    events.allowAnnouncing(reader);
    post.allowSending(reader);
    post.allowKeys(reader);
    this.#named(reader);
    const queue = new WorkQueue(this, 'MessagesQueue', { reader, batchSize: 10, setting: 'bookingsQueue' });
    events.sendDocumentChanges('BookingsDocuments', queue);
    events.sendLetters('BookingsLetters', 'bookings', queue);
    events.sendPeople('BookingsPeople', queue);
    // Before the first deploy there was no copy of the document.
    events.sendDeployEvents('BookingsDeployed', queue);
    return queue;
  }

  /** What was given back goes to those who wait. */
  #addLine(): void {
    const settleLine = this.#make('settle-line', { ...batchProfile, memory: 512 });
    this.#table.allowSettling(settleLine);
    this.#tells(settleLine);
    this.#named(settleLine);
    this.#table.deliverChangesTo(settleLine);
  }

  /** Offers and holds lapse, people are reminded, walks go on. */
  #addDue(): void {
    const actOnDue = this.#make('act-on-due', { ...batchProfile, memory: 512 });
    this.#table.allowRunningEvents(actOnDue);
    this.#table.allowReadingAccess(actOnDue);
    this.#table.allowFindingDue(actOnDue);
    this.#tells(actOnDue);
    this.#named(actOnDue);
    this.#props.tick.run(actOnDue);
  }

  /** Events, for everybody to read, by a function that can read no booking. */
  #addPages(): void {
    const { api } = this.#props;
    const show = this.#make('gatherings/show-events', requestProfile);
    this.#table.allowShowing(show);
    for (const path of ['', '/{slug}', '/past/{year}']) api.page(`ANY /events${path}`, show);
    for (const path of ['', '/{slug}']) api.open(`GET /api/events${path}`, show);
  }

  #addBooking(): void {
    const { api } = this.#props;
    // Memory is processor time: thousands may ask in the minute in which booking opens.
    const book = this.#make('booking/book-places', { ...requestProfile, memory: 1024 });
    this.#table.allowBooking(book);
    this.#table.allowLimits(book);
    this.#tells(book);
    api.page('ANY /events/{slug}/book', book);
    api.open('POST /api/events/{slug}/bookings', book);

    const open = this.#make('booking/open-booking', requestProfile);
    this.#table.allowBooking(open);
    this.#table.allowLimits(open);
    this.#tells(open);
    // Who asks for a link gets the same answer at the same time, whether there is a booking or not.
    this.#queue.allowSending(open);
    for (const path of ['', '/{link}']) api.page(`ANY /events/bookings${path}`, open);
  }

  /** What editors see and do. */
  #addEditors(): void {
    const { api } = this.#props;
    const command = this.#make('editors/command-event', requestProfile);
    this.#table.allowRunningEvents(command);
    this.#tells(command);
    for (const path of ['attendees', 'attendees/{code}', 'booking', 'cancel', 'letters'])
      api.guarded(`POST /api/events/{slug}/${path}`, command, 'editor');

    const show = this.#make('editors/show-bookings', requestProfile);
    this.#table.allowReading(show);
    this.#table.allowListing(show);
    this.#table.allowExports(show);
    // It signs links, which may do what their signer may.
    this.#allowExports(show, 's3:GetObject');
    this.#queue.allowSending(show);
    // Any method, in a route each: a template has room for 500 resources.
    api.guarded('ANY /api/bookings', show, 'editor');
    for (const path of ['report', 'attendees', 'attendees/{code}', 'attendees.csv'])
      api.guarded(`ANY /api/events/{slug}/${path}`, show, 'editor');
  }

  /** Access needs and allergies, for who has to know of them. */
  #addAccess(): void {
    const show = this.#make('editors/show-access', requestProfile);
    this.#table.allowReading(show);
    this.#table.allowReadingAccess(show);
    this.#props.api.guarded('ANY /api/events/{slug}/access', show, 'access');
  }

  /** Puts letters with the links of bookings. */
  #tells(fn: Lambda): void {
    this.#props.post.allowSending(fn);
    this.#props.post.allowKeys(fn);
  }

  #allowExports(fn: Lambda, ...actions: string[]): void {
    fn.addEnvironment(envNames.bookingsExportsBucket, this.#exports.bucketName);
    allowObjects(fn, actions, this.#exports, 'exports/');
  }

  /** Functions behind the API have the site's address from there. */
  #named(fn: Lambda): void {
    fn.addEnvironment(envNames.siteUrl, this.#props.siteUrl);
  }

  #make(name: string, profile: FunctionProfile): Lambda {
    return this.#props.functions.make(this, `bookings/${name}`, profile);
  }
}
