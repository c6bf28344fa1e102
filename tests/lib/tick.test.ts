import { describe, expect, it } from 'vitest';
import { Alarms } from '../../lib/alarms.ts';
import { FunctionFactory, requestProfile } from '../../lib/functions.ts';
import { scheduleOf } from '../../lib/local/events/schedule.ts';
import { stageNamed } from '../../lib/stage.ts';
import { Tick } from '../../lib/tick.ts';
import { aStack, emptyBundle, type Found, stackResources } from './a-template.ts';

const stage = stageNamed('production');

function ticking(...entries: string[]): Found[] {
  const stack = aStack('Inn');
  const functions = new FunctionFactory(emptyBundle([]), stage);
  const tick = new Tick(stack, 'Tick');
  for (const entry of entries) tick.run(functions.make(stack, entry, requestProfile));
  new Alarms(stack, 'Alarms', { stage }).watchFailures('Tick', {
    functions: tick.functions,
    meaning: 'Nobody is woken in time.',
  });
  return stackResources(stack);
}

describe('the tick', () => {
  const resources = ticking('inn/wake-guests', 'inn/close-kitchen');
  const of = (type: string) => resources.filter((one) => one.type === type);
  const [rule, ...otherRules] = of('AWS::Events::Rule');
  const functionIds = of('AWS::Lambda::Function').map(({ id }) => id);

  it('is one rule, once a minute, for all that comes due', () => {
    expect(otherRules).toEqual([]);
    expect(rule?.properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    expect(rule?.properties.EventBusName).toBeUndefined();
    const after = Date.parse('2026-05-01T08:00:00Z');
    expect(scheduleOf(rule?.properties.ScheduleExpression).next(after)).toBe(after + 60_000);
  });

  it('calls each function, which lets it, and calls none for a minute that has passed', () => {
    const { Targets } = rule?.properties ?? {};
    const called = Targets.map(({ Arn }: { Arn: { 'Fn::GetAtt': string[] } }) => Arn['Fn::GetAtt'][0]);
    expect(called.sort()).toEqual([...functionIds].sort());
    for (const target of Targets)
      expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 });
    const permitted = of('AWS::Lambda::Permission').map(({ properties }) => ({
      principal: properties.Principal,
      source: properties.SourceArn['Fn::GetAtt'][0],
    }));
    expect(permitted).toEqual(
      functionIds.map(() => ({ principal: 'events.amazonaws.com', source: rule?.id })),
    );
  });

  it('has Lambda keep no call that finds no room, and try none again', () => {
    const configs = of('AWS::Lambda::EventInvokeConfig').map(({ properties }) => properties);
    expect(configs).toEqual(
      functionIds.map((id) => ({
        ...{ FunctionName: { Ref: id }, Qualifier: '$LATEST' },
        ...{ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
      })),
    );
  });

  it('has an alarm when its functions fail and fail again', () => {
    const [alarm] = of('AWS::CloudWatch::Alarm');
    expect(alarm?.properties).toMatchObject({
      AlarmDescription: 'Nobody is woken in time.',
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanThreshold',
    });
    const { Metrics, Threshold } = alarm?.properties ?? {};
    const [sum, ...parts] = Metrics;
    expect(sum.Expression).toBe('FILL(m0, 0) + FILL(m1, 0)');
    const watched = parts.map(
      ({
        MetricStat,
      }: {
        MetricStat: { Metric: { MetricName: string; Dimensions: { Value: { Ref: string } }[] } };
      }) => [MetricStat.Metric.MetricName, MetricStat.Metric.Dimensions[0]?.Value.Ref],
    );
    expect(watched).toEqual(functionIds.map((id) => ['Errors', id]));
    // More than some bad minutes, less than the five of a period.
    expect(Threshold).toBeGreaterThanOrEqual(3);
    expect(Threshold).toBeLessThan(5);
  });
});
