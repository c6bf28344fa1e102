import { expect, it } from 'vitest';
import { idleMonth, storage } from '../../../bin/cost/idle.ts';
import prices from '../../../bin/cost/prices.json' with { type: 'json' };
import { costOf, type Line, total } from '../../../bin/cost/prices.ts';
import { pressTemplate } from '../../lib/a-template.ts';

const idle = idleMonth(JSON.parse(JSON.stringify(pressTemplate().json)));

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
  expect(total(idle)).toBeLessThan(5);
});
