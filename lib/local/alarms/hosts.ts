import { physicalName } from '../physical-name.ts';
import type { Host, Identity, Place } from '../resource.ts';
import { readProperties } from '../web/properties.ts';
import { alarmShape } from './alarm.ts';
import { alarmsOf } from './alarms.ts';

type Properties = Readonly<Record<string, unknown>>;

const nameOf = (given: unknown, logicalId: string, place: Place): string =>
  typeof given === 'string' ? given : physicalName(logicalId, place);

const arnOf = (service: string, { region, account }: Place, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

/** Must come after the queues it looks at. */
const alarmHost: Host = {
  type: 'AWS::CloudWatch::Alarm',
  honours: ['AlarmName', ...Object.keys(alarmShape.shape)],
  ignores: [
    'ActionsEnabled',
    'AlarmActions',
    'DatapointsToAlarm',
    'EvaluationPeriods',
    'ExtendedStatistic',
    'InsufficientDataActions',
    'OKActions',
    'Period',
    'Statistic',
    'Tags',
    'TreatMissingData',
    'Unit',
  ],

  identify(logicalId, place, properties) {
    const name = nameOf(properties.AlarmName, logicalId, place);
    return { ref: name, attributes: { Arn: arnOf('cloudwatch', place, `alarm:${name}`) } };
  },

  create(resource, cloud) {
    alarmsOf(cloud).add(resource.identity.ref, readProperties(resource, alarmShape));
  },
};

/** What has a name here, and does nothing. */
function named(
  type: string,
  ignores: string[],
  identify: (name: string, place: Place) => Identity,
  nameProperty: string,
): Host {
  return {
    type,
    honours: [nameProperty],
    ignores,
    identify: (logicalId: string, place: Place, properties: Properties) =>
      identify(nameOf(properties[nameProperty], logicalId, place), place),
    create() {},
  };
}

/** Functions log to files. */
const logGroupHost = named(
  'AWS::Logs::LogGroup',
  ['RetentionInDays', 'KmsKeyId', 'LogGroupClass', 'Tags', 'DataProtectionPolicy', 'FieldIndexPolicies'],
  (name, place) => ({ ref: name, attributes: { Arn: arnOf('logs', place, `log-group:${name}:*`) } }),
  'LogGroupName',
);

/** Who an alarm tells on AWS; here it is a line at the terminal. */
const topicHost = named(
  'AWS::SNS::Topic',
  ['DisplayName', 'KmsMasterKeyId', 'Subscription', 'Tags'],
  (name, place) => {
    const arn = arnOf('sns', place, name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  'TopicName',
);

const topicPolicyHost = named(
  'AWS::SNS::TopicPolicy',
  ['Topics'],
  (name) => ({ ref: name, attributes: { Id: name } }),
  'PolicyDocument',
);

const subscriptionHost = named(
  'AWS::SNS::Subscription',
  ['Endpoint', 'Protocol', 'RawMessageDelivery', 'Region'],
  (name, place) => ({ ref: arnOf('sns', place, name), attributes: { Arn: arnOf('sns', place, name) } }),
  'TopicArn',
);

export const alarmHosts: readonly Host[] = [
  alarmHost,
  logGroupHost,
  topicHost,
  topicPolicyHost,
  subscriptionHost,
];
