import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { fieldSchema, kindNames } from '../../../../functions/content/kinds/kinds.ts';

const readme = join(import.meta.dirname, '../../../../README.md');
const marked = /(?<=<!-- fields -->\n)[\s\S]*?(?=<!-- \/fields -->)/;

it('is in README as a table of every field, made from the schemas: `npm test -- --update=all` writes it anew', async () => {
  const text = await readFile(readme, 'utf8');
  expect(text.match(marked)).not.toBeNull();
  await expect(text.replace(marked, () => fieldTable())).toMatchFileSnapshot(readme);
});

it('says of every field what it is for', () => {
  expect(rows().filter(({ description }) => !description)).toEqual([]);
});

/** The negative control: the table has the fields that the schemas have, by a way of its own. */
it('has a row for each field, and none besides', async () => {
  const [table = ''] = (await readFile(readme, 'utf8')).match(marked) ?? [];
  const inReadme = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field);
  const inSchemas = kindNames.flatMap((kind) => Object.keys(fieldSchema(kind).properties ?? {}));
  expect([...new Set(inReadme)].sort()).toEqual([...new Set(inSchemas)].sort());
});

/** What a table tells of the JSON Schema of a field: it may be in an alternative or in the items of a list. */
const shape = z.looseObject({
  description: z.optional(z.string()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  get anyOf() {
    return z.optional(z.array(shape));
  },
  get items() {
    return z.optional(shape);
  },
});
type Shape = z.output<typeof shape>;

const partsOf = ({ properties, anyOf = [], items }: Shape): string[] =>
  properties
    ? Object.keys(properties)
    : [...anyOf, ...(items ? [items] : [])].map(partsOf).find((parts) => parts.length) || [];

interface Row {
  field: string;
  kinds: string[];
  description: string;
  parts: string[];
}

/** Fields in the order of the kinds; one that kinds describe differently has a row for each description. */
function rows(): Row[] {
  const all = kindNames.flatMap((kind) =>
    Object.entries(fieldSchema(kind).properties ?? {}).map(([field, property]) => {
      const parsed = shape.parse(property);
      return { field, kind, description: parsed.description ?? '', parts: partsOf(parsed) };
    }),
  );
  return [...Map.groupBy(all, ({ field, description }) => `${field} ${description}`).values()].flatMap(
    (same) => same.slice(0, 1).map((row) => ({ ...row, kinds: same.map(({ kind }) => kind) })),
  );
}

function fieldTable(): string {
  const lines = rows().map(({ field, kinds, description, parts }) => {
    const of = parts.length ? ` Its fields: ${parts.map((part) => `\`${part}\``).join(', ')}.` : '';
    return `| \`${field}\` | ${kinds.length === kindNames.length ? 'every kind' : kinds.join(', ')} | ${description}${of} |`;
  });
  return ['| field | in | what it is |', '| --- | --- | --- |', ...lines, ''].join('\n');
}
