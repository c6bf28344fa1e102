import { describe, expect, it } from 'vitest';
import { timeToGiveBack } from '../../functions/runtime/call-deadline.ts';
import { callBudgets, longestCall } from '../../functions/runtime/clients.ts';
import { envNames } from '../../functions/runtime/env-names.ts';
import { timeToGiveUp } from '../../functions/runtime/http.ts';
import { type Found, type Press, pressTemplate } from './a-template.ts';
import { permissionsOf } from './permissions.ts';

const press = pressTemplate();

/** A function that calls AWS ends its longest call before its own time is over, and a queue waits six times as long. */
function contradictionsIn(press: Press, budgets = callBudgets): string[] {
  const functions = press.of('AWS::Lambda::Function');
  return [
    ...functions.flatMap((fn) => (permissionsOf(press, fn).length ? tooSlow(fn, budgets) : [])),
    ...press.of('AWS::Lambda::EventSourceMapping').flatMap((mapping) => tooSoon(press, mapping)),
  ];
}

function tooSlow({ name, properties }: Found, budgets: typeof callBudgets): string[] {
  const { Timeout, Environment } = properties;
  const calls: string | undefined = Environment.Variables[envNames.callBudget];
  if (calls !== 'request' && calls !== 'batch') return [`${name} has no budget for its calls`];
  const longest = Math.max(...Object.values(budgets[calls]).map(longestCall));
  const left = Timeout * 1000 - (calls === 'request' ? timeToGiveUp : timeToGiveBack);
  return longest < left ? [] : [`${name}: a call may take ${longest} ms of ${left}`];
}

/** AWS's rule for queues that feed functions. */
function tooSoon({ all }: Press, { properties }: Found): string[] {
  const sourceId = properties.EventSourceArn['Fn::GetAtt'][0];
  const queue = all.find(({ id, type }) => id === sourceId && type === 'AWS::SQS::Queue');
  const reader = all.find(({ id }) => id === properties.FunctionName.Ref);
  if (!queue) return [];
  const { VisibilityTimeout } = queue.properties;
  // A message that comes too soon finds that it is stale.
  const times = queue.name === 'Newsletters/Issues/Queue/Queue' ? 1.5 : 6;
  return reader && reader.properties.Timeout <= VisibilityTimeout / times
    ? []
    : [`${queue.name}: ${VisibilityTimeout} s are less than ${times} times ${reader?.properties.Timeout} s`];
}

/** The template with the properties of one resource changed. */
function changed(name: string, change: (properties: Found['properties']) => void): Press {
  const all = structuredClone(press.all);
  change(all.find((one) => one.name === name)?.properties);
  return { ...press, all, of: (type) => all.filter((one) => one.type === type) };
}

describe('the times of the press', () => {
  it('do not contradict each other', () => {
    expect(contradictionsIn(press)).toEqual([]);
  });

  it('are looked at for every function that calls AWS, those that people wait for among them', () => {
    const budgets = press
      .of('AWS::Lambda::Function')
      .filter((fn) => permissionsOf(press, fn).length)
      .map(({ properties }) => properties.Environment.Variables[envNames.callBudget]);
    expect(new Set(budgets)).toEqual(new Set(['request', 'batch']));
    expect(budgets.length).toBeGreaterThan(15);
  });

  it('would, with five tries of five seconds in a function of ten', () => {
    const tries = { tries: 5, timeout: 5_000 };
    const found = contradictionsIn(press, { ...callBudgets, request: { files: tries, others: tries } });
    expect(found).toContain('Content/OpenUpload: a call may take 32500 ms of 9500');
    expect(found).not.toContainEqual(expect.stringContaining('IngestUpload'));
  });

  it.each<[string, (properties: Found['properties']) => void, string]>([
    ['Content/ReadPicture', (fn) => Object.assign(fn, { Timeout: 40 }), 'Content/ReadPicture'],
    [
      'Content/ShowReceipt',
      ({ Environment }) => Object.assign(Environment.Variables, { CALL_BUDGET: 'batch' }),
      'Content/ShowReceipt',
    ],
    [
      'Content/TakeDown',
      ({ Environment }) => Object.assign(Environment.Variables, { CALL_BUDGET: '' }),
      'no budget',
    ],
    [
      'Content/ManuscriptsQueue/Queue',
      (queue) => Object.assign(queue, { VisibilityTimeout: 1_799 }),
      'ManuscriptsQueue',
    ],
  ])('would, with another %s', (name, change, word) => {
    expect(contradictionsIn(changed(name, change))).toEqual([expect.stringContaining(word)]);
  });
});
