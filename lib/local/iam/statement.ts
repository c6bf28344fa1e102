import * as z from 'zod/mini';
import { type Context, condition } from './condition.ts';
import { wildcard } from './wildcard.ts';

const texts = z.union([z.string(), z.array(z.string())]);
const values = z.union([
  z.string(),
  z.boolean(),
  z.number(),
  z.array(z.union([z.string(), z.boolean(), z.number()])),
]);

const statementShape = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.optional(texts),
  NotAction: z.optional(texts),
  Resource: z.optional(texts),
  NotResource: z.optional(texts),
  Principal: z.optional(z.union([z.literal('*'), z.record(z.string(), texts)])),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), values))),
});

const policyShape = z.object({ Statement: z.union([statementShape, z.array(statementShape)]) });

type Shape = z.infer<typeof statementShape>;

/** A statement of a policy, compiled for many requests. */
export interface Statement {
  allows: boolean;
  action(name: string): boolean;
  resource(arn: string): boolean;
  conditions(context: Context): boolean;
  /** Whether a principal of this kind (`Service`, `AWS`) and name is meant. */
  principal(kind: string, name: string): boolean;
}

const compiled = new WeakMap<object, readonly Statement[]>();

/** The statements of a policy document. Throws when an element or a condition operator is not known. */
export function statementsOf(document: unknown): readonly Statement[] {
  if (typeof document !== 'object' || document === null) throw new TypeError('A policy is not an object.');
  const statements = compiled.get(document) ?? list(policyShape.parse(document).Statement).map(compile);
  compiled.set(document, statements);
  return statements;
}

function compile(shape: Shape): Statement {
  return {
    allows: shape.Effect === 'Allow',
    action: eitherOf(shape.Action, shape.NotAction, lower),
    resource: eitherOf(shape.Resource, shape.NotResource, plain),
    conditions: every(shape.Condition),
    principal: principalOf(shape.Principal),
  };
}

type Normalize = (text: string) => string;
/** Actions are compared without case, resources with. */
const lower: Normalize = (text) => text.toLowerCase();
const plain: Normalize = (text) => {
  if (text.includes('${')) throw new Error(`The policy variable in ${text} is not known to the local cloud.`);
  return text;
};

function eitherOf(wanted: Texts, unwanted: Texts, normalize: Normalize): (text: string) => boolean {
  const patterns = list(wanted ?? unwanted ?? '*').map((text) => wildcard(normalize(text)));
  const inverted = wanted === undefined && unwanted !== undefined;
  return (text) => patterns.some((matches) => matches(text)) !== inverted;
}

type Texts = string | string[] | undefined;

function every(block: Shape['Condition']): (context: Context) => boolean {
  const tests = Object.entries(block ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => condition(operator, key, list(wanted).map(String))),
  );
  return (context) => tests.every((test) => test(context));
}

function principalOf(principal: Shape['Principal']): (kind: string, name: string) => boolean {
  if (principal === '*') return () => true;
  return (kind, name) => list(principal?.[kind] ?? []).some((one) => one === '*' || one === name);
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
