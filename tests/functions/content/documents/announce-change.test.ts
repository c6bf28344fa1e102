import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import type { DocumentChanged } from '../../../../functions/content/contract/change.ts';
import { headKey } from '../../../../functions/content/contract/table-keys.ts';
import { announceChange } from '../../../../functions/content/documents/announce-change.ts';
import { withdrawn } from '../../../../functions/content/documents/withdraw-document.ts';
import { headWritesIn, toItem } from '../../../../functions/content/store/content-items.ts';
import { aHead, anIncoming, aWrite } from '../a-document.ts';

const command = { order: '01HQ0000000000000000000009', by: 'rosa', at: '2024-03-02T09:00:00.000Z' };

const told = async (
  writes: Parameters<typeof announceChange>[0],
  untold: (change: DocumentChanged) => boolean,
) => {
  const changes: DocumentChanged[] = [];
  const places = await announceChange(writes, {
    announce: async (all) => {
      changes.push(...all);
      return all.filter(untold);
    },
  });
  return { changes, places };
};

it('tells what a document was and is', async () => {
  const before = aHead({}, { section: 'Housing' });
  const after = withdrawn(before, command, 'Wrong.');
  const { changes, places } = await told([{ place: '1', before, after }], () => false);
  expect(places).toEqual([]);
  expect(changes).toMatchObject([
    {
      slug: 'rent-strike',
      kind: 'article',
      before: {
        revision: 1,
        status: 'published',
        lists: expect.arrayContaining([
          { list: 'section#housing', sort: '2024-03-01T09:00:00Z#rent-strike' },
        ]),
      },
      after: { revision: 2, status: 'withdrawn', lists: [] },
    },
  ]);
});

it('is silent about what means nothing to others, and names what could not be told', async () => {
  const seen = aHead();
  const stale = aWrite(
    seen,
    anIncoming({ order: '01HQ0000000000000000000000', at: '2024-03-01T09:00:00.000Z', source: 'x' }),
  ).head;
  const { changes, places } = await told(
    [
      { place: '1', before: seen, after: stale },
      { place: '2', after: seen },
      { place: '3', before: seen, after: withdrawn(seen, command, 'Wrong.') },
    ],
    ({ before }) => before !== undefined,
  );
  expect(changes).toHaveLength(2);
  expect(places).toEqual(['3']);
});

it('reads heads, and heads alone, out of the stream', () => {
  const head = aHead();
  const image = toItem({ ...headKey(head.slug), ...head, kind: 'article', kept: 'documents', changed: 'x' });
  const record = (sk: string) => ({
    dynamodb: { Keys: { pk: { S: 'doc#rent-strike' }, sk: { S: sk } }, SequenceNumber: sk, NewImage: image },
  });
  const writes = headWritesIn({ Records: [record('head'), record('rev#000001')] } as DynamoDBStreamEvent);
  expect(writes).toEqual([{ place: 'head', before: undefined, after: JSON.parse(JSON.stringify(head)) }]);
});
