import { type Test, testOf, UnusablePattern } from './pattern-test.ts';

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
