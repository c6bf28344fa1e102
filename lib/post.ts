import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricNames } from '../functions/post/contract/metric-names.ts';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Counts, DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { batchProfile, type FunctionFactory, type FunctionProfile, requestProfile } from './functions.ts';
import { WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { ContentTable } from './stores/content-table.ts';
import { LeaveLog, type LogPrefix } from './stores/leave-log.ts';
import { MailSets } from './stores/mail-sets.ts';
import { PostTable } from './stores/post-table.ts';
import { SigningKeys } from './stores/signing-keys.ts';
import type { Tick } from './tick.ts';

export interface PostProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  readonly tick: Tick;
  /** The content room's table, for the press document. */
  readonly content: ContentTable;
  /** Origin of the site. */
  readonly siteUrl: string;
}

/** Shorter than a claim's lease (`functions/post/letters/outbox-letter.ts`): who is past it is dead. */
const sender: FunctionProfile = { ...batchProfile, memory: 512, seconds: 60 };

/**
 * Sends the letters of all rooms, records what becomes of mail, and which addresses get none. Other rooms put letters
 * into its table, each within a transaction of its own, and share its signing keys and its log.
 */
export class Post extends Construct {
  readonly deadLetters: readonly DeadLetters[];
  /** What an alarm watches besides dead letters. */
  readonly counts: Counts;
  readonly #props: PostProps;
  readonly #table: PostTable;
  readonly #log: LeaveLog;
  readonly #keys: SigningKeys;
  readonly #sets: MailSets;

  constructor(scope: Construct, id: string, props: PostProps) {
    super(scope, id);
    this.#props = props;
    this.#table = new PostTable(this, 'Table', props.stage);
    this.#log = new LeaveLog(this, 'LeaveLog', props.stage);
    this.#keys = new SigningKeys(this, 'Keys', props.stage);
    this.#sets = new MailSets(this, 'MailSets');
    this.#table.deliverChangesTo(this.#makeSender('letters/send-letters'));
    this.counts = this.#addTick();
    this.deadLetters = [this.#table.deadLetters, this.#addFeedback()];
    this.#addRoutes();
  }

  /** Lets `fn` put letters into the outbox, in transactions with rows of its own. */
  allowSending(fn: Lambda): void {
    this.#table.allowSending(fn);
  }

  /** Lets `fn` sign and check links, and hash addresses. */
  allowKeys(fn: Lambda): void {
    this.#keys.allowKeys(fn);
  }

  /** Lets `fn` log who left and the like, before it answers. */
  allowLogging(fn: Lambda, prefix: LogPrefix): void {
    this.#log.allowLogging(fn, prefix);
  }

  /** Lets `fn` bring its table up to the log. */
  allowReplaying(fn: Lambda, prefix: LogPrefix): void {
    this.#log.allowReplaying(fn, prefix);
  }

  /** The configuration set of newsletters, as events name it. */
  get newslettersSet(): string {
    return this.#sets.newsletters;
  }

  /** Lets `fn` send newsletters. */
  allowMailing(fn: Lambda): void {
    this.#sets.allowSendingNewsletters(fn);
  }

  /** Lets `fn` read what the account may send. */
  allowReadingAccount(fn: Lambda): void {
    this.#sets.allowReadingAccount(fn);
  }

  /** Lets `fn` see how the account has proved that senders are its own. */
  allowReadingIdentities(fn: Lambda): void {
    this.#sets.allowReadingIdentities(fn);
  }

  #makeSender(name: string): Lambda {
    const fn = this.#make(name, sender);
    this.#table.allowSettling(fn);
    this.#log.allowReplaying(fn, 'post/');
    this.#sets.allowSendingLetters(fn);
    this.#props.events.allowAnnouncing(fn);
    fn.addEnvironment(envNames.siteUrl, this.#props.siteUrl);
    return fn;
  }

  #addTick(): Counts {
    const actOnDue = this.#makeSender('letters/act-on-due');
    this.#table.allowFindingDue(actOnDue);
    this.#props.tick.run(actOnDue);
    return {
      service: 'post',
      metrics: Object.values(metricNames),
      meaning:
        'Letters need somebody. LettersInDoubt: nobody knows whether some left; see GET /api/letters?state=doubt, and ' +
        'send them again or settle them. LettersHeld: letters wait because SES ' +
        'takes none from this account (sandbox, no verified sender in the press document, paused), or they are overdue by 15 minutes. ' +
        'LettersRefused: SES refuses what is in a letter or its sender, and it never leaves; see the sender in the press ' +
        'document. LettersAboveCeiling: more sign-ups in an hour than the press document allows, perhaps by a machine; their ' +
        'letters leave in later hours. Look into the logs of act-on-due and send-letters; no other letter is lost.',
    };
  }

  /**
   * What SES reports of both rooms' mail, the press document, and what other rooms announce to post: one queue, for a new
   * account runs few functions at once, and one function, which tells the messages apart.
   */
  #addFeedback(): DeadLetters {
    const { events, content } = this.#props;
    const hearFeedback = this.#make('feedback/hear-feedback', { ...batchProfile, memory: 512 });
    this.#table.allowSettling(hearFeedback);
    this.#table.allowFindingDue(hearFeedback);
    this.#table.allowReadingAddresses(hearFeedback);
    this.#log.allowLogging(hearFeedback, 'post/');
    events.allowAnnouncing(hearFeedback);
    content.allowReadingOne(hearFeedback);
    const queue = new WorkQueue(this, 'FeedbackQueue', {
      reader: hearFeedback,
      batchSize: 10,
      setting: 'feedbackQueue',
    });
    this.#sendReports(queue);
    events.sendPressDocument('PostPress', queue);
    events.sendToPost('PostErasures', queue);
    events.sendDeployEvents('PostDeployed', queue);
    return {
      queues: [queue.deadLetterQueue],
      meaning:
        'What became of some mail was not heard: an address that bounced or complained may get more, a letter stays in ' +
        'doubt, a changed sender is not used, or an erased person stands in a letter. Look into the logs of ' +
        'hear-feedback, then redrive FeedbackQueue.',
    };
  }

  /**
   * Of an event only this goes on: an address never reaches a queue. A bounce has a class, which no other event has.
   * There are no dead letters: EventBridge would put the whole event there. It tries for a day, and SES promises nobody
   * that it reports at all.
   */
  #sendReports(queue: WorkQueue): void {
    const report = {
      type: EventField.fromPath('$.detail.eventType'),
      messageId: EventField.fromPath('$.detail.mail.messageId'),
      time: EventField.fromPath('$.time'),
      tags: EventField.fromPath('$.detail.mail.tags'),
    };
    const bounce = EventField.fromPath('$.detail.bounce.bounceType');
    const { letters, newsletters } = this.#sets;
    // That a newsletter left says nothing of its address, and there are thousands.
    const reports = [
      reportsOf([letters], 'Send', 'Delivery', 'Complaint', 'Reject'),
      reportsOf([newsletters], 'Delivery', 'Complaint'),
    ];
    this.#sendReport('Reports', { $or: reports }, report, queue);
    this.#sendReport('Bounces', reportsOf([letters, newsletters], 'Bounce'), { ...report, bounce }, queue);
  }

  #sendReport(id: string, detail: object, feedback: Record<string, string>, queue: WorkQueue): void {
    const rule = new Rule(this, id, {
      eventPattern: { source: ['aws.ses'], detail },
      targets: [new SqsQueue(queue.queue, { message: RuleTargetInput.fromObject({ feedback }) })],
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'What EventBridge puts into dead letters has the addresses in it.',
    });
  }

  #addRoutes(): void {
    const { api, events } = this.#props;
    const handleDoubts = this.#make('letters/handle-doubts', requestProfile);
    this.#table.allowSettlingLetters(handleDoubts);
    this.#table.allowFindingDue(handleDoubts);
    events.allowAnnouncing(handleDoubts);
    api.guarded('GET /api/letters', handleDoubts, 'editor');
    api.guarded('POST /api/letters/{id}/resend', handleDoubts, 'editor');
    api.guarded('POST /api/letters/{id}/settle', handleDoubts, 'editor');

    const unsuppress = this.#make('suppressions/unsuppress-address', requestProfile);
    this.#table.allowMarking(unsuppress);
    this.#log.allowLogging(unsuppress, 'post/');
    this.#keys.allowKeys(unsuppress);
    this.#sets.allowUnsuppressing(unsuppress);
    events.allowAnnouncing(unsuppress);
    api.guarded('POST /api/suppressions/unsuppress', unsuppress, 'subscribers');
  }

  #make(name: string, profile: FunctionProfile): Lambda {
    return this.#props.functions.make(this, `post/${name}`, profile);
  }
}

/** Of a report's detail: its kind, and the configuration set of its mail. */
const reportsOf = (sets: string[], ...eventType: string[]) => ({
  eventType,
  mail: { tags: { 'ses:configuration-set': sets } },
});
