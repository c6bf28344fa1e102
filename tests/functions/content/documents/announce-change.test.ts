import { expect, it } from 'vitest';
import type { DocumentChanged } from '../../../../functions/content/contract/change.ts';
import { announceChange } from '../../../../functions/content/documents/announce-change.ts';
import { tombstone } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawn } from '../../../../functions/content/documents/withdraw-document.ts';
import { aHead, anIncoming, aWrite } from '../a-document.ts';

const command = { order: '01HQ0000000000000000000009', by: 'rosa', at: '2024-03-02T09:00:00.000Z' };

const told = async (
  writes: Parameters<typeof announceChange>[0],
  untold: (change: DocumentChanged) => boolean,
) => {
  const changes: DocumentChanged[] = [];
  const places = await announceChange(writes, {
    announce: async (events) => {
      const documents = events.flatMap((event) => (event.type === 'Document Changed' ? [event] : []));
      changes.push(...documents.map(({ detail }) => detail));
      return documents.filter(({ detail }) => untold(detail));
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

it('announces what becomes of a term', async () => {
  const events: object[] = [];
  const announce = async (all: object[]) => {
    events.push(...all);
    return [];
  };
  const term = { kind: 'authors', slug: 'head', respelled: true } as const;
  await announceChange([{ place: '1', term }], { announce });
  expect(events).toEqual([{ type: 'Term Changed', detail: term }]);
});

it('announces a deletion anew when it is deleted again, so that what could not be erased is', async () => {
  const before = tombstone(aHead(), command);
  const again = { ...before, order: '01HQ000000000000000000000A' };
  const { changes } = await told(
    [
      { place: '1', before, after: again },
      { place: '2', before: again, after: again },
    ],
    () => false,
  );
  expect(changes.map(({ removed }) => removed)).toEqual([{ order: again.order, deleted: true }]);
});
