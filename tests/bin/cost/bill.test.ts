import { expect, it } from 'vitest';
import { idleMonth, storage } from '../../../bin/cost/idle.ts';
import prices from '../../../bin/cost/prices.json' with { type: 'json' };
import { costOf, type Line, total } from '../../../bin/cost/prices.ts';
import { pressTemplate } from '../../lib/a-template.ts';

const press = pressTemplate();
const template = () => JSON.parse(JSON.stringify(press.json));
const idle = idleMonth(template());

it('is gross throughout: whatever is used costs its list price, from the first unit on', () => {
  const lines: Line[] = [...idle, ...storage(2000)].filter(({ amount }) => amount > 0);
  const isPriced = (line: Line) => prices.prices[line.of] > 0;
  expect(lines.filter(isPriced)).toEqual(lines);
  for (const line of lines)
    expect(costOf(line), line.what).toBeCloseTo(line.amount * prices.prices[line.of], 10);
});

it('of an idle press counts the alarms and the people too, and stays at a few dollars', () => {
  const alarms = idle.find(({ of }) => of === 'cloudwatch:alarm-metric');
  expect(alarms && costOf(alarms)).toBeGreaterThan(0);
  expect(total(idle)).toBeGreaterThan(1);
  // Gross, with four functions that look each minute for what is due.
  expect(total(idle)).toBeLessThan(7.5);
});

it('looks each minute for what is due, with as many functions as the rule has', () => {
  const runs = idle.find(({ of }) => of === 'lambda:invocation');
  const rule = press
    .of('AWS::Events::Rule')
    .find(({ properties }) => properties.ScheduleExpression === 'rate(1 minute)');
  expect(runs?.amount).toBe(rule?.properties.Targets.length * 30 * 24 * 60);
  expect(idle.find(({ of }) => of === 'lambda:gigabyte-second')?.amount).toBeGreaterThan(0);
  const unruled = template();
  if (rule) delete unruled.Resources[rule.id];
  const without = idleMonth(unruled).filter(({ of }) => of === 'lambda:invocation');
  expect(without.map(({ amount }) => amount)).toEqual([0]);
});
