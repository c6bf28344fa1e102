import * as z from 'zod/mini';

/** Whether one value of an event (undefined: there is no such field) fits one value of a pattern. */
export type Test = (value: unknown) => boolean;

/** A pattern that cannot be read: better no start than events that go astray. */
export class UnusablePattern extends Error {
  override readonly name = 'UnusablePattern';
}

const operators: Readonly<Record<string, (operand: unknown) => Test>> = {
  prefix: (text) => textTest(text, (value, wanted) => value.startsWith(wanted)),
  suffix: (text) => textTest(text, (value, wanted) => value.endsWith(wanted)),
  exists: (wanted) => existence(z.boolean().parse(wanted)),
  'anything-but': anythingBut,
};

/** A value of a pattern: plain, or an object with one operator. Throws an UnusablePattern. */
export function testOf(wanted: unknown): Test {
  if (typeof wanted !== 'object' || wanted === null) return (value) => value === wanted;
  const [[name, operand] = ['', undefined], ...others] = Object.entries(wanted);
  const operator = operators[name];
  if (!operator || others.length)
    throw new UnusablePattern(`Unknown operator in a pattern: ${JSON.stringify(wanted)}.`);
  return operator(operand);
}

function textTest(operand: unknown, fits: (value: string, wanted: string) => boolean): Test {
  const wanted = z.string().parse(operand);
  return (value) => typeof value === 'string' && fits(value, wanted);
}

/** Only leaves exist for EventBridge, objects do not. */
const existence =
  (wanted: boolean): Test =>
  (value) =>
    (value !== undefined && (typeof value !== 'object' || value === null)) === wanted;

/** The operand is a value, a list of values, or an object with one operator. */
function anythingBut(operand: unknown): Test {
  const excluded = (Array.isArray(operand) ? operand : [operand]).map(testOf);
  return (value) => value !== undefined && !excluded.some((test) => test(value));
}
