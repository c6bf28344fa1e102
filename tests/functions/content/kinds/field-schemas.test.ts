import { describe, expect, it } from 'vitest';
import { fieldSchema, kindNames } from '../../../../functions/content/kinds/kinds.ts';

const fieldSchemas = () => Object.fromEntries(kindNames.map((kind) => [kind, fieldSchema(kind)]));

describe('the schemas for editors’ tools', () => {
  it('name every field of every kind, and no other may be written', () => {
    const schemas = fieldSchemas();
    const fields = Object.entries(schemas).map(([kind, { properties }]) => [
      kind,
      Object.keys(properties ?? {}),
    ]);
    expect(Object.fromEntries(fields)).toMatchObject({
      article: expect.arrayContaining([
        'title',
        'standfirst',
        'authors',
        'written',
        'provenance',
        'related',
        'slug',
        'status',
      ]),
      page: expect.arrayContaining(['title', 'slug', 'aliases']),
      front: expect.arrayContaining(['lead', 'features', 'sections']),
      press: expect.arrayContaining(['strapline', 'colours', 'imprint']),
    });
    for (const schema of Object.values(schemas)) expect(schema.additionalProperties).toBe(false);
  });

  it('say what a field is for, and let a year be a number as in YAML', () => {
    const { written } = fieldSchema('article').properties ?? {};
    expect(written).toMatchObject({
      description: expect.stringContaining('written'),
      anyOf: [{ type: 'integer' }, { type: 'string' }],
    });
  });
});
