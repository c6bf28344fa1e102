import { describe, expect, it } from 'vitest';
import { Alarms } from '../../../lib/alarms.ts';
import { batchProfile, FunctionFactory } from '../../../lib/functions.ts';
import { stageNamed } from '../../../lib/stage.ts';
import { StreamedTable } from '../../../lib/stores/streamed-table.ts';
import { aStack, emptyBundle, type Found, stackResources } from '../a-template.ts';
import { permissionsOf } from '../permissions.ts';

const stage = stageNamed('production');
const meaning =
  'A letter was stored and not sent: people wait for it. Look into Letters and the logs of send-letter.';

/** A room with a table of its own, an outbox. */
function inn(): { all: Found[]; named(name: string): Found } {
  const stack = aStack('Inn');
  const letters = new StreamedTable(stack, 'Letters', {
    stage,
    stream: { filters: [{ eventName: ['INSERT'] }], batchSize: 10, retryAttempts: 3, meaning },
    table: { timeToLiveAttribute: 'expiresAt' },
  });
  const functions = new FunctionFactory(emptyBundle([]), stage);
  letters.deliverChangesTo(functions.make(stack, 'inn/send-letter', batchProfile));
  const alarms = new Alarms(stack, 'Alarms', { stage });
  alarms.watch('Inn', [letters.deadLetters]);
  const all = stackResources(stack);
  const named = (name: string) => {
    const one = all.find((resource) => resource.name === name);
    if (!one) throw new Error(`There is no ${name} among ${all.map((resource) => resource.name).join(', ')}`);
    return one;
  };
  return { all, named };
}

describe('a table made for another room', () => {
  const { all, named } = inn();
  const dead = named('Letters/ChangesDead');

  it('has a stream with both images, and what it was given', () => {
    expect(named('Letters/Table').properties).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      DeletionProtectionEnabled: true,
    });
  });

  it('calls its function with the changes that pass the filter, and tries as often as it says', () => {
    const { properties } = named('Letters/Changes');
    expect(properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [named('Letters/Table').id, 'StreamArn'] },
      FunctionName: { Ref: named('SendLetter').id },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      MaximumRetryAttempts: 3,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [dead.id, 'Arn'] } } },
    });
    const [{ Pattern }] = properties.FilterCriteria.Filters;
    expect(JSON.parse(Pattern)).toEqual({ eventName: ['INSERT'] });
  });

  it('keeps dead letters for 14 days, and its function may send there and nowhere else', () => {
    expect(dead.properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    const press = { all, of: (type: string) => all.filter((one) => one.type === type) };
    expect(permissionsOf(press, named('SendLetter'))).toEqual([
      'dynamodb:DescribeStream on Letters StreamArn',
      'dynamodb:GetRecords on Letters StreamArn',
      'dynamodb:GetShardIterator on Letters StreamArn',
      'dynamodb:ListStreams on Letters StreamArn',
      'sqs:SendMessage on Letters/ChangesDead',
    ]);
  });

  it("joins its room's alarm", () => {
    const { AlarmDescription, Metrics } = named('Alarms/Inn').properties;
    expect(AlarmDescription).toBe(meaning);
    expect(JSON.stringify(Metrics)).toContain(JSON.stringify({ 'Fn::GetAtt': [dead.id, 'QueueName'] }));
  });
});

it('tries without end where the room says no number, and says so to AWS', () => {
  const stack = aStack('Inn');
  const letters = new StreamedTable(stack, 'Letters', {
    stage,
    stream: { filters: [{ eventName: ['INSERT'] }], batchSize: 10, meaning, setting: 'unannouncedQueue' },
  });
  const functions = new FunctionFactory(emptyBundle([]), stage);
  letters.deliverChangesTo(functions.make(stack, 'inn/send-letter', batchProfile));
  const named = (name: string) => stackResources(stack).find((one) => one.name === name);
  expect(named('Letters/Changes')?.properties).toMatchObject({
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: 23 * 3600,
  });
  expect(named('SendLetter')?.properties.Environment.Variables.UNANNOUNCED_QUEUE).toEqual({
    Ref: named('Letters/ChangesDead')?.id,
  });
  expect(letters.delay).toBeUndefined();
});

it('a room whose dead letters mean too much for one alarm is told so', () => {
  const alarms = new Alarms(aStack('Inn'), 'Alarms', { stage });
  expect(() => alarms.watch('Inn', [{ queues: [], meaning: 'x'.repeat(1025) }])).toThrow(
    'The alarm of Inn says 1025 characters, and CloudWatch takes 1024',
  );
});
