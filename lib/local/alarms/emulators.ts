import { declaration, type Emulator, nameOf, readProperties } from '../emulator.ts';
import type { Identity, Place } from '../resource.ts';
import { alarmShape } from './alarm.ts';
import { alarmsOf } from './alarms.ts';

const arnOf = (service: string, { region, account }: Place, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** Comes after the queues that it watches. */
const alarm: Emulator = {
  type: 'AWS::CloudWatch::Alarm',
  supports: ['AlarmName', ...Object.keys(alarmShape.shape)],
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

/** A type that has a name and no effect here. */
const named = (
  type: string,
  nameProperty: string,
  ignores: readonly string[],
  identify: (name: string, place: Place) => Identity,
): Emulator =>
  declaration(type, [nameProperty], ignores, (logicalId, place, properties) =>
    identify(nameOf(properties[nameProperty], logicalId, place), place),
  );

/** Functions log to files. */
const logGroup = named(
  'AWS::Logs::LogGroup',
  'LogGroupName',
  ['RetentionInDays', 'KmsKeyId', 'LogGroupClass', 'Tags', 'DataProtectionPolicy', 'FieldIndexPolicies'],
  (name, place) => ({ ref: name, attributes: { Arn: arnOf('logs', place, `log-group:${name}:*`) } }),
);

/** On AWS an alarm publishes to its topic; here it prints a line at the terminal. */
const topic = named(
  'AWS::SNS::Topic',
  'TopicName',
  ['DisplayName', 'KmsMasterKeyId', 'Subscription', 'Tags'],
  (name, place) => {
    const arn = arnOf('sns', place, name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
);

const topicPolicy = named('AWS::SNS::TopicPolicy', 'PolicyDocument', ['Topics'], (name) => ({
  ref: name,
  attributes: { Id: name },
}));

const subscription = named(
  'AWS::SNS::Subscription',
  'TopicArn',
  ['Endpoint', 'Protocol', 'RawMessageDelivery', 'Region'],
  (name, place) => ({ ref: arnOf('sns', place, name), attributes: { Arn: arnOf('sns', place, name) } }),
);

export const alarmEmulators: readonly Emulator[] = [alarm, logGroup, topic, topicPolicy, subscription];
