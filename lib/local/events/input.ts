import type { Target } from './target.ts';

/** What a target gets of an event: all of it, a constant, a part, or a text made of parts. */
export function inputOf(target: Target, event: unknown): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer) return transformed(target.InputTransformer, event);
  return JSON.stringify(target.InputPath ? at(event, target.InputPath) : event);
}

type Transformer = NonNullable<Target['InputTransformer']>;

/** `<name>` in the template stands for the part; within quotes a text goes in bare, elsewhere as JSON. */
function transformed({ InputPathsMap, InputTemplate }: Transformer, event: unknown): string {
  return InputTemplate.replace(/<([\w.-]+)>/g, (whole, name: string, offset: number) => {
    if (name !== wholeEvent && !(name in InputPathsMap)) return whole;
    const value = name === wholeEvent ? event : at(event, InputPathsMap[name] ?? '');
    const text = JSON.stringify(value) ?? '';
    return typeof value === 'string' && isQuoted(InputTemplate, offset) ? text.slice(1, -1) : text;
  });
}

const wholeEvent = 'aws.events.event.json';

const isQuoted = (template: string, offset: number): boolean =>
  (template.slice(0, offset).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;

/** The value at `$.detail.slug` or `$.resources[0]`. */
function at(event: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => member(value, step), event);
}

function member(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === step)?.[1]
    : undefined;
}
