import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
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
    // The next minute makes up for a call that does not arrive.
    this.#rule.addTarget(new LambdaFunction(fn, { retryAttempts: 0, maxEventAge: minute }));
  }
}
