import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opensShard } from '../../../../functions/content/contract/lists.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import type { ContentStore } from '../../../../functions/content/ports.ts';
import { dynamoContent } from '../../../../functions/content/store/dynamo-content.ts';
import { dynamoDocuments } from '../../../../functions/content/store/dynamo-documents.ts';
import { dynamoLists } from '../../../../functions/content/store/dynamo-lists.ts';
import { dynamoUploads } from '../../../../functions/content/store/dynamo-uploads.ts';
import { receiveManuscript } from '../../../../functions/content/uploads/ingest-upload.ts';
import type { UploadedFile } from '../../../../functions/content/uploads/upload.ts';
import { type DynamoTables, dynamoTables } from '../../../contracts/dynamo-tables.ts';
import { Office } from '../an-office.ts';

/**
 * Two writers at one head. An unchanged hand-in writes the head and makes no revision: where its upload is older,
 * the date by which readers first got the piece moves, and every sort key with it, while order and number of
 * revisions stay. Whoever has read the head before must not take it for the one that was read.
 */

const article = (fields: object, text = 'Nobody pays.') => ({
  'rent.md': `---\n${JSON.stringify({ title: 'Rent strike', slug: 'rent', ...fields })}\n---\n\n${text}\n`,
});

/** A store whose first reader is overtaken: `meanwhile` happens between what it reads and what it writes. */
function overtaken(content: ContentStore, meanwhile: () => Promise<unknown>): ContentStore {
  let pending: typeof meanwhile | undefined = meanwhile;
  return {
    async lookUp(wanted) {
      const known = await content.lookUp(wanted);
      const now = pending;
      pending = undefined;
      await now?.();
      return known;
    },
    write: (change) => content.write(change),
    addTerms: (terms) => content.addTerms(terms),
  };
}

describe('a withdrawal overtaken by an older duplicate', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  const inMemory = async () => {
    const { deps, content } = new Office();
    return { content, uploads: deps.uploads, documents: content, lists: content };
  };
  const inDynamo = async () => {
    const { client } = dynamo;
    const tables = await dynamo.tables();
    const lists = dynamoLists(client, tables.content);
    const [content, uploads] = [dynamoContent(client, tables), dynamoUploads(client, tables.uploads)];
    return { content, uploads, documents: dynamoDocuments(client, tables.content), lists };
  };

  async function opened(stores: Awaited<ReturnType<typeof inMemory | typeof inDynamo>>) {
    const office = new Office();
    const deps = { ...office.deps, ...stores };
    const result = async ({ upload }: UploadedFile) => (await stores.uploads.results(upload)).get(0);
    const open = async (folder: Record<string, string>, basedOn?: string): Promise<UploadedFile> => {
      const [file] = (await office.open(folder, { basedOn })).files;
      const found = file && (await office.uploads.find(file.upload));
      if (!found) throw new Error('There is no such upload');
      await stores.uploads.open(found.upload);
      return file;
    };
    const standing = async (list: string) =>
      (await stores.lists.list(list, { limit: 100 })).items.map(({ entry }) => entry.slug);
    return { deps, open, standing, result, head: () => stores.documents.head('rent') };
  }

  // The fault of issue 9 item 4: the lock on a head names order and revisions, and no version.
  it.each([
    ['in memory', inMemory],
    ['in DynamoDB', inDynamo],
  ])('leaves nothing in any list, %s', async (_, stores) => {
    const { deps, open, standing, head } = await opened(await stores());
    const files = [await open(article({ tags: ['rent'] })), await open(article({ tags: ['rent'] }))] as const;
    await receiveManuscript(files[1], deps);
    const content = overtaken(deps.content, () => receiveManuscript(files[0], deps));
    await withdrawDocument('rent', { by: 'rosa' }, 'It was not so.', { ...deps, content });
    expect((await head())?.status).toBe('withdrawn');
    expect(await Promise.all(['all', 'tag#rent', 'year#2024'].map(standing))).toEqual([[], [], []]);
  });

  it.each([
    ['in memory', inMemory],
    ['in DynamoDB', inDynamo],
  ])(
    'of two that began from one revision the first stands, and the other is a draft, %s',
    async (_, stores) => {
      const { deps, open, result, head } = await opened(await stores());
      await receiveManuscript(await open(article({})), deps);
      const [slow, fast] = [
        await open(article({}, 'The first opened.'), 'rent/1'),
        await open(article({}, 'The first written.'), 'rent/1'),
      ] as const;
      const content = overtaken(deps.content, () => receiveManuscript(fast, deps));
      await receiveManuscript(slow, { ...deps, content });
      expect((await result(fast))?.document).toMatchObject({ revision: 2, status: 'published' });
      expect((await result(slow))?.document).toMatchObject({ revision: 3, status: 'draft', overtaken: true });
      expect(await head()).toMatchObject({
        revision: 2,
        pending: { revision: 3, basedOn: 'rent/1', overtaken: true },
      });
      expect(await deps.documents.revision('rent', 3)).toMatchObject({ basedOn: 'rent/1', overtaken: true });
    },
  );

  // The same hole in `leaveLists`, where one transaction cannot hold all that changes.
  it('whose dozens of lists change at once: a published article stands in its lists', async () => {
    const { deps, open, standing } = await opened(await inDynamo());
    const slug = slugThatOpensAShard();
    const dozens = (name: string, published: string) => ({
      ...{ slug, published, written: published, section: name, series: name },
      tags: Array.from({ length: 20 }, (_, at) => `${name} tag ${at}`),
      authors: Array.from({ length: 20 }, (_, at) => `${name} author ${at}`),
      related: [`${name}-a`, `${name}-b`, `${name}-c`],
    });
    const [first, other, again] = [
      await open(article(dozens('old', '1949'))),
      await open(article(dozens('new', '1950'))),
      await open(article(dozens('old', '1949'))),
    ];
    await receiveManuscript(first, deps);
    // The other version leaves its lists first; before it looks again, a newer duplicate of the first is written.
    const cleared = Promise.withResolvers<void>();
    let changing: Promise<unknown> = Promise.resolve();
    const backoff = async () => {
      cleared.resolve();
      await duplicate;
    };
    const content = overtaken(deps.content, async () => {
      changing = receiveManuscript(other, { ...deps, backoff });
      await cleared.promise;
    });
    const duplicate = receiveManuscript(again, { ...deps, content });
    await duplicate;
    await changing;
    expect(await Promise.all(['all', 'section#old', 'section#new'].map(standing))).toEqual([
      [slug],
      [slug],
      [],
    ]);
  });
});

function slugThatOpensAShard(): string {
  for (let at = 0; ; at++) if (opensShard(`rent-${at}`)) return `rent-${at}`;
}

/** Mostly duplicates without a date; what comes early has arrived before the rest comes at once. */
const handIns = fc.array(
  fc.record({
    words: fc.constantFrom('One.', 'One.', 'One.', 'Two.'),
    published: fc.constantFrom(undefined, undefined, undefined, '2024-02'),
    editor: fc.constantFrom(true, true, true, false),
    early: fc.boolean(),
  }),
  { minLength: 2, maxLength: 4 },
);
const commands = fc.array(fc.constantFrom('withdraw', 'delete'), { maxLength: 2 });

/** Where documents say that they stand, and what stands in lists. */
const places = ({ content }: Office) => ({
  said: content
    .everyHead()
    .filter(({ status }) => status === 'published')
    .flatMap(({ slug, lists }) => lists.map(({ list, sort }) => `${list} ${sort} ${slug}`))
    .sort(),
  held: Object.entries(content.everyList())
    .flatMap(([list, items]) => items.map(({ sort, entry }) => `${list} ${sort} ${entry.slug}`))
    .sort(),
});

// Finds the same fault by itself: a withdrawal or deletion between the read and the write of a duplicate.
it('lists hold what published documents say, however reads and writes fall between each other', async () => {
  const property = fc.asyncProperty(handIns, commands, fc.scheduler(), async (all, done, scheduler) => {
    const office = new Office();
    const opened = [];
    for (const { words, published, editor, early } of all) {
      const { files } = await office.open(article({ published, tags: ['rent'] }, words), { editor });
      opened.push({ files, early });
    }
    for (const { files } of opened.filter(({ early }) => early))
      for (const file of files) await office.tell(file);
    const { content } = office;
    content.lookUp = scheduler.scheduleFunction(content.lookUp.bind(content));
    content.write = scheduler.scheduleFunction(content.write.bind(content));
    const late = opened.filter(({ early }) => !early).flatMap(({ files }) => files);
    const work = Promise.allSettled([
      ...late.map((file) => office.tell(file)),
      ...done.map((what) =>
        what === 'delete'
          ? deleteDocument('rent', { by: 'rosa' }, office.deps)
          : withdrawDocument('rent', { by: 'rosa' }, 'It was not so.', office.deps),
      ),
    ]);
    await scheduler.waitIdle();
    await work;
    const { said, held } = places(office);
    expect(held).toEqual(said);
  });
  await fc.assert(property, { numRuns: 300, seed: 1948, endOnFailure: true });
});
