import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Aws, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

export interface DeadLetters {
  readonly queues: readonly IQueue[];
  /** What readers miss because of them, and where to look. */
  readonly meaning: string;
}

/** One alarm a room: more than ten alarms cost money even when nothing happens. */
export class Alarms extends Construct {
  readonly #topic: Topic;

  /** @param email Who is told; nobody if left out, and the alarms show in CloudWatch alone. */
  constructor(scope: Construct, id: string, email?: string) {
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
    if (email) this.#topic.addSubscription(new EmailSubscription(email));
  }

  /** Rings while a dead letter of `room` lies anywhere. */
  watch(room: string, { queues, meaning }: DeadLetters): void {
    const alarm = new Alarm(this, room, {
      alarmDescription: meaning,
      metric: lying(queues),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}

/** A queue nobody has touched for hours reports nothing, and one silence would make the whole sum unknown. */
function lying(queues: readonly IQueue[]): MathExpression {
  const period = Duration.minutes(5);
  const usingMetrics = Object.fromEntries(
    queues.map((queue, n) => [
      `m${n}`,
      queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    ]),
  );
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, period, label: 'Dead letters' });
}
