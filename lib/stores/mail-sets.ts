import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import {
  ConfigurationSet,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow } from '../allow.ts';

/** What SES reports, as its API names it; nobody's reading is watched. */
const reported = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
];

/**
 * SES configuration sets, which report to the account's default bus. SES itself sends no letter to an address that
 * bounced; of newsletters none to who complained of one, either.
 */
export class MailSets extends Construct {
  readonly #letters: ConfigurationSet;
  readonly #newsletters: ConfigurationSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#letters = setOf(this, 'Letters', SuppressionReasons.BOUNCES_ONLY);
    this.#newsletters = setOf(this, 'Newsletters', SuppressionReasons.BOUNCES_AND_COMPLAINTS);
  }

  /** Its name, as events have it. */
  get letters(): string {
    return this.#letters.configurationSetName;
  }

  get newsletters(): string {
    return this.#newsletters.configurationSetName;
  }

  /**
   * Lets `fn` send letters. Which address they come from is said in the press document, after a deploy: any identity
   * that the account has proved to be its own.
   */
  allowSendingLetters(fn: Lambda): void {
    const { partition, region, account } = Stack.of(this);
    const arn = (resource: string) => `arn:${partition}:ses:${region}:${account}:${resource}`;
    fn.addEnvironment(envNames.lettersConfigurationSet, this.#letters.configurationSetName);
    const set = arn(`configuration-set/${this.#letters.configurationSetName}`);
    allow(fn, ['ses:SendEmail'], arn('identity/*'), set);
    const any = 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*';
    acknowledge(fn, `AwsSolutions-IAM5[Resource::${any}]`);
  }

  /** Lets `fn` send newsletters, many in a call; as for letters, from any identity of the account. */
  allowSendingNewsletters(fn: Lambda): void {
    const set = this.newsletters;
    fn.addEnvironment(envNames.newslettersConfigurationSet, set);
    const { partition, region, account } = Stack.of(this);
    const arn = (resource: string) => `arn:${partition}:ses:${region}:${account}:${resource}`;
    // The same call by its older name: AWS's own pages ask for either.
    const actions = ['ses:SendBulkEmail', 'ses:SendBulkTemplatedEmail'];
    allow(fn, actions, arn('identity/*'), arn('template/*'), arn(`configuration-set/${set}`));
    const any = (what: string) => `arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${what}/*`;
    acknowledge(fn, ...['identity', 'template'].map((what) => `AwsSolutions-IAM5[Resource::${any(what)}]`));
  }

  /** Lets `fn` read what the account may send. */
  allowReadingAccount(fn: Lambda): void {
    allow(fn, ['ses:GetAccount'], '*');
    acknowledge(fn, 'AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions');
  }

  /** Lets `fn` see how the account has proved that identities are its own. */
  allowReadingIdentities(fn: Lambda): void {
    const { partition, region, account } = Stack.of(this);
    allow(fn, ['ses:GetEmailIdentity'], `arn:${partition}:ses:${region}:${account}:identity/*`);
    acknowledge(
      fn,
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    );
  }

  /** Lets `fn` take addresses off SES's own list. */
  allowUnsuppressing(fn: Lambda): void {
    allow(fn, ['ses:DeleteSuppressedDestination'], '*');
    acknowledge(fn, 'AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions');
  }
}

function setOf(scope: Construct, id: string, suppressionReasons: SuppressionReasons): ConfigurationSet {
  const set = new ConfigurationSet(scope, id, { suppressionReasons, reputationMetrics: false });
  set.addEventDestination('Reports', {
    // SES takes no other bus.
    destination: EventDestination.eventBus(EventBus.fromEventBusName(scope, `${id}Bus`, 'default')),
    events: reported,
  });
  return set;
}

function acknowledge(fn: Lambda, ...ids: string[]): void {
  if (!fn.role) return;
  const reason = 'SES names no narrower resource that is known at deploy.';
  Validations.of(fn.role).acknowledge(...ids.map((id) => ({ id, reason })));
}
