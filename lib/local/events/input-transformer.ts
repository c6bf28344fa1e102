import * as z from 'zod/mini';
import type { BusEvent } from '../cloud.ts';

/** Names must be of letters, digits, _ and -, and may not begin with `AWS.`, which the dot excludes. */
const variable = z.string().check(z.regex(/^[\w-]{1,256}$/));

export const inputTransformerShape = z.strictObject({
  InputPathsMap: z._default(z.record(variable, z.string()), {}),
  InputTemplate: z.string().check(z.minLength(1), z.maxLength(8192)),
});

/** The rule of a target, as far as its predefined variables tell of it. */
interface NamedRule {
  name: string;
  arn: string;
}

/** Gives the text that a target gets in place of the event, which came at an ISO instant. Throws InvalidInput. */
export type InputTransformer = (event: BusEvent, rule: NamedRule, receivedAt: string) => string;

/** What the template makes of an event is not JSON although the template is: EventBridge does not deliver it. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

/** A path or a variable that EventBridge refuses stops the start. */
class UnusableTransformer extends Error {
  override readonly name = 'UnusableTransformer';
}

const mostVariables = 100;

/**
 * Reads an InputTransformer as EventBridge does
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html). Outside a string of the
 * template a variable becomes its value as JSON; within a string, the text alone: nothing is escaped, and of an
 * object or list the quotation marks are taken away. A path that finds nothing gives an empty string.
 */
export function inputTransformerOf(declared: z.output<typeof inputTransformerShape>): InputTransformer {
  const { InputPathsMap, InputTemplate: template } = declared;
  const paths = Object.entries(InputPathsMap).map(([name, path]): [string, Lookup] => [name, lookupOf(path)]);
  if (paths.length > mostVariables) throw new UnusableTransformer(`More than ${mostVariables} variables.`);
  const parts = partsOf(template, new Set([...Object.keys(InputPathsMap), ...predefined]));
  const isJson = /^\s*[{[]/.test(template);
  return (event, rule, receivedAt) => {
    const values = new Map([
      ...paths.map(([name, look]): [string, unknown] => [name, look(event)]),
      ...known(event, rule, receivedAt),
    ]);
    const text = parts.map((part) =>
      typeof part === 'string' ? part : inserted(values.get(part.name), part.quoted),
    );
    return isJson ? requireJson(text.join('')) : text.join('');
  };
}

const predefined = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

function known(event: BusEvent, { name, arn }: NamedRule, receivedAt: string): [string, unknown][] {
  const { detail: _, ...withoutDetail } = event;
  return [
    ['aws.events.rule-arn', arn],
    ['aws.events.rule-name', name],
    ['aws.events.event.ingestion-time', receivedAt],
    ['aws.events.event', withoutDetail],
    ['aws.events.event.json', event],
  ];
}

/** Text of the template, or a variable; `quoted`: it stands within a JSON string. */
type Part = string | { name: string; quoted: boolean };

/** A name in angle brackets that is no variable is text. */
function partsOf(template: string, variables: ReadonlySet<string>): Part[] {
  let quoted = false;
  return template.split(/(<[\w.-]+>|\\.|")/s).map((piece): Part => {
    if (piece === '"') quoted = !quoted;
    const name = /^<(.+)>$/.exec(piece)?.[1];
    return name !== undefined && variables.has(name) ? { name, quoted } : piece;
  });
}

function inserted(value: unknown = '', quoted: boolean): string {
  if (!quoted) return JSON.stringify(value);
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

function requireJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new InvalidInput('The input transformer makes no JSON of this event.', { cause });
  }
}

/** Finds a value; undefined: there is none. */
type Lookup = (event: unknown) => unknown;

/** `$.detail.list[0].name`, `$.detail.list[*].name`: of JSONPath EventBridge supports members, indexes and wildcards. */
function lookupOf(path: string): Lookup {
  if (!/^\$(?:\.(?:[\w/-]+|\*)|\[(?:\d+|\*)\])*$/.test(path)) {
    throw new UnusableTransformer(`EventBridge does not read the path ${path}: members, [0] and * alone.`);
  }
  const steps = path.slice(1).match(/[\w/*-]+/g) ?? [];
  return steps.reduce<Lookup>(
    (look, step) => (event) => stepInto(look(event), step),
    (event) => event,
  );
}

function stepInto(value: unknown, step: string): unknown {
  if (value instanceof Many)
    return new Many(value.values.map((one) => stepInto(one, step)).filter((one) => one !== undefined));
  if (typeof value !== 'object' || value === null) return undefined;
  if (step === '*') return new Many(Object.values(value));
  return Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined;
}

/** What a wildcard finds; as JSON a list. */
class Many {
  readonly values: readonly unknown[];
  constructor(values: readonly unknown[]) {
    this.values = values;
  }
  toJSON(): readonly unknown[] {
    return this.values;
  }
}
