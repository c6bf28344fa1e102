import * as z from 'zod/mini';

/** Whether one value of an event (undefined: there is no such field) fits one value of a pattern. */
type Test = (value: unknown) => boolean;

/** A pattern that cannot be read stops the start, or events would get lost. */
class UnusablePattern extends Error {
  override readonly name = 'UnusablePattern';
}

const operators: Readonly<Record<string, (operand: unknown) => Test>> = {
  prefix: (text) => textTest(text, (value, wanted) => value.startsWith(wanted)),
  suffix: (text) => textTest(text, (value, wanted) => value.endsWith(wanted)),
  exists: (wanted) => existence(z.boolean().parse(wanted)),
  'anything-but': anythingBut,
};

/** A value of a pattern: plain, or an object with one operator. Throws an UnusablePattern. */
function testOf(wanted: unknown): Test {
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

/** For EventBridge only leaves exist: an object counts as missing. */
const existence =
  (wanted: boolean): Test =>
  (value) =>
    (value !== undefined && (typeof value !== 'object' || value === null)) === wanted;

/** The operand is a value, a list of values, or an object with one operator. */
function anythingBut(operand: unknown): Test {
  const excluded = (Array.isArray(operand) ? operand : [operand]).map(testOf);
  return (value) => value !== undefined && !excluded.some((test) => test(value));
}

/** Whether an event fits. */
export type Pattern = (event: unknown) => boolean;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a pattern of EventBridge, which Lambda's filter criteria use, too: all the fields it names must fit,
 * and of the values it lists for a field, one. A field that is an array fits when one of its elements does.
 * Throws an UnusablePattern that names what it cannot read.
 */
export function patternOf(declared: unknown): Pattern {
  if (!isFields(declared)) throw new UnusablePattern('A pattern is an object.');
  const parts = Object.entries(declared).map(([name, wanted]) => partOf(name, wanted));
  return (event) => parts.every((part) => part(event));
}

function partOf(name: string, wanted: unknown): Pattern {
  if (name === '$or') return anyOf(wanted);
  if (Array.isArray(wanted)) return leaf(name, wanted.map(testOf));
  const below = patternOf(wanted);
  return (event) => {
    const value = fieldOf(event, name);
    return Array.isArray(value) ? value.some(below) : below(value);
  };
}

function anyOf(wanted: unknown): Pattern {
  if (!Array.isArray(wanted)) throw new UnusablePattern('$or takes a list of patterns.');
  const ways = wanted.map(patternOf);
  return (event) => ways.some((way) => way(event));
}

function leaf(name: string, tests: readonly Test[]): Pattern {
  if (!tests.length) throw new UnusablePattern(`The pattern lists no value for ${name}.`);
  return (event) => {
    const value = fieldOf(event, name);
    const values = Array.isArray(value) && value.length ? value : [value];
    return tests.some((test) => values.some(test));
  };
}

const fieldOf = (event: unknown, name: string): unknown => (isFields(event) ? event[name] : undefined);
