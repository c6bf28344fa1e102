import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PendingRevision } from '../../../../functions/content/contract/document.ts';
import { receiveManuscript } from '../../../../functions/content/uploads/ingest-upload.ts';
import { OutOfTime } from '../../../../functions/runtime/each-record.ts';
import { times } from '../../../times.ts';
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
  heads: office.content.everyHead().map(({ revision, id, version, pending, ordering, ...head }) => ({
    ...head,
    pending: pending && unnumbered(pending),
    ordering: ordering && { ...ordering, drafts: ordering.drafts?.map(unnumbered) },
  })),
});

const unnumbered = ({ revision, ...pending }: PendingRevision) => pending;

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
    { numRuns: times(50) },
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
    { numRuns: times(40) },
  );
});

it('ends the same when there is no time for all of an upload at once, and always comes to an end', async () => {
  const titles = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
  // Manuscripts that a call has time to read: none counts as a failed try.
  const calls = fc.array(fc.nat(4), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(titles, calls, async (slugs, times) => {
      const folder = Object.fromEntries(
        slugs.map((slug, at) => [`${at}.md`, markdown({ title: `${slug} ${at}`, slug }, `Words ${at}.`)]),
      );
      const [inTime, hurried] = [new Office(), new Office()];
      await inTime.handIn(folder);
      const { id, files } = await hurried.open(folder);
      for (const file of files.slice(1)) await hurried.uploads.markReady(file);
      for (const most of [...times, ...slugs.map(() => 1)]) {
        let left = most;
        const before = (await hurried.uploads.results(id)).size;
        const call = { ...hurried.deps, hasTime: () => left-- > 0 };
        const work = receiveManuscript(files[0] ?? fail(), call);
        const isOutOfTime = await work.then(
          () => false,
          (error: unknown) => error instanceof OutOfTime,
        );
        const done = (await hurried.uploads.results(id)).size;
        expect(done).toBe(Math.min(slugs.length, before + most));
        expect(isOutOfTime).toBe(most === 0 && before < slugs.length);
        // The rest is queued with every call that has settled something.
        expect(hurried.queued.splice(0)).toEqual(done > before && done < slugs.length ? [id] : []);
      }
      expect(await hurried.receipt(id)).toMatchObject({ state: 'done' });
      expect(standing(hurried)).toEqual(standing(inTime));
    }),
    { numRuns: times(40) },
  );
});

/** Hand-ins of one file, some of them word for word again, by editors and writers. */
const repeated = fc.array(
  fc.record({
    words: fc.constantFrom<string>('One.', 'One.', 'Two.', 'Three.'),
    editor: fc.constantFrom(true, true, false),
    more: fc.constantFrom<Record<string, string>>(
      {},
      {},
      { status: 'draft' },
      { published: '2024-03-01T09:04Z' },
      { published: '2031' },
    ),
  }),
  { minLength: 2, maxLength: 9 },
);
type Repeated = typeof repeated extends fc.Arbitrary<(infer T)[]> ? T : never;

const fileOf = ({ words, more }: Repeated) => ({
  'rent.md': markdown({ title: 'Rent strike', slug: 'rent', ...more }, words),
});

async function openRepeated(office: Office, all: Repeated[]): Promise<OpenUpload[]> {
  const opened: OpenUpload[] = [];
  for (const one of all) opened.push(await office.open(fileOf(one), one));
  return opened;
}

/** By the promise alone, from all hand-ins at once: what stands counts from its first hand-in since another text stood, and
 *  the newest that readers did not get waits if it is newer than that and another text. */
function expectedOfRepeated(all: Repeated[]) {
  const minute = (at: number) => new Date(Date.parse('2024-03-01T09:01:00Z') + at * 60_000).toISOString();
  const ranked = all.map(({ words, editor, more }, at) => {
    const { status = '', published = '' } = more;
    const isToCome = published === '2031' || published.replace('Z', ':00.000Z') > minute(at);
    const state = status || !editor ? 'draft' : isToCome ? 'scheduled' : 'published';
    return { at, state, text: words + status + published, rank: state === 'published' ? 2 : Number(editor) };
  });
  const highest = Math.max(...ranked.map(({ rank }) => rank));
  const standing = ranked.filter(({ rank }) => rank === highest);
  const last = standing.at(-1);
  const other = standing.findLast(({ text }) => text !== last?.text)?.at ?? -1;
  const from = standing.find(({ at }) => at > other)?.at ?? -1;
  const unseen = ranked.filter(({ state, text }) => state !== 'published' && text !== last?.text);
  const waits = unseen.findLast(({ at }) => at > from);
  return {
    ...{ state: last?.state, text: last?.text, at: last?.at, from },
    waits: waits && { state: waits.state, text: waits.text, at: waits.at, opened: minute(waits.at) },
  };
}

async function seenOfRepeated(office: Office, opened: OpenUpload[]) {
  const [head] = office.content.everyHead();
  const place = (order: string | undefined) => opened.findIndex(({ id }) => id === order);
  const textOf = async (manuscript: string | undefined) => {
    const text = Buffer.from(office.files.objects.get(manuscript ?? '') ?? []).toString();
    const said = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
    return text.trim().split('\n').at(-1) + said('status') + said('published');
  };
  const waits = head?.pending;
  const row = waits && (await office.content.revision('rent', waits.revision));
  return {
    ...{ state: head?.status, text: await textOf(head?.manuscript) },
    ...{ at: place(head?.order), from: place(head?.handedIn ?? head?.order) },
    waits: waits && {
      ...{ state: waits.status, text: await textOf(row?.manuscript) },
      ...{ at: place(waits.order), opened: waits.at },
    },
  };
}

it('ends the same where texts come again: what stands, since when, and what waits beside it', async () => {
  await fc.assert(
    fc.asyncProperty(repeated, fc.infiniteStream(fc.nat()), async (all, luck) => {
      const office = new Office();
      const opened = await openRepeated(office, all);
      const arrivals = opened.flatMap(({ files }) => files);
      const told = [...arrivals, ...arrivals]
        .map((file) => ({ file, at: luck.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at);
      for (const { file } of told) await office.tell(file);
      expect(await seenOfRepeated(office, opened)).toEqual(expectedOfRepeated(all));
    }),
    { numRuns: times(80) },
  );
});

const text = (words: string, more = {}, editor = true): Repeated => ({ words, more, editor });
const draftOf = (words: string) => text(words, { status: 'draft' });

it.each<[string, Repeated[], number[], number | undefined]>([
  [
    'what came between a text and its repetition',
    [text('One.'), text('Two.'), draftOf('Three.'), text('One.')],
    [0, 3, 1, 2],
    undefined,
  ],
  [
    'what a repetition before that would hide',
    [text('One.'), text('Two.'), text('One.')],
    [1, 2, 0],
    undefined,
  ],
  [
    'a draft that is what readers had, until something late',
    [text('One.'), text('Two.'), text('One.', {}, false)],
    [0, 2, 1],
    2,
  ],
  [
    'a draft, whoever hands in again what readers have',
    [text('One.'), draftOf('Two.'), text('One.', {}, false)],
    [0, 1, 2],
    1,
  ],
])('what waits in the end, whichever comes first: %s', async (_, all, order, waits) => {
  for (const arrivals of [order, all.map((_, at) => at)]) {
    const office = new Office();
    const opened = await openRepeated(office, all);
    for (const at of arrivals) for (const file of opened[at]?.files ?? fail()) await office.tell(file);
    const seen = await seenOfRepeated(office, opened);
    expect(seen.waits?.at).toBe(waits);
    expect(seen).toEqual(expectedOfRepeated(all));
  }
});

const fail = (): never => {
  throw new Error('There is no file');
};
