import * as z from 'zod/mini';
import { accessDenied, S3Error } from './s3-error.ts';

const bytes = z.coerce.number().check(z.int(), z.nonnegative());
const condition = z.union([
  z.tuple([z.enum(['eq', 'starts-with']), z.string(), z.string()]),
  z.tuple([z.literal('content-length-range'), bytes, bytes]),
  z.record(z.string(), z.string()),
]);
const policyShape = z.object({ expiration: z.iso.datetime(), conditions: z.array(condition) });

export type PostPolicy = z.infer<typeof policyShape>;
type Condition = z.infer<typeof condition>;

/** Fields that need no condition, beside those that start with `x-ignore-`. */
const exempt = new Set(['file', 'policy', 'x-amz-signature']);

/** Reads a form's policy, base64 of JSON. Throws S3Error `InvalidPolicyDocument`. */
export function parsePolicy(encoded: string): PostPolicy {
  try {
    return policyShape.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'Invalid JSON.' : 'Invalid expiration or conditions.';
    throw new S3Error(400, 'InvalidPolicyDocument', `Invalid Policy: ${reason}`);
  }
}

/**
 * Checks a form against its policy. `fields` are by lower-case name, the key written out and `bucket` the
 * one that was posted to; `size` is the file's in bytes, `now` in milliseconds. Throws S3Error as S3 does.
 */
export function requirePolicy(
  policy: PostPolicy,
  fields: ReadonlyMap<string, string>,
  size: number,
  now: number,
): void {
  if (Date.parse(policy.expiration) <= now) throw invalid('Policy expired.');
  const covered = new Set<string>();
  for (const one of policy.conditions) for (const name of requireFields(one, fields)) covered.add(name);
  const extra = [...fields.keys()].filter(
    (name) => !covered.has(name) && !exempt.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length) throw invalid(`Extra input fields: ${extra.join(', ')}`);
  for (const one of policy.conditions) requireLength(one, size);
}

/** Throws unless the condition holds; gives the names of the fields it is about. */
function requireFields(one: Condition, fields: ReadonlyMap<string, string>): string[] {
  if (!Array.isArray(one)) {
    const pairs = Object.entries(one);
    return pairs.flatMap(([name, wanted]) => requireFields(['eq', `$${name}`, wanted], fields));
  }
  if (one[0] === 'content-length-range') return [];
  const [operator, variable, wanted] = one;
  const name = variable.replace(/^\$/, '').toLowerCase();
  const value = fields.get(name) ?? '';
  const holds = operator === 'eq' ? value === wanted && fields.has(name) : starts(name, value, wanted);
  if (!holds) throw invalid(`Policy Condition failed: ${JSON.stringify(one)}`);
  return [name];
}

/** S3 takes a type with commas for a list, each of which has to start so. */
const starts = (name: string, value: string, wanted: string): boolean =>
  name === 'content-type'
    ? value.split(',').every((type) => type.trim().startsWith(wanted))
    : value.startsWith(wanted);

function requireLength(one: Condition, size: number): void {
  if (!Array.isArray(one) || one[0] !== 'content-length-range') return;
  const [, least, most] = one;
  const proposed = { ProposedSize: String(size) };
  if (size > most) {
    const details = { ...proposed, MaxSizeAllowed: String(most) };
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      details,
    });
  }
  if (size < least) {
    const details = { ...proposed, MinSizeAllowed: String(least) };
    throw new S3Error(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      { details },
    );
  }
}

const invalid = (reason: string) => accessDenied(`Invalid according to Policy: ${reason}`);
