import * as z from 'zod/mini';

/** Whether one value of an event (undefined: there is no such field) fits one value of a pattern. */
export type Test = (value: unknown) => boolean;

/** A pattern that cannot be read: better no start than events that go astray. */
export class UnusablePattern extends Error {
  override readonly name = 'UnusablePattern';
}

type TextTest = (wanted: string) => Test;

const ofText =
  (fits: (value: string, wanted: string) => boolean): TextTest =>
  (wanted) =>
  (value) =>
    typeof value === 'string' && fits(value, wanted);

const ignoringCase: TextTest = ofText((value, wanted) => value.toLowerCase() === wanted.toLowerCase());
const beginning: TextTest = ofText((value, wanted) => value.startsWith(wanted));
const ending: TextTest = ofText((value, wanted) => value.endsWith(wanted));

/** In a wildcard `*` stands for any text; `\*` is a star. */
const wild: TextTest = (wanted) => {
  const parts = wanted
    .split(/(\\[*\\]|\*)/)
    .map((part) => (part === '*' ? '.*' : literally(part.replace(/^\\/, ''))));
  const expression = new RegExp(`^${parts.join('')}$`, 's');
  return (value) => typeof value === 'string' && expression.test(value);
};

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const textTests: Readonly<Record<string, TextTest>> = {
  prefix: beginning,
  suffix: ending,
  wildcard: wild,
  'equals-ignore-case': ignoringCase,
};

const operators: Readonly<Record<string, (wanted: unknown) => Test>> = {
  prefix: (wanted) => edge(wanted, beginning, (value, text) => value.startsWith(text)),
  suffix: (wanted) => edge(wanted, ending, (value, text) => value.endsWith(text)),
  wildcard: (wanted) => wild(z.string().parse(wanted)),
  'equals-ignore-case': (wanted) => ignoringCase(z.string().parse(wanted)),
  exists: (wanted) => presence(z.boolean().parse(wanted)),
  numeric: (wanted) => numeric(z.array(z.union([z.string(), z.number()])).parse(wanted)),
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

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`. */
function edge(wanted: unknown, plain: TextTest, fits: (value: string, text: string) => boolean): Test {
  if (typeof wanted === 'string') return plain(wanted);
  const text = z
    .strictObject({ 'equals-ignore-case': z.string() })
    .parse(wanted)
    ['equals-ignore-case'].toLowerCase();
  return (value) => typeof value === 'string' && fits(value.toLowerCase(), text);
}

/** Only leaves exist for EventBridge, objects do not. */
const presence =
  (wanted: boolean): Test =>
  (value) =>
    (value !== undefined && (typeof value !== 'object' || value === null)) === wanted;

function anythingBut(wanted: unknown): Test {
  const excluded =
    typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)
      ? ofOperator(wanted)
      : listOf(wanted).map(testOf);
  return (value) => value !== undefined && !excluded.some((test) => test(value));
}

function ofOperator(wanted: object): Test[] {
  return Object.entries(wanted).flatMap(([name, texts]) => {
    const test = textTests[name];
    if (!test) throw new UnusablePattern(`Unknown operator in anything-but: ${name}.`);
    return listOf(texts).map((text) => test(z.string().parse(text)));
  });
}

const listOf = (wanted: unknown): unknown[] => (Array.isArray(wanted) ? wanted : [wanted]);

const comparisons: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
};

/** `[">", 0, "<=", 5]`: all must hold. */
function numeric(wanted: readonly (string | number)[]): Test {
  const tests = Array.from({ length: wanted.length / 2 }, (_, i) => {
    const [sign, limit] = [wanted[2 * i], wanted[2 * i + 1]];
    const compare = comparisons[String(sign)];
    if (!compare || typeof limit !== 'number')
      throw new UnusablePattern(`Unknown numeric comparison: ${sign} ${limit}.`);
    return (value: number) => compare(value, limit);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}
