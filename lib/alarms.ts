import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Annotations, Aws, Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';

/** Dead-letter queues with one meaning. */
export interface DeadLetters {
  readonly queues: readonly IQueue[];
  /** What people miss while a message is in one of them, and where to look. */
  readonly meaning: string;
}

/** A function that reads a stream, which may fall behind. */
export interface Delay {
  readonly reader: IFunction;
  /** What people miss while it is behind, and where to look. */
  readonly meaning: string;
}

/** What a room counts when somebody has to look after something. */
export interface Counts {
  /** The service under which the room counts. */
  readonly service: string;
  readonly metrics: readonly string[];
  /** What each of them means, and where to look. */
  readonly meaning: string;
}

/** Functions that run by the clock, where a call that failed is in no queue. */
export interface ClockedFunctions {
  readonly functions: readonly IFunction[];
  /** What people miss while they fail, and where to look. */
  readonly meaning: string;
}

export interface AlarmsProps {
  readonly stage: Stage;
  /** Address that gets the alarms. Without one they show in CloudWatch alone; `stage` tells whether that is said. */
  readonly email?: string;
}

/** The warning that a press has no address for its alarms. */
export const noAlarmEmail = 'broadside:alarmEmail';

/** CloudWatch takes no longer description. */
const maxDescription = 1024;

/** One alarm a room: more than ten alarms cost money even when nothing happens. */
export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { stage, email }: AlarmsProps) {
    super(scope, id);
    this.#topic = new Topic(this, 'Topic', { displayName: 'Broadside', enforceSSL: true });
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (email) this.#tell(email);
    else if (stage.needsAlarmEmail) {
      Annotations.of(this).addWarningV2(
        noAlarmEmail,
        'Nobody is told when an alarm goes off: name an address, as in --context alarmEmail=desk@press.example.',
      );
    }
  }

  #tell(email: string): void {
    Validations.of(this.#topic.addSubscription(new EmailSubscription(email))).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'SNS tries a mail again for hours, and the alarm itself stays in CloudWatch.',
    });
  }

  /**
   * Raises an alarm while any dead-letter queue of `room` holds a message.
   * @throws Error when the meanings together are longer than an alarm's description may be.
   */
  watch(room: string, deadLetters: readonly DeadLetters[]): void {
    this.#add(room, {
      alarmDescription: deadLetters.map(({ meaning }) => meaning).join(' '),
      metric: messagesIn(deadLetters.flatMap(({ queues }) => queues)),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: window,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * Raises an alarm while what `reader` gets from its stream is older than ten minutes, or is not got at all: Lambda
   * tells the age when a batch is processed, and says nothing of it while every call is throttled.
   */
  watchAge(id: string, { reader, meaning }: Delay): void {
    const usingMetrics = {
      age: reader.metric('IteratorAge', { period, statistic: 'Maximum' }),
      throttles: reader.metricThrottles({ period }),
    };
    const isOld = `FILL(age, -1) > ${oldest.toMilliseconds()}`;
    const isThrottled = '(FILL(age, -1) < 0 AND FILL(throttles, 0) > 0)';
    const expression = `IF(${isOld} OR ${isThrottled}, 1, 0)`;
    this.#add(id, {
      alarmDescription: meaning,
      metric: new MathExpression({ expression, usingMetrics, period, label: 'Behind' }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Raises an alarm once any of the metrics is counted. */
  watchCounts(id: string, { service, metrics, meaning }: Counts): void {
    const metric = (metricName: string): IMetric =>
      new Metric({
        namespace: 'Broadside',
        metricName,
        dimensionsMap: { service },
        period,
        statistic: 'Sum',
      });
    const usingMetrics = Object.fromEntries(metrics.map((name, n) => [`m${n}`, metric(name)]));
    this.#add(id, {
      alarmDescription: meaning,
      metric: new MathExpression({
        expression: sumOf(usingMetrics),
        usingMetrics,
        period,
        label: 'To look after',
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: window,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Raises an alarm while functions fail again and again: one failure is made up for by the next run. */
  watchFailures(id: string, { functions, meaning }: ClockedFunctions): void {
    const usingMetrics = Object.fromEntries(
      functions.map((fn, n) => [`m${n}`, fn.metricErrors({ period, statistic: 'Sum' })]),
    );
    this.#add(id, {
      alarmDescription: meaning,
      metric: new MathExpression({
        expression: sumOf(usingMetrics),
        usingMetrics,
        period,
        label: 'Failures',
      }),
      threshold: mostFailures,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  #add(id: string, props: AlarmProps & { alarmDescription: string }): void {
    const { length } = props.alarmDescription;
    if (length > maxDescription) {
      throw new Error(
        `The alarm of ${id} says ${length} characters, and CloudWatch takes ${maxDescription}: shorten what its dead letters mean.`,
      );
    }
    new Alarm(this, id, props).addAlarmAction(new SnsAction(this.#topic));
  }
}

const period = Duration.minutes(5);
const oldest = Duration.minutes(10);
/** In a period, of a function that runs each minute. */
const mostFailures = 3;
/**
 * Periods, of which one with a dead letter is enough. A queue that was idle reports up to 15 minutes late, and `FILL`
 * has put a 0 there by then: an alarm on the last period alone would never see it, or go on and off.
 */
const window = 6;

function messagesIn(queues: readonly IQueue[]): MathExpression {
  const usingMetrics = Object.fromEntries(
    queues.map((queue, n) => [
      `m${n}`,
      queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    ]),
  );
  return new MathExpression({ expression: sumOf(usingMetrics), usingMetrics, period, label: 'Dead letters' });
}

/** What is idle for hours reports nothing, and a sum with a missing term has no value: missing counts as 0. */
const sumOf = (metrics: Readonly<Record<string, unknown>>): string =>
  Object.keys(metrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
