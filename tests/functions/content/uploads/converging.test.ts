import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markdown, Office, type OpenUpload } from '../an-office.ts';

/** Hand-ins of two files by editors and writers, each with words of its own. */
const handIns = fc.array(
  fc.record({
    file: fc.constantFrom('a.md', 'b.md'),
    title: fc.constantFrom('Rent strike', 'Rent strike again'),
    section: fc.constantFrom('Housing', 'Work'),
    editor: fc.boolean(),
    draft: fc.boolean(),
    // Uploads are opened in the minutes after 2024-03-01T09:00Z: for some the first date is still to come.
    published: fc.constantFrom(undefined, undefined, '1949', '2024-03-01T09:03Z', '2031-05'),
  }),
  { minLength: 2, maxLength: 6 },
);

type HandIn = typeof handIns extends fc.Arbitrary<(infer T)[]> ? T : never;

async function openAll(office: Office, all: HandIn[]): Promise<OpenUpload[]> {
  const opened: OpenUpload[] = [];
  for (const [at, { file, title, section, editor, draft, published }] of all.entries()) {
    // One slug, for which document a title means depends on what came before.
    const said = { title, section, slug: 'rent-strike', ...(published && { published }) };
    const fields = { ...said, ...(draft ? { status: 'draft' } : {}) };
    opened.push(await office.open({ [file]: markdown(fields, `Words ${at}.`) }, { editor }));
  }
  return opened;
}

/** What readers could tell apart. Revisions are numbered in the order in which they came, versions count writes, and
 *  the id is of the upload that came first: whatever comes later, it stays. */
const standing = (office: Office) => ({
  lists: Object.fromEntries(
    Object.entries(office.content.everyList()).map(([list, items]) => [
      list,
      items.map(({ entry: { id, ...entry }, ...item }) => ({ ...item, entry })),
    ]),
  ),
  heads: office.content.everyHead().map(({ revision, id, version, pending, ...head }) => ({
    ...head,
    pending: pending && { ...pending, revision: undefined },
  })),
});

/** What stands and what waits, by the promise alone: what is live before what is not, an editor's before a writer's,
 *  then the later one; of what is not, what is later than what stands. */
function expected(all: HandIn[]) {
  const ranked = all.map((one, at) => {
    const opened = new Date(Date.parse('2024-03-01T09:01:00Z') + at * 60_000).toISOString();
    const isToCome = one.published === '2031-05' || (one.published ?? '').replace('Z', ':00.000Z') > opened;
    const status = one.draft || !one.editor ? 'draft' : isToCome ? 'scheduled' : 'published';
    return { at, status, rank: status === 'published' ? 2 : one.editor ? 1 : 0 };
  });
  const [stands] = [...ranked].sort((a, b) => b.rank - a.rank || b.at - a.at);
  const [waits] = ranked
    .filter(({ at, rank }) => at > (stands?.at ?? 0) && rank < (stands?.rank ?? 0))
    .sort((a, b) => b.at - a.at);
  return { status: stands?.status, at: stands?.at, waits: waits?.status, waitsAt: waits?.at };
}

const seen = (office: Office, opened: OpenUpload[]) => {
  const [head] = office.content.everyHead();
  const place = (order: string | undefined) => opened.findIndex(({ id }) => id === order);
  const waits = head?.pending;
  return {
    status: head?.status,
    at: place(head?.order),
    waits: waits?.status,
    waitsAt: waits && place(waits.order),
  };
};

it('ends the same, in whatever order and however often arrivals are told', async () => {
  await fc.assert(
    fc.asyncProperty(handIns, fc.infiniteStream(fc.nat()), async (all, luck) => {
      const inOrder = new Office();
      for (const { files } of await openAll(inOrder, all)) for (const file of files) await inOrder.tell(file);
      const shuffled = new Office();
      const opened = await openAll(shuffled, all);
      const arrivals = opened.flatMap(({ files }) => files);
      const told = [...arrivals, ...arrivals]
        .map((file) => ({ file, at: luck.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at);
      for (const { file } of told) await shuffled.tell(file);
      expect(standing(shuffled)).toEqual(standing(inOrder));
      expect(seen(shuffled, opened)).toEqual(expected(all));
    }),
    { numRuns: 150 },
  );
});

it('ends the same when it is told of everything at once and dies at any write', async () => {
  await fc.assert(
    fc.asyncProperty(handIns, fc.array(fc.nat(5), { maxLength: 4 }), async (all, deaths) => {
      const inOrder = new Office();
      for (const { files } of await openAll(inOrder, all)) for (const file of files) await inOrder.tell(file);
      const office = new Office();
      const files = (await openAll(office, all)).flatMap(({ files }) => files);
      const write = office.content.write.bind(office.content);
      for (const death of deaths) {
        let left = death;
        office.content.write = async (change) => {
          if (left-- === 0) throw new Error('killed before');
          const outcome = await write(change);
          if (left-- === 0) throw new Error('killed after');
          return outcome;
        };
        await Promise.allSettled(files.map((file) => office.tell(file)));
      }
      office.content.write = write;
      await Promise.all(files.map((file) => office.tell(file)));
      expect(standing(office)).toEqual(standing(inOrder));
    }),
    { numRuns: 100 },
  );
});
