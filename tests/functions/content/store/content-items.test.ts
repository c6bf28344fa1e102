import type { DynamoDBStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filenameKey, headKey, listKey, termKey } from '../../../../functions/content/contract/table-keys.ts';
import { listItemsOf, termsOf } from '../../../../functions/content/documents/membership.ts';
import { toItem, writesIn } from '../../../../functions/content/store/content-items.ts';
import { slugOf } from '../../../../functions/runtime/slug.ts';
import { filterOf } from '../../../../lib/local/events/mapping.ts';
import { pressTemplate } from '../../../lib/a-template.ts';
import { aHead } from '../a-document.ts';

const passes = filterOf(
  pressTemplate()
    .of('AWS::Lambda::EventSourceMapping')
    .find(({ id }) => id.startsWith('ContentTableAnnouncements'))?.properties.FilterCriteria,
);

type Key = { pk: string; sk: string };

/** One record of the table's stream. */
const record = (key: Key, before: object | undefined, after: object | undefined) => ({
  eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
  dynamodb: {
    Keys: toItem(key),
    SequenceNumber: `${key.pk}/${key.sk}`,
    ...(before && { OldImage: toItem({ ...key, ...before }) }),
    ...(after && { NewImage: toItem({ ...key, ...after }) }),
  },
});

/** What the function is called with, and what it makes of it. */
const read = (...records: object[]) => writesIn({ Records: records.filter(passes) } as DynamoDBStreamEvent);

/** Names that people type, and the words that are keys of our own. */
const name = fc.oneof(
  fc.constantFrom('Head', 'head', 'HEAD', 'doc#head', 'names#tags', 'name', 'rev#000001', 'O’Head'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
);

it('reads heads out of the stream, and nothing that people named into it', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 5 }), name, (names, title) => {
      const slug = slugOf(title) || 'head';
      const named = { tags: names, authors: names, section: title, series: { title } };
      const head = aHead({ slug }, named);
      const { fields } = aHead({ slug }, { ...named, title });
      const items = listItemsOf(head).map((item) => ({ key: listKey(item.list, item.sort), item }));
      const terms = termsOf(head).map((term) => ({ key: termKey(term.kind, term.slug), item: term }));
      const standing = { key: listKey('pages', slug), item: { list: 'pages', sort: slug } };
      const filenames = names.filter(Boolean).map((one) => ({ key: filenameKey(one), item: { slug } }));
      const others = [...items, ...terms, standing, ...filenames];
      const announced = read(
        ...others.map(({ key, item }) => record(key, undefined, item)),
        record(headKey(slug), undefined, { ...head, fields }),
        ...items.map(({ key, item }) => record(key, item, { ...item, border: true })),
        ...terms.map(({ key, item }) => record(key, item, { ...item, written: 'again' })),
      );
      expect(announced.map(({ place }) => place)).toEqual([`doc#${slug}/head`]);
      expect(announced).toMatchObject([{ before: undefined, after: { slug, order: head.order } }]);
    }),
  );
});

describe('of terms it reads', () => {
  const announced = (slug: string, respelled: boolean) => {
    const key = termKey('authors', slug);
    return [{ place: `${key.pk}/${key.sk}`, key, term: { kind: 'authors', slug, respelled } }];
  };
  const slugFor = (typed: string) => slugOf(typed) || 'head';

  it('which are spelled in another way', () => {
    fc.assert(
      fc.property(name, name, fc.boolean(), (one, other, settled) => {
        const slug = slugFor(one);
        const write = record(termKey('authors', slug), { name: one, settled }, { name: other, settled });
        expect(read(write)).toEqual(one === other ? [] : announced(slug, true));
      }),
    );
  });

  it('which have come and gone, but not which are written before their document', () => {
    fc.assert(
      fc.property(name, (one) => {
        const [slug, row] = [slugFor(one), { name: one }];
        const key = termKey('authors', slug);
        const settled = { ...row, settled: true };
        expect(read(record(key, undefined, row))).toEqual([]);
        expect(read(record(key, row, settled))).toEqual(announced(slug, false));
        expect(read(record(key, settled, settled))).toEqual([]);
        expect(read(record(key, settled, undefined))).toEqual(announced(slug, false));
      }),
    );
  });
});

it('reads what a document is where what it was cannot be read, and never the other way round', () => {
  const key = headKey('a');
  const [good, bad] = [aHead({ slug: 'a' }), { ...aHead({ slug: 'a' }), status: 'lost' }];
  const [mended, broken] = read(record(key, bad, good), record(key, good, bad));
  expect(mended).toMatchObject({ key, unreadable: { name: 'UnreadableHead' }, after: { slug: 'a' } });
  expect(mended).not.toHaveProperty('before');
  expect(broken).toMatchObject({ key, unreadable: { name: 'UnreadableHead' } });
  expect(Object.keys({ ...broken })).not.toContain('after');
});
