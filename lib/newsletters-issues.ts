import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricNames } from '../functions/newsletters/issues/metric-names.ts';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Counts, DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { type FunctionFactory, type FunctionProfile, requestProfile } from './functions.ts';
import type { Post } from './post.ts';
import { WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';
import { IssuesBucket } from './stores/issues-bucket.ts';
import type { NewslettersTable } from './stores/newsletters-table.ts';

export interface NewslettersIssuesProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  /** The keys of links and hashes, and what sends mail. */
  readonly post: Post;
  readonly content: { readonly table: ContentTable; readonly bodies: BodiesBucket };
  readonly siteUrl: string;
  readonly table: NewslettersTable;
  /** The room's queue with the function that reads it, and the one that runs each minute. */
  readonly queue: WorkQueue;
  readonly reader: Lambda;
  readonly actOnDue: Lambda;
}

/**
 * Sends for 20 seconds, then has itself go on; the rest is for the call of SES that is under way (ten seconds) and for
 * writing what came of it. Shorter than a claim's lease (60 seconds): who is past it is dead. Memory is processor time, of
 * which the signing of links takes most.
 */
const sender: FunctionProfile = { ...requestProfile, memory: 1024, seconds: 40, sourceMaps: true };

/** Seconds until a message whose function died comes again. */
const visibility = 60;

/** Issues of the mail: made of documents, sent once to each person, and kept in the web archive. */
export class NewslettersIssues extends Construct {
  readonly deadLetters: DeadLetters;
  /** What an alarm watches besides dead letters. */
  readonly counts: Counts = {
    service: 'newsletters',
    metrics: Object.values(metricNames),
    meaning:
      'A newsletter has paused by itself (bounces or complaints are near where AWS stops an account, or SES refuses it), ' +
      'fails again and again (see the logs of send-issue), or its time was long over when it was first seen. Its readers wait, perhaps a part of them. "press newsletter report ' +
      'SLUG" says why and what to do; then "press newsletter resume SLUG" or "send SLUG".',
  };
  readonly bucket: IssuesBucket;
  /** The room's construct, in which its functions stand. */
  readonly #room: Construct;
  readonly #props: NewslettersIssuesProps;
  readonly #queue: WorkQueue;

  constructor(room: Construct, id: string, props: NewslettersIssuesProps) {
    super(room, id);
    this.#room = room;
    this.#props = props;
    this.bucket = new IssuesBucket(this, 'Bucket', props.stage);
    this.#queue = this.#addSending();
    this.#addHearing();
    this.#addTick();
    this.#addArchive();
    this.#addShowing();
    this.#addCommands();
    this.#addBackup();
    this.deadLetters = {
      queues: [this.#queue.deadLetterQueue],
      meaning:
        'A newsletter does not go on: its readers wait. The tick tries it again each minute; look into the logs of ' +
        'send-issue, then delete the messages of Newsletters/Issues/Queue/Dead.',
    };
  }

  /** The one owner of the account's rate: a group of a FIFO queue is read by one call at a time. */
  #addSending(): WorkQueue {
    const { table, post } = this.#props;
    const send = this.#make('issues/send-issue', sender);
    table.allowReadingPress(send);
    table.allowMovingIssues(send);
    table.allowNews(send);
    table.allowWritingLedger(send);
    table.allowBrowsing(send);
    table.allowLookingUpPeople(send);
    this.bucket.allowKeeping(send);
    this.#allowComposing(send);
    post.allowKeys(send);
    post.allowMailing(send);
    post.allowReadingAccount(send);
    this.#named(send);
    const queue = new WorkQueue(this, 'Queue', {
      reader: send,
      batchSize: 1,
      fifo: true,
      setting: 'issuesQueue',
      visibility,
    });
    queue.allowSending(send);
    return queue;
  }

  /** Documents that readers get, and what SES reports of mails. */
  #addHearing(): void {
    const { events, table, queue, reader, content } = this.#props;
    events.sendDocumentChanges('NewslettersDocuments', queue);
    this.#sendReports();
    table.allowMovingIssues(reader);
    table.allowDigests(reader);
    table.allowNews(reader);
    table.allowWritingLedger(reader);
    this.bucket.allowPublishing(reader);
    this.bucket.allowReadingFrozen(reader);
    this.#allowComposing(reader);
    content.table.allowReadingLists(reader);
    // Who got what, for an editor.
    table.allowReadingLedger(reader);
    this.#queue.allowSending(reader);
  }

  #addTick(): void {
    const { table, actOnDue, content } = this.#props;
    table.allowMovingIssues(actOnDue);
    // What a cancelled issue left claimed.
    table.allowWritingLedger(actOnDue);
    table.allowDigests(actOnDue);
    table.allowNews(actOnDue);
    this.bucket.allowReadingMarks(actOnDue);
    // Whether there is news for a digest.
    content.table.allowReadingByKeys(actOnDue);
    this.#queue.allowSending(actOnDue);
  }

  /** Lists, their issues and feeds, for everybody to read, by a function that can read no person. */
  #addArchive(): void {
    const { api, table } = this.#props;
    const show = this.#make('archive/show-archive', requestProfile);
    table.allowReadingPress(show);
    table.allowReadingArchive(show);
    this.bucket.allowReadingPages(show);
    for (const route of ['ANY /newsletters/{list}', 'ANY /newsletters/{list}/{slug}']) api.page(route, show);
  }

  /** Newsletters as editors see them, composed as things stand, and what mail needs. */
  #addShowing(): void {
    const { api, table, post } = this.#props;
    const show = this.#make('newsroom/show-issues', { ...requestProfile, memory: 1024 });
    table.allowReadingPress(show);
    table.allowReadingIssues(show);
    table.allowReadingLedger(show);
    table.allowReadingGrowth(show);
    this.bucket.allowReadingFrozen(show);
    this.#allowComposing(show);
    post.allowReadingAccount(show);
    post.allowReadingIdentities(show);
    for (const path of ['', '/{slug}', '/{slug}/preview', '/{slug}/report'])
      api.guarded(`GET /api/newsletters${path}`, show, 'editor');
    api.guarded('GET /api/mail', show, 'editor');
  }

  #addCommands(): void {
    const { api, table, post, content } = this.#props;
    const command = this.#make('newsroom/command-newsletter', {
      ...requestProfile,
      memory: 1024,
      seconds: 30,
    });
    table.allowReadingPress(command);
    table.allowMovingIssues(command);
    table.allowDigests(command);
    table.allowNews(command);
    table.allowReadingLedger(command);
    table.allowReputation(command);
    table.allowTestMails(command);
    this.bucket.allowReadingFrozen(command);
    this.#allowComposing(command);
    // What a digest begins with when it is resumed.
    content.table.allowReadingLists(command);
    this.#queue.allowSending(command);
    post.allowKeys(command);
    post.allowMailing(command);
    post.allowReadingAccount(command);
    for (const verb of ['send', 'pause', 'resume', 'cancel', 'again', 'test'])
      api.guarded(`POST /api/newsletters/{slug}/${verb}`, command, 'editor');
  }

  /** Issues, digests and what each list has had, for a backup and from one. */
  #addBackup(): void {
    const { table, api } = this.#props;
    const transfer = this.#make('backup/transfer-records', { ...requestProfile, memory: 1024 });
    table.allowMovingIssues(transfer);
    table.allowDigests(transfer);
    table.allowNews(transfer);
    table.allowReadingLedger(transfer);
    this.bucket.allowKeeping(transfer);
    api.guarded('GET /api/newsletter-records', transfer, 'editor');
    for (const method of ['GET', 'POST'])
      api.guarded(`${method} /api/newsletter-records/{id}`, transfer, 'editor');
  }

  /**
   * Of an event only this goes on: an address never reaches a queue. A bounce has a class, which no other event has.
   * There are no dead letters: EventBridge would put the whole event there. It tries for a day, and what is never heard
   * leaves mails as sent.
   */
  #sendReports(): void {
    const report = {
      type: EventField.fromPath('$.detail.eventType'),
      messageId: EventField.fromPath('$.detail.mail.messageId'),
      time: EventField.fromPath('$.time'),
      tags: EventField.fromPath('$.detail.mail.tags'),
    };
    const bounce = EventField.fromPath('$.detail.bounce.bounceType');
    const bounceOf = EventField.fromPath('$.detail.bounce.bounceSubType');
    this.#sendReport('Reports', ['Send', 'Delivery', 'Complaint', 'Reject', 'Rendering Failure'], report);
    this.#sendReport('Bounces', ['Bounce'], { ...report, bounce, bounceOf });
  }

  #sendReport(id: string, eventType: string[], report: Record<string, string>): void {
    const { queue, post } = this.#props;
    const tags = { 'ses:configuration-set': [post.newslettersSet] };
    const rule = new Rule(this, id, {
      eventPattern: { source: ['aws.ses'], detail: { eventType, mail: { tags } } },
      targets: [new SqsQueue(queue.queue, { message: RuleTargetInput.fromObject({ report }) })],
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'What EventBridge puts into dead letters has the addresses in it.',
    });
  }

  /** Articles and bodies that readers have. */
  #allowComposing(fn: Lambda): void {
    const { table, bodies } = this.#props.content;
    table.allowReadingByKeys(fn);
    bodies.allowReading(fn);
  }

  /** Functions behind the API have the site's address from there. */
  #named(fn: Lambda): void {
    fn.addEnvironment(envNames.siteUrl, this.#props.siteUrl);
  }

  #make(name: string, profile: FunctionProfile): Lambda {
    return this.#props.functions.make(this.#room, `newsletters/${name}`, profile);
  }
}
