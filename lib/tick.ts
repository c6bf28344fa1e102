import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

const minute = Duration.minutes(1);

/** One rule a minute, for what becomes due: each room keeps what it has to do, and when, in its own table. */
export class Tick extends Construct {
  /** Those that it runs: no queue holds a call that failed. */
  readonly functions: Lambda[] = [];
  readonly #rule: Rule;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#rule = new Rule(this, 'Minute', { schedule: Schedule.rate(minute) });
    Validations.of(this.#rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'A minute that is missed is made up for by the next; a room’s alarm tells of many.',
    });
  }

  /**
   * Runs `fn` once a minute, at times twice, or a while after the one before is still running. The event tells it
   * nothing. A rule takes five functions.
   */
  run(fn: Lambda): void {
    this.functions.push(fn);
    // A call waits in Lambda's own queue where the account has no room for it, and would be tried again for six hours.
    fn.configureAsyncInvoke({ maxEventAge: minute, retryAttempts: 0 });
    Validations.of(fn).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: 'A call that is dropped carries nothing; the next minute makes up for it.',
    });
    // CDK's own target would name the permission after the stack, and a press with a name has another.
    fn.addPermission('Tick', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: this.#rule.ruleArn,
    });
    // The next minute makes up for a call that does not arrive.
    const retryPolicy = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: minute.toSeconds() };
    this.#rule.addTarget({ bind: () => ({ arn: fn.functionArn, retryPolicy, targetResource: fn }) });
  }
}
