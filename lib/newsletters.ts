import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Counts, DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { batchProfile, type FunctionFactory, type FunctionProfile, requestProfile } from './functions.ts';
import { NewslettersEditors } from './newsletters-editors.ts';
import { NewslettersIssues } from './newsletters-issues.ts';
import type { Post } from './post.ts';
import { WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';
import { NewslettersTable } from './stores/newsletters-table.ts';
import type { Tick } from './tick.ts';

export interface NewslettersProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  readonly tick: Tick;
  /** Its outbox, the keys of links and hashes, and the log of who left. */
  readonly post: Post;
  /** What the room may read of the content room. */
  readonly content: { readonly table: ContentTable; readonly bodies: BodiesBucket };
  /** Origin of the site. */
  readonly siteUrl: string;
}

/** In the log that stands outside the table. */
const logPrefix = 'newsletters/';

/** People subscribe, confirm, choose and leave. */
export class Newsletters extends Construct {
  readonly deadLetters: readonly DeadLetters[];
  /** What an alarm watches besides dead letters. */
  readonly counts: Counts;
  readonly table: NewslettersTable;
  /** The room's one queue, and the function that reads it. */
  readonly queue: WorkQueue;
  readonly reader: Lambda;
  readonly #props: NewslettersProps;

  constructor(scope: Construct, id: string, props: NewslettersProps) {
    super(scope, id);
    this.#props = props;
    this.table = new NewslettersTable(this, 'Table', props.stage);
    const { queue, reader } = this.#addMessages();
    this.queue = queue;
    this.reader = reader;
    this.#addSignUp();
    this.#addLinks();
    const own = { ...props, table: this.table, queue, reader };
    new NewslettersEditors(this, 'Editors', own);
    const issues = new NewslettersIssues(this, 'Issues', { ...own, actOnDue: this.#addDue() });
    this.counts = issues.counts;
    this.deadLetters = [
      this.table.deadLetters,
      issues.deadLetters,
      {
        queues: [queue.deadLetterQueue],
        meaning:
          'Newsletters has not heard something: a document, an address that bounces, what became of mails, or a letter that ' +
          'left late and whose link may have run out. See MessagesQueue and the logs of act-on-message, then redrive.',
      },
    ];
  }

  #addSignUp(): void {
    const { api, post } = this.#props;
    const signUp = this.#make('sign-up', requestProfile);
    this.table.allowSigningUp(signUp);
    post.allowKeys(signUp);
    api.open('POST /api/subscriptions', signUp);
    api.page('ANY /newsletters', signUp);

    const settleSignUp = this.#make('settle-sign-up', { ...batchProfile, memory: 512 });
    this.#named(settleSignUp);
    this.table.allowDeciding(settleSignUp, 'signUps');
    this.table.allowReadingHashKeys(settleSignUp);
    post.allowSending(settleSignUp);
    post.allowKeys(settleSignUp);
    this.table.deliverChangesTo(settleSignUp);
  }

  /** What the links of letters open. Any method, in a route each: a template has room for 500 resources. */
  #addLinks(): void {
    const { api, post } = this.#props;
    const openLink = this.#make('links/open-link', requestProfile);
    this.table.allowDeciding(openLink);
    // What a person asks to be given of themselves.
    this.table.allowReadingStories(openLink);
    this.table.allowCountingLeaves(openLink);
    this.queue.allowSending(openLink);
    post.allowSending(openLink);
    post.allowKeys(openLink);
    post.allowLogging(openLink, logPrefix);
    // The web archive answers at all others.
    for (const what of ['confirm', 'leave', 'preferences', 'change'])
      api.page(`ANY /newsletters/${what}/{link}`, openLink);
  }

  #addDue(): Lambda {
    const { tick, post } = this.#props;
    const actOnDue = this.#make('act-on-due', { ...batchProfile, memory: 512 });
    this.#named(actOnDue);
    this.table.allowDeciding(actOnDue, 'signUps');
    this.table.allowReadingHashKeys(actOnDue);
    this.table.allowFollowingLog(actOnDue);
    this.table.allowFindingDue(actOnDue);
    post.allowSending(actOnDue);
    post.allowKeys(actOnDue);
    this.queue.allowSending(actOnDue);
    post.allowReplaying(actOnDue, logPrefix);
    post.allowReplaying(actOnDue, 'post/');
    tick.run(actOnDue);
    return actOnDue;
  }

  #addMessages(): { queue: WorkQueue; reader: Lambda } {
    const { events, post, content } = this.#props;
    const reader = this.#make('act-on-message', { ...batchProfile, memory: 512 });
    this.#named(reader);
    this.table.allowDeciding(reader, 'imports', 'exports');
    this.table.allowCopyingPress(reader);
    this.table.allowLearningHashKeys(reader);
    this.table.allowFollowingLog(reader);
    post.allowSending(reader);
    content.table.allowReadingOne(reader);
    const queue = new WorkQueue(this, 'MessagesQueue', {
      reader,
      batchSize: 10,
      setting: 'newslettersQueue',
    });
    events.sendPostEvents('NewslettersPost', queue);
    // Before the first deploy there was no copy of the document.
    events.sendDeployEvents('NewslettersDeployed', queue);
    return { queue, reader };
  }

  /** Functions behind the API have the site's address from there. */
  #named(fn: Lambda): void {
    fn.addEnvironment(envNames.siteUrl, this.#props.siteUrl);
  }

  #make(name: string, profile: FunctionProfile): Lambda {
    return this.#props.functions.make(this, `newsletters/${name}`, profile);
  }
}
