import { wildcard } from './wildcard.ts';

/** Condition keys of a request in lower case (IAM compares keys without case) with all their values. */
export type Context = ReadonlyMap<string, readonly string[]>;

type Comparison = (value: string, wanted: string) => boolean;

const same: Comparison = (value, wanted) => value === wanted;
const sameLetters: Comparison = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();
const like: Comparison = (value, wanted) => wildcard(wanted)(value);

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameLetters,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: sameLetters,
};

/** An operator of IAM that is not imitated stops the start, or a grant would be misread. */
export class UnknownConditionOperator extends Error {
  override readonly name = 'UnknownConditionOperator';
  constructor(operator: string) {
    super(`The condition operator ${operator} in a policy is not known to the local cloud.`);
  }
}

/** One test of a `Condition` block. Throws UnknownConditionOperator. */
export function condition(
  operator: string,
  key: string,
  wanted: readonly string[],
): (context: Context) => boolean {
  const name = key.toLowerCase();
  if (operator === 'Null') return (context) => String(!context.has(name)) === wanted[0];
  const { set, base, ifExists } = parse(operator);
  const negated = /^(String|Arn)Not/.test(base);
  const compare = comparisons[negated ? base.replace('Not', '') : base];
  if (!compare) throw new UnknownConditionOperator(operator);
  const fits = (value: string) => wanted.some((one) => compare(value, one)) !== negated;
  return (context) => {
    const values = context.get(name);
    if (!values?.length) return ifExists || set === 'ForAllValues' || (negated && set !== 'ForAnyValue');
    return set === 'ForAllValues' || (negated && set === '') ? values.every(fits) : values.some(fits);
  };
}

function parse(operator: string): { set: string; base: string; ifExists: boolean } {
  const colon = operator.indexOf(':');
  const set = colon < 0 ? '' : operator.slice(0, colon);
  const operation = operator.slice(colon + 1);
  return { set, base: operation.replace(/IfExists$/, ''), ifExists: operation.endsWith('IfExists') };
}
