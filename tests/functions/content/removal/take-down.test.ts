import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf } from '../../../../functions/content/documents/announcement.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import type { DocumentWrite } from '../../../../functions/content/documents/document-write.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { receivePicture } from '../../../../functions/content/pictures/receive-picture.ts';
import type { Removal } from '../../../../functions/content/removal/ports.ts';
import { remakePicture } from '../../../../functions/content/removal/remake-picture.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import { receiveManuscript, resumeUpload } from '../../../../functions/content/uploads/ingest-upload.ts';
import { shownFilesOf } from '../../../../functions/content/uploads/manuscript-draft.ts';
import type { UploadedFile } from '../../../../functions/content/uploads/upload.ts';
import { Problem } from '../../../../functions/runtime/problem.ts';
import { times } from '../../../times.ts';
import { aPdf, aPng, type Folder, markdown, Office, type OpenUpload } from '../an-office.ts';

type Op =
  | { do: 'hand-in'; slug: string; pictures: string[]; pdf?: boolean; draft: boolean }
  | { do: 'withdraw' | 'delete'; slug: string };

class Crash extends Error {}

/** Calls go on one after the other as the scheduler says; some die before or after they take effect. */
class Storm {
  readonly office = new Office();
  readonly #scheduler: fc.Scheduler | undefined;
  readonly #crashes: number[];
  readonly #running = new Set<Promise<void>>();
  readonly #received = new WeakSet<Removal>();
  #calls = 0;
  readonly deps;
  readonly takeDownDeps;

  constructor(scheduler?: fc.Scheduler, crashes: number[] = []) {
    this.#scheduler = scheduler;
    this.#crashes = crashes;
    const { office } = this;
    const write = office.content.write.bind(office.content);
    office.content.write = async (one: DocumentWrite) => {
      const outcome = await write(one);
      if (outcome === 'written') await this.#announce(one);
      return outcome;
    };
    this.deps = this.#wrapped({ ...office.deps });
    this.takeDownDeps = this.#wrapped({ ...office.takeDownDeps() });
  }

  /** As the stream and the bus do: what removes something wakes `take-down`, at times twice. */
  async #announce({ markers = [], ...write }: DocumentWrite): Promise<void> {
    const changes = [write, ...markers].map(({ seen, head }) => changeOf(seen, head));
    const announced = changes.flatMap((one) => (one?.type === 'Document Changed' ? [one.detail] : []));
    const since = new Date(this.office.now).toISOString();
    for (const { slug, removed } of announced) {
      if (!removed) continue;
      const { order, deleted = false } = removed;
      this.wake({ what: 'document', slug, order, deleted, since });
    }
  }

  wake(removal: Removal): void {
    this.office.removals.push({ removal, due: this.office.now });
  }

  #wrapped<T extends object>(deps: T): T {
    const ports = Object.entries(deps).map(([name, port]) => [
      name,
      pure.has(name) || typeof port !== 'object' || port === null ? port : this.#port(port),
    ]);
    return Object.fromEntries(ports) as T;
  }

  #port(port: object): object {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          const call = this.#calls++;
          await this.#scheduler?.schedule(Promise.resolve());
          if (this.#crashes.includes(call * 2)) throw new Crash();
          const answer = await method.apply(target, given);
          if (this.#crashes.includes(call * 2 + 1)) throw new Crash();
          return answer;
        };
      },
    });
  }

  /** Starts work that is tried again when it dies. */
  start(work: () => Promise<unknown>, again: () => void = () => void this.#retries.push(work)): void {
    const running = work().then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Problem) return;
        if (error instanceof Crash || later.has(String(error instanceof Error && error.name))) again();
        else throw error;
      },
    );
    this.#running.add(running);
    running.finally(() => this.#running.delete(running)).catch((error: unknown) => this.#failed.push(error));
  }

  readonly #failed: unknown[] = [];
  readonly #retries: (() => Promise<unknown>)[] = [];

  handIn({ files }: OpenUpload): void {
    for (const file of files) this.start(() => this.#receive(file));
  }

  #receive = (file: UploadedFile) =>
    file.role === 'pictures' ? receivePicture(file, this.deps) : receiveManuscript(file, this.deps);

  run(op: Op, upload: OpenUpload | undefined): void {
    if (upload) this.handIn(upload);
    else if (op.do === 'withdraw')
      this.start(() => withdrawDocument(op.slug, { by: 'rosa' }, 'Wrong.', this.deps));
    else if (op.do === 'delete') this.start(() => deleteDocument(op.slug, { by: 'rosa' }, this.deps));
  }

  /** Works until nothing is left to do; the clock goes on when nothing else does. */
  async settle(): Promise<void> {
    const { office } = this;
    for (let turn = 0; turn < 4_000; turn++) {
      if (this.#failed.length) throw this.#failed[0];
      this.#takeWork();
      if (this.#scheduler?.count()) await this.#scheduler.waitOne();
      await new Promise(setImmediate);
      if (this.#running.size) continue;
      if (office.remakes.length || office.queued.length || this.#retries.length) continue;
      if (!office.removals.length) return;
      office.now = Math.max(office.now, Math.min(...office.removals.map(({ due }) => due)));
    }
    throw new Error(
      `It does not come to rest: ${JSON.stringify([office.removals, office.remakes, office.queued])}`,
    );
  }

  #takeWork(): void {
    const { office, deps } = this;
    for (const work of this.#retries.splice(0)) this.start(work);
    for (const one of office.remakes.splice(0)) this.start(() => remakePicture(one, deps));
    for (const id of office.queued.splice(0)) this.start(() => resumeUpload(id, deps));
    const due = office.removals.filter((one) => one.due <= office.now);
    for (const one of due) {
      office.removals.splice(office.removals.indexOf(one), 1);
      const again = () => {
        office.removals.push({ ...one, due: office.now + 3000 });
        this.#received.add(one.removal);
      };
      this.start(() => takeDown(one.removal, this.takeDownDeps, this.#received.has(one.removal)), again);
    }
  }
}

const pure = new Set([
  'clock',
  'ids',
  'backoff',
  'metrics',
  'siteUrl',
  'reader',
  'encoder',
  'pdfReader',
  'forms',
]);
const later = new Set(['PicturesMissing', 'MarkerChanged']);

const folderOf = (
  { slug, pictures, pdf, draft }: Extract<Op, { do: 'hand-in' }>,
  salt: number,
): Record<string, string | Uint8Array> => ({
  [`${slug}.md`]: markdown(
    { title: `Piece ${slug}`, slug, ...(draft && { status: 'draft' }), ...(pdf && { file: 'no.pdf' }) },
    `Text ${salt} of ${slug}. ${pictures.map((name) => `![${name}](${name}.png)`).join(' ')}`,
  ),
  ...Object.fromEntries(pictures.map((name) => [`${name}.png`, aPng(name)])),
  ...(pdf && { 'no.pdf': aPdf() }),
});

/** What readers can see and what is stored is what the documents say, and nothing else. */
async function expectNothingElse({ content, files, fileUses }: Office): Promise<void> {
  const heads = content.everyHead();
  const stored = new Set<string>();
  const shown = new Set<string>();
  for (const head of heads) {
    const revisions = await content.revisions(head.slug, 99, head.since);
    if (head.status === 'deleted') expect([head.slug, revisions]).toEqual([head.slug, []]);
    for (const one of revisions)
      for (const key of [one.body, one.manuscript, ...Object.values(one.originals)]) stored.add(key);
    if (head.status !== 'published') continue;
    for (const picture of shownFilesOf(head.fields, await files.archive.body(head.body))) {
      expect(await files.storedPictures.hasMedia(picture), `${head.slug} ${picture.name}`).toBe(true);
      for (const path of [picture.src, ...picture.variants.map((one) => one.path)]) shown.add(path.slice(1));
    }
  }
  const media = [...files.objects.keys()].filter((key) => key.startsWith('media/'));
  expect(media.sort()).toEqual([...shown].sort());
  expect(files.archived()).toEqual([...stored].sort());
  const deleted = new Set(heads.flatMap(({ slug, status }) => (status === 'deleted' ? slug : [])));
  expect(fileUses.all().filter(({ slug }) => deleted.has(slug))).toEqual([]);
}

const slug = fc.constantFrom('a', 'b');
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('hand-in' as const),
      slug,
      pictures: fc.subarray(['p', 'q']),
      pdf: fc.boolean(),
      draft: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('withdraw' as const, 'delete' as const), slug }) },
);

const opened = async ({ office }: Storm, ops: Op[]) => {
  const all: [Op, OpenUpload | undefined][] = [];
  for (const [salt, one] of ops.entries())
    all.push([one, one.do === 'hand-in' ? await office.open(folderOf(one, salt)) : undefined]);
  return all;
};

it('ends with what the documents say, however calls meet and wherever they die', async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.array(op, { minLength: 1, maxLength: 3 }),
    fc.array(op, { minLength: 1, maxLength: 3 }),
    fc.array(fc.nat(600), { maxLength: 12 }),
    async (scheduler, first, second, crashes) => {
      const storm = new Storm(scheduler, crashes);
      for (const ops of [first, second]) {
        const all = await opened(storm, ops);
        for (const [one, upload] of all) storm.run(one, upload);
        await storm.settle();
      }
      await expectNothingElse(storm.office);
    },
  );
  await fc.assert(property, { numRuns: times(20) });
}, 300_000);

const published = (slug: string, ...pictures: string[]): Op => ({
  do: 'hand-in',
  slug,
  pictures,
  draft: false,
});

async function after(...ops: Op[]): Promise<Storm> {
  const storm = new Storm();
  for (const one of ops) {
    const [[, upload] = []] = await opened(storm, [one]);
    storm.run(one, upload);
    await storm.settle();
  }
  return storm;
}

const mediaOf = ({ office }: Storm) =>
  [...office.files.objects.keys()].filter((key) => key.startsWith('media/'));

it('leaves a picture that another published document shows, until that one goes too', async () => {
  const storm = await after(published('a', 'p'), published('b', 'p'), { do: 'withdraw', slug: 'a' });
  expect(mediaOf(storm)).not.toEqual([]);
  expect(storm.office.invalidated).toEqual([]);
  storm.run({ do: 'withdraw', slug: 'b' }, undefined);
  await storm.settle();
  expect(mediaOf(storm)).toEqual([]);
  const address = expect.stringMatching(/^\/media\/[0-9a-f]{20}-3\.\w+$/);
  expect(storm.office.invalidated).toEqual([address, address]);
});

it('takes down within a minute, and makes the picture again before it is published again', async () => {
  const storm = await after(published('a', 'p'));
  const [before, now] = [mediaOf(storm), storm.office.now];
  storm.run({ do: 'withdraw', slug: 'a' }, undefined);
  await storm.settle();
  expect([mediaOf(storm), storm.office.now - now < 60_000]).toEqual([[], true]);
  const text = folderOf({ do: 'hand-in', slug: 'a', pictures: ['p'], draft: false }, 7)['a.md'] ?? '';
  storm.handIn(await storm.office.open({ 'a.md': text }));
  await storm.settle();
  expect(mediaOf(storm)).toEqual(before);
  expect(storm.office.content.everyHead()).toMatchObject([{ status: 'published' }]);
});

it.each([
  ['is settled', 0],
  ['may still write', 1],
])(
  'waits for a hand-in that noted the picture, and not for one whose upload is through: it %s',
  async (_, waiting) => {
    const { office } = await after(published('a', 'p'));
    const text = { 'z.md': markdown({ title: 'Z' }) };
    const { id } = await (waiting ? office.open(text) : office.handIn(text));
    const [use] = (await office.fileUses.by('a')).filter(({ media }) => media);
    const at = office.clock.now().toISOString();
    // Another hand-in took the address while this one was on its way, so that it became another document or none.
    if (use) await office.fileUses.note([{ ...use, slug: 'elsewhere', order: id, upload: id, at }]);
    const { order } = await withdrawDocument('a', { by: 'rosa' }, 'Wrong.', office.deps);
    office.removals.splice(0);
    await takeDown({ what: 'document', slug: 'a', order, deleted: false, since: at }, office.takeDownDeps());
    const media = [...office.files.objects.keys()].filter((key) => key.startsWith('media/'));
    expect([media.length > 0, office.removals.length]).toEqual([waiting > 0, waiting]);
  },
);

it.each([
  ['its addresses, each once', false, 98],
  ['all that may be there, where the call before may have died', true, 49],
])('asks the edge for %s', async (_, isRetry, count) => {
  const office = new Office();
  const names = Array.from({ length: 49 }, (_, at) => `p${at}`);
  const text = names.map((name) => `![It](${name}.png)`).join(' ');
  const pictures = Object.fromEntries(names.map((name) => [`${name}.png`, aPng(name)]));
  await office.handIn({ 'a.md': markdown({ title: 'A', slug: 'a' }, text), ...pictures });
  const { order } = await withdrawDocument('a', { by: 'rosa' }, 'Wrong.', office.deps);
  const since = office.clock.now().toISOString();
  const removal: Removal = { what: 'document', slug: 'a', order, deleted: false, since };
  if (isRetry) office.files.objects.clear();
  await takeDown(removal, office.takeDownDeps(), isRetry);
  const { invalidated } = office;
  expect([invalidated.length, invalidated.filter((path) => path.endsWith('*')).length]).toEqual([
    count,
    isRetry ? count : 0,
  ]);
  // CloudFront takes few with a star at once: what is taken down again has nothing left to drop.
  await takeDown(removal, office.takeDownDeps(), false);
  expect(invalidated.length).toBe(count);
});

it('takes down a picture that a correction leaves out', async () => {
  const storm = await after(published('a', 'p'), {
    do: 'hand-in',
    slug: 'a',
    pictures: [],
    draft: false,
  });
  expect(mediaOf(storm)).toEqual([]);
  await expectNothingElse(storm.office);
});

it('leaves nothing of a deleted document, in its receipt either, and no late message harms its successor', async () => {
  const storm = await after(published('a', 'p'), { do: 'delete', slug: 'a' });
  const { office } = storm;
  await expectNothingElse(office);
  expect([...office.files.objects.keys()]).toEqual([]);
  const [{ order } = { order: '' }] = office.content.everyHead();
  const [[, upload] = []] = await opened(storm, [published('a', 'q')]);
  storm.run(published('a', 'q'), upload);
  await storm.settle();
  const kept = [...office.files.objects.keys()].sort();
  storm.wake({
    what: 'document',
    slug: 'a',
    order,
    deleted: true,
    since: new Date(office.now).toISOString(),
  });
  await storm.settle();
  expect([...office.files.objects.keys()].sort()).toEqual(kept);
  await expectNothingElse(office);
});

describe('a picture that came with an upload', () => {
  const arrivals = ({ office }: Storm) => office.removals.filter(({ removal }) => removal.what === 'arrival');
  const begun = async (folder: Folder) => {
    const storm = new Storm();
    return { storm, upload: await storm.office.open(folder) };
  };
  const pictureOf = ({ files }: OpenUpload) => files.filter(({ role }) => role === 'pictures');

  it.each<[string, Folder]>([
    ['none of its manuscripts names', { 'a.md': markdown({ title: 'A' }, 'Without.'), 'p.png': aPng('p') }],
    ['none of its manuscripts that was taken names', { 'a.md': '![No title](p.png)', 'p.png': aPng('p') }],
    ['came without a manuscript', { 'p.png': aPng('p') }],
  ])('that %s leaves its address', async (_, folder) => {
    const { storm, upload } = await begun(folder);
    for (const file of upload.files) await storm.office.tell(file);
    expect(mediaOf(storm)).not.toEqual([]);
    await storm.settle();
    expect(mediaOf(storm)).toEqual([]);
    await expectNothingElse(storm.office);
  });

  it.each([true, false])('whose manuscript never comes leaves it, closed by then: %s', async (closed) => {
    const { storm, upload } = await begun({ 'a.md': markdown({ title: 'A' }), 'p.png': aPng('p') });
    for (const file of pictureOf(upload)) await storm.office.tell(file);
    await storm.office.files.removeFiles(upload.files.filter(({ role }) => role === 'manuscripts'));
    if (closed) {
      storm.office.now += 60 * 60_000;
      expect((await storm.office.receipt(upload.id)).state).toBe('refused');
    }
    await storm.settle();
    expect(mediaOf(storm)).toEqual([]);
  });

  it('is looked at again while its upload goes on, and stays once it is shown', async () => {
    const { storm, upload } = await begun(
      folderOf({ do: 'hand-in', slug: 'a', pictures: ['p'], draft: false }, 1),
    );
    const { office } = storm;
    const [manuscript] = upload.files;
    for (const file of pictureOf(upload)) await office.tell(file);
    // All is there, and the queue of manuscripts is long.
    await office.uploads.markReady({ upload: upload.id, number: 0 });
    for (let look = 1; look < 5; look++) {
      const [{ removal, due } = { due: 0 }] = office.removals.splice(0);
      office.now = due;
      if (removal) await takeDown(removal, office.takeDownDeps());
      expect([arrivals(storm).length, mediaOf(storm).length > 0]).toEqual([1, true]);
    }
    if (manuscript) await office.tell(manuscript);
    await storm.settle();
    expect(office.content.everyHead()).toMatchObject([{ status: 'published' }]);
    await expectNothingElse(office);
  });

  it('is looked at whenever the function that stores it dies', async () => {
    for (let death = 0; death < 24; death++) {
      const storm = new Storm(undefined, [death]);
      const { files } = await storm.office.open({ 'p.png': aPng('p') });
      for (const file of files) await receivePicture(file, storm.deps).catch(() => undefined);
      if (mediaOf(storm).length) expect(arrivals(storm)).not.toEqual([]);
      await storm.settle();
      expect([death, mediaOf(storm)]).toEqual([death, []]);
    }
  });

  it.each([true, false])(
    'is not erased with one piece while another is still to be read, which shows it: %s',
    async (shows) => {
      const storm = new Storm();
      const { office, deps } = storm;
      const { id, files } = await office.open({
        'a.md': markdown({ title: 'A' }, '![It](p.png)'),
        'b.md': markdown({ title: 'B' }, shows ? '![It](p.png)' : 'Without.'),
        'p.png': aPng('p'),
      });
      let left = 1;
      deps.hasTime = () => left-- > 0;
      for (const file of files)
        await (file.role === 'pictures' ? receivePicture(file, deps) : receiveManuscript(file, deps));
      // The queue is long, as after a fault of an hour.
      const queued = office.queued.splice(0);
      expect(queued).toContain(id);
      if (office.content.everyHead().length === 0) await resumeUpload(id, deps);
      office.queued.splice(0);
      expect(office.content.everyHead().map(({ slug }) => slug)).toEqual(['a']);
      office.now += 60 * 60_000;
      await deleteDocument('a', { by: 'rosa' }, deps);
      for (const { removal } of office.removals.splice(0)) await takeDown(removal, storm.takeDownDeps);
      deps.hasTime = () => true;
      storm.start(() => resumeUpload(id, deps));
      await storm.settle();
      const head = await office.content.head('b');
      expect([head?.status, Object.keys(head?.originals ?? {})]).toEqual([
        'published',
        shows ? ['p.png'] : [],
      ]);
      await expectNothingElse(office);
      const uploaded = [...office.files.objects.keys()].filter((key) => key.includes(id));
      expect(uploaded).toEqual([`manuscripts/${id}/1`, ...(shows ? [`pictures/${id}/2`] : [])]);
      const found = await office.uploads.find(id);
      expect(found?.upload.files.map(({ name }) => name)).toEqual([
        'deleted',
        'b.md',
        shows ? 'p.png' : 'deleted',
      ]);
    },
  );
});
