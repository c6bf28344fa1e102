import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownDocument } from '../../../../functions/content/api/shown.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { linkManuscript, showRevision } from '../../../../functions/content/editors/show-revision.ts';
import type { WriteOutcome } from '../../../../functions/content/ports.ts';
import { fileStateOf } from '../../../../functions/content/removal/file-uses.ts';
import { remakePicture } from '../../../../functions/content/removal/remake-picture.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import type { Problem } from '../../../../functions/runtime/problem.ts';
import { aPng, markdown, Office } from '../an-office.ts';

const anEditor = { by: 'rosa', isEditor: true };

const rent = (more: Record<string, string> = {}, text = 'Nobody pays.') => ({
  'rent.md': markdown({ title: 'Rent strike', slug: 'rent', ...more }, text),
});
const ahead = { published: '2031-05' };
const draft = { status: 'draft' };

const publish = (office: Office, slug = 'rent', revision?: number, replaces?: string[]) => {
  office.now += 60_000;
  const deps = { ...office.deps, documents: office.content };
  return publishDocument({ slug, revision, replaces }, { by: 'edda' }, deps);
};
const refused = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => Promise.reject(new Error('It was done')),
    (problem: Problem) => problem,
  );
const listed = (office: Office) => office.content.everyList().all?.map(({ sort }) => sort) ?? [];
const notices = async (handedIn: ReturnType<Office['handIn']>) =>
  (await handedIn).notices.map(({ text }) => text).join(' ');

describe('a date to come', () => {
  it.each(['2031', '2024-04', '2024-03-02', '2024-03-01T09:01:01Z', '2024-03-01T12:00+02:00'])(
    'as %s keeps the piece from the readers, and the receipt says so',
    async (published) => {
      const office = new Office();
      const receipt = await office.handIn(rent({ published }));
      expect(receipt).toMatchObject({
        state: 'done',
        documents: [{ slug: 'rent', status: 'scheduled', revision: 1 }],
        notices: [
          {
            level: 'note',
            text: expect.stringMatching(
              /^Scheduled: it becomes live by itself at .* UTC;.*press publish rent/,
            ),
          },
        ],
      });
      expect(listed(office)).toEqual([]);
      expect(await office.content.head('rent')).toMatchObject({ status: 'scheduled', lists: [] });
    },
  );

  it.each(['2024', '2024-03', '2024-03-01', '2024-03-01T09:01Z', '1949'])(
    'is not one that has begun when the upload is opened: %s',
    async (published) => {
      const office = new Office();
      expect(await office.handIn(rent({ published }))).toMatchObject({
        documents: [{ status: 'published' }],
      });
    },
  );

  it('is published once it has passed, when the same file comes again', async () => {
    const office = new Office();
    await office.handIn(rent({ published: '2024-03-02' }));
    office.now = Date.parse('2024-03-02T08:00:00Z');
    expect(await office.handIn(rent({ published: '2024-03-02' }))).toMatchObject({
      documents: [{ status: 'published', revision: 2 }],
    });
    expect(listed(office)).toEqual(['2024-03-02#rent']);
  });

  it('takes nothing from the readers of what is published: it waits beside it', async () => {
    const office = new Office();
    await office.handIn(rent());
    expect(await notices(office.handIn(rent(ahead, 'New.')))).toMatch(
      /2031-05-01 00:00 UTC.*beside the published one/,
    );
    expect(await office.content.head('rent')).toMatchObject({
      status: 'published',
      revision: 1,
      pending: { revision: 2, status: 'scheduled', published: '2031-05' },
    });
    expect(listed(office)).toEqual(['2024-03-01T09:01:00Z#rent']);
  });

  it('moves nothing, and leads from its old addresses once it is published', async () => {
    const office = new Office();
    await office.handIn(rent());
    const moving = {
      'rent.md': markdown({ title: 'Rent strike', slug: 'new', aliases: '[rent]', ...ahead }, 'Nobody pays.'),
    };
    await office.handIn(moving);
    expect(await office.content.head('rent')).toMatchObject({ status: 'published' });
    expect(await publish(office, 'new')).toMatchObject({ moved: ['rent'], kept: [] });
    expect(await office.content.head('rent')).toMatchObject({ status: 'moved', to: 'new' });
    expect(await office.content.head('new')).toMatchObject({
      status: 'published',
      former: ['rent'],
      first: '2024-03-01T09:01:00.000Z',
    });
    expect(listed(office)).toEqual(['2024-03-01T09:03:00Z#new']);
  });

  it('cannot be withdrawn, for readers never had it', async () => {
    const office = new Office();
    await office.handIn(rent(ahead));
    const problem = await refused(withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps));
    expect(problem).toMatchObject({ status: 409, message: expect.stringContaining('scheduled') });
  });

  it('stays beside what is withdrawn', async () => {
    const office = new Office();
    await office.handIn(rent());
    await withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps);
    await office.handIn(rent(ahead, 'New.'));
    expect(await office.content.head('rent')).toMatchObject({
      status: 'withdrawn',
      reason: 'Wrong.',
      pending: { status: 'scheduled' },
    });
  });
});

describe('a draft of what is published', () => {
  it.each([true, false])('waits beside it, an editor’s too (%s)', async (editor) => {
    const office = new Office();
    await office.handIn(rent());
    const said = await notices(office.handIn(rent(draft, 'Better.'), { editor }));
    expect(said).toMatch(/Kept as revision 2 beside the published one.*“press publish rent 2”/);
    expect(await office.content.head('rent')).toMatchObject({
      status: 'published',
      pending: { revision: 2, status: 'draft' },
    });
  });

  it('comes again without a new revision', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent(draft, 'Better.'));
    expect(await office.handIn(rent(draft, 'Better.'))).toMatchObject({
      documents: [{ revision: 2, status: 'draft' }],
      notices: [{ text: expect.stringContaining('Unchanged') }],
    });
    expect(await office.content.revisions('rent', 9)).toHaveLength(2);
  });

  it('goes on waiting when what is published comes again, or is withdrawn', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent({}, 'Better.'), { editor: false, by: 'wim' });
    await office.handIn(rent());
    await withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps);
    expect((await office.content.head('rent'))?.pending).toMatchObject({ revision: 2, by: 'wim' });
  });

  it('waits no more when something newer is published', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent(draft, 'Better.'));
    await office.handIn(rent({}, 'Best.'));
    expect(await office.content.head('rent')).toMatchObject({ revision: 3, pending: undefined });
  });
});

describe('publishing by hand', () => {
  it('makes what is scheduled live, dated with that moment, once', async () => {
    const office = new Office();
    await office.handIn(rent({ ...ahead, tags: '[damp]' }));
    const { head } = await publish(office);
    const moment = new Date(office.now).toISOString();
    expect(head).toMatchObject({
      status: 'published',
      revision: 2,
      by: 'edda',
      at: moment,
      first: moment,
      published: '2024-03-01T09:02:00Z',
      fields: { published: '2024-03-01T09:02:00Z' },
    });
    expect(listed(office)).toEqual(['2024-03-01T09:02:00Z#rent']);
    expect(await refused(publish(office))).toMatchObject({ status: 409 });
    // The file still names the date to come.
    expect(await notices(office.handIn(rent({ ...ahead, tags: '[damp]' })))).toContain('Unchanged');
    expect(await office.content.head('rent')).toMatchObject({ published: '2024-03-01T09:02:00Z' });
  });

  it('keeps a date in the past, which a draft may name', async () => {
    const office = new Office();
    await office.handIn(rent({ ...draft, published: '1949' }));
    expect(await publish(office)).toMatchObject({ head: { published: '1949' } });
  });

  it('takes the newest draft, or the one that is named', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent(draft, 'Two.'));
    await office.handIn(rent(draft, 'Three.'), { editor: false });
    const { archive } = office.files;
    const text = async () => (await archive.body((await office.content.head('rent'))?.body ?? '')).text;
    await publish(office, 'rent', 2);
    expect(await text()).toBe('Two.');
    expect(await office.content.head('rent')).toMatchObject({ pending: { revision: 3 }, revision: 4 });
    await publish(office);
    expect(await text()).toBe('Three.');
    const head = await office.content.head('rent');
    expect([head?.pending, head?.byWriter]).toEqual([undefined, undefined]);
    expect(await publish(office, 'rent', 1)).toMatchObject({ head: { revision: 6, status: 'published' } });
    expect(await text()).toBe('Nobody pays.');
  });

  it('publishes what was withdrawn where its revision is named', async () => {
    const office = new Office();
    await office.handIn(rent());
    await withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps);
    const nothing = { status: 409, message: expect.stringMatching(/^“rent” is withdrawn, and no draft/) };
    expect(await refused(publish(office))).toMatchObject(nothing);
    const { head } = await publish(office, 'rent', 1);
    expect([head.status, head.reason]).toEqual(['published', undefined]);
  });

  it('says what is not there', async () => {
    const office = new Office();
    await office.handIn(rent());
    expect(await refused(publish(office, 'none'))).toMatchObject({ status: 404 });
    expect(await refused(publish(office, 'rent', 7))).toMatchObject({ status: 404 });
    for (const revision of [1, undefined])
      expect(await refused(publish(office, 'rent', revision))).toMatchObject({
        ...{ status: 409, message: expect.stringMatching(/^Unchanged: /) },
      });
    await deleteDocument('rent', { by: 'edda' }, office.deps);
    expect(await refused(publish(office, 'rent', 1))).toMatchObject({ status: 404 });
  });

  it('is older than what is handed in after it, and newer than what comes late', async () => {
    const office = new Office();
    await office.handIn(rent(ahead));
    const late = await office.open(rent({}, 'Late.'));
    await publish(office);
    for (const file of late.files) await office.tell(file);
    expect(await office.content.head('rent')).toMatchObject({ by: 'edda', revision: 2, revisions: 3 });
    expect(await office.handIn(rent({}, 'Newer.'))).toMatchObject({ documents: [{ revision: 4 }] });
    expect(await office.content.head('rent')).toMatchObject({ by: 'rosa', revision: 4 });
  });

  it('has pictures made again that nobody shows any more, and is not live before they are', async () => {
    const office = new Office();
    const text = '![The march](march.png)';
    const receipt = await office.handIn({ ...rent({}, text), 'march.png': aPng() });
    const { order } = await withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps);
    office.now += 3_600_000;
    const since = office.clock.now().toISOString();
    await takeDown({ what: 'document', slug: 'rent', order, deleted: false, since }, office.takeDownDeps());
    const shown = () => [...office.files.objects.keys()].filter((key) => key.startsWith('media/'));
    expect(receipt.state).toBe('done');
    expect(shown()).toEqual([]);
    const problem = await refused(publish(office, 'rent', 1));
    expect(problem).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(await office.content.head('rent')).toMatchObject({ status: 'withdrawn' });
    for (const one of office.remakes.splice(0)) await remakePicture(one, office.deps);
    expect(await publish(office, 'rent', 1)).toMatchObject({ head: { status: 'published' } });
    expect(shown()).not.toEqual([]);
  });

  it('keeps its pictures when they are looked at before it is written', async () => {
    const office = new Office();
    const text = '![The march](march.png)';
    await office.handIn({ ...rent(draft, text), 'march.png': aPng() });
    // The look at what arrived is long over.
    const looks = office.removals.splice(0).filter(({ removal }) => removal.what === 'picture');
    const write = office.content.write.bind(office.content);
    office.content.write = async (change) => {
      office.content.write = write;
      for (const { removal } of looks) await takeDown(removal, office.takeDownDeps(), false);
      return write(change);
    };
    await publish(office);
    for (let one = office.removals.shift(); one; one = office.removals.shift()) {
      office.now = Math.max(office.now, one.due);
      await takeDown(one.removal, office.takeDownDeps(), false);
      for (const remake of office.remakes.splice(0)) await remakePicture(remake, office.deps);
    }
    const head = await office.content.head('rent');
    const { pictures } = await office.files.archive.body(head?.body ?? '');
    expect([looks.length > 0, pictures.length]).toEqual([true, 1]);
    for (const picture of pictures) expect(await office.files.storedPictures.hasMedia(picture)).toBe(true);
  });

  // Negative control: under its own order the use of an old revision would count as written long ago.
  it('holds its pictures while it is on its way, and leaves nothing to a deletion that overtakes it', async () => {
    const office = new Office();
    await office.handIn({ ...rent({}, '![The march](march.png)'), 'march.png': aPng() });
    await office.handIn(rent({}, 'Without.'));
    office.now += 3_600_000;
    const deletion = office.ids.next();
    const write = office.content.write.bind(office.content);
    let original = '';
    office.content.write = async (change) => {
      office.content.write = write;
      const { heads } = await office.content.lookUp({ slugs: ['rent'], filenames: [] });
      original = Object.values(change.head.originals)[0] ?? '';
      const uses = await office.fileUses.of(original);
      expect(fileStateOf(uses, heads, office.clock.now())).toMatchObject({ inFlight: true, shown: false });
      await deleteDocument('rent', { by: 'edda' }, { ...office.deps, ids: { next: () => deletion } });
      return write(change);
    };
    expect(await refused(publish(office, 'rent', 1))).toMatchObject({ status: 404 });
    office.now += 3_600_000;
    const since = office.clock.now().toISOString();
    const removal = { what: 'document', slug: 'rent', order: deletion, deleted: true, since } as const;
    await takeDown(removal, office.takeDownDeps());
    expect(original).not.toBe('');
    expect(office.fileUses.all()).toEqual([]);
    expect(office.files.archived()).toEqual([]);
  });
});

/** A piece by its file, title and address. */
const piece = (name: string, title: string, more: Record<string, string>, text = `${title}, in words.`) => ({
  [`${name}.md`]: markdown({ title, ...more }, text),
});
const idAt = async (office: Office, slug: string) => (await office.content.head(slug))?.id;

describe('an old address that a draft names', () => {
  const moving = rent({ slug: 'new', aliases: '[rent]', ...draft });

  it.each([
    ['began there after the draft', []],
    ['is older than the draft, and moved there since', ['elsewhere']],
  ])('stays with what %s', async (_, [before]) => {
    const office = new Office();
    const other = (slug: string, more = {}) => piece('other', 'Other', { slug, ...more });
    if (before) await office.handIn(other(before));
    await office.handIn(moving);
    await office.handIn(other('rent', before ? { aliases: `[${before}]` } : {}));
    const stood = await office.content.head('rent');
    expect(await publish(office, 'new')).toMatchObject({ moved: [], replaced: [], kept: ['rent'] });
    expect(await office.content.head('rent')).toEqual(stood);
    expect(stood).toMatchObject({ status: 'published' });
    expect(await idAt(office, 'new')).not.toBe(stood?.id);
  });

  it('stays a marker where its piece moved on since', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(moving);
    await office.handIn(rent({ slug: 'moved', aliases: '[rent]' }));
    expect(await publish(office, 'new')).toMatchObject({ moved: [], kept: ['rent'] });
    expect(await office.content.head('rent')).toMatchObject({ status: 'moved', to: 'moved' });
    expect(await office.content.head('moved')).toMatchObject({ status: 'published' });
    expect(await idAt(office, 'new')).not.toBe(await idAt(office, 'moved'));
  });

  it('stays with what was away when the draft came, and is back', async () => {
    const office = new Office();
    const other = (slug: string, aliases: string) => piece('other', 'Other', { slug, aliases });
    await office.handIn(other('rent', '[]'));
    await office.handIn(other('away', '[rent]'));
    await office.handIn(moving);
    await office.handIn(other('rent', '[away]'));
    expect(await publish(office, 'new')).toMatchObject({ moved: [], kept: ['rent'] });
    expect(await office.content.head('rent')).toMatchObject({ status: 'published' });
  });

  it('leads here once the draft has come again since', async () => {
    const office = new Office();
    await office.handIn(moving);
    await office.handIn(rent());
    expect(await notices(office.handIn(moving))).toContain('Unchanged');
    expect(await publish(office, 'new')).toMatchObject({ moved: ['rent'], kept: [] });
  });

  it('leads here where a marker stood, and nothing came since', async () => {
    const office = new Office();
    await office.handIn(piece('other', 'Other', { slug: 'rent' }));
    await office.handIn(piece('other', 'Other', { slug: 'away', aliases: '[rent]' }));
    await office.handIn(moving);
    await office.handIn(piece('other', 'Other', { slug: 'away', aliases: '[rent]' }, 'Corrected.'));
    expect(await publish(office, 'new')).toMatchObject({ moved: ['rent'], kept: [] });
    expect(await office.content.head('rent')).toMatchObject({ status: 'moved', to: 'new' });
  });
});

describe('a piece that a draft renames', () => {
  const renaming = (more: Record<string, string> = draft) =>
    rent({ slug: 'new', aliases: '[rent]', ...more });

  it.each([
    ['by hand', (office: Office) => publish(office, 'new')],
    ['by its file without “status: draft”', (office: Office) => office.handIn(renaming({}))],
  ])('keeps its lasting id when it is published %s', async (_, doPublish) => {
    const office = new Office();
    await office.handIn(rent());
    const id = await idAt(office, 'rent');
    await office.handIn(renaming(), { editor: false });
    expect(await idAt(office, 'new')).not.toBe(id);
    await doPublish(office);
    const head = await office.content.head('new');
    expect(head).toMatchObject({ id, former: ['rent'], first: '2024-03-01T09:01:00.000Z' });
    expect(await office.content.head('rent')).toMatchObject({ id, status: 'moved', to: 'new' });
    expect(
      (await office.content.lookUp({ slugs: [], filenames: [], ids: [id ?? ''] })).slugs.get(id ?? ''),
    ).toBe('new');
    await deleteDocument('new', { by: 'edda' }, office.deps);
    expect(await idAt(office, 'new')).toBe(id);
  });

  it('keeps the id under which readers know the new address, and names what goes', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent({ slug: 'new' }, 'Another text.'));
    const id = await idAt(office, 'new');
    await office.handIn(renaming());
    const problem = await refused(publish(office, 'new'));
    expect(problem).toMatchObject({ status: 409, message: expect.stringContaining('--replaces rent') });
    expect(await publish(office, 'new', undefined, ['rent'])).toMatchObject({
      replaced: ['rent'],
      moved: [],
    });
    expect(await idAt(office, 'new')).toBe(id);
  });

  it('is not one that it replaces', async () => {
    const office = new Office();
    await office.handIn(rent());
    const id = await idAt(office, 'rent');
    await office.handIn(piece('whole', 'The whole', { slug: 'whole', replaces: '[rent]', ...draft }));
    const own = await idAt(office, 'whole');
    await publish(office, 'whole', undefined, ['rent']);
    expect(await idAt(office, 'whole')).toBe(own);
    expect(own).not.toBe(id);
  });
});

describe('a draft that takes the place of another piece', () => {
  async function anOffice() {
    const office = new Office();
    await office.handIn(rent());
    const whole = { slug: 'whole', replaces: '[rent]', aliases: '[part]' };
    await office.handIn(piece('whole', 'The whole', whole), { editor: false, by: 'wim' });
    return office;
  }
  const addresses = { aliases: ['part'], replaces: ['rent'] };

  it('shows which, as a draft of its own, as a revision and where it waits', async () => {
    const office = await anOffice();
    const bodies = office.files.archive;
    const shown = shownDocument('https://press.example');
    const head = await office.content.head('whole');
    expect(head && shown(head)).toMatchObject({ status: 'draft', ...addresses });
    expect(
      await showRevision('whole', '1', anEditor, {
        documents: office.content,
        bodies,
        siteUrl: office.deps.siteUrl,
      }),
    ).toMatchObject(addresses);
    await office.handIn(piece('whole', 'The whole', { slug: 'whole' }, 'Without.'));
    const again = { slug: 'whole', replaces: '[rent]', aliases: '[part]' };
    await office.handIn(piece('whole', 'The whole', again, 'Once more.'), { editor: false, by: 'wim' });
    const beside = await office.content.head('whole');
    expect(beside && shown(beside)).toMatchObject({
      status: 'published',
      aliases: undefined,
      pending: { revision: 3, ...addresses },
    });
  });

  it('is published only where the editor names that piece', async () => {
    const office = await anOffice();
    const before = office.content.everyHead();
    const problem = await refused(publish(office, 'whole'));
    expect(problem.status).toBe(409);
    expect(problem.message).toMatch(
      /takes the place of “Rent strike” \(rent\), which came as rent\.md.*“press publish whole 1 --replaces rent”.*\{"replaces": \["rent"\]\}/,
    );
    expect(await refused(publish(office, 'whole', undefined, ['rent', 'part']))).toMatchObject({
      status: 409,
      message: expect.stringContaining('does not take the place of “part”'),
    });
    expect(office.content.everyHead()).toEqual(before);
    expect(await publish(office, 'whole', undefined, ['rent'])).toMatchObject({
      ...{ moved: ['part'], replaced: ['rent'], kept: [] },
    });
    expect(await office.content.head('rent')).toMatchObject({ status: 'moved', to: 'whole' });
  });

  it('does not take what came to that address since, even where it is named', async () => {
    const office = await anOffice();
    await office.handIn(rent({ slug: 'away', aliases: '[rent]' }));
    await office.handIn(piece('other', 'Other', { slug: 'rent' }));
    expect(await refused(publish(office, 'whole', undefined, ['rent']))).toMatchObject({
      status: 409,
      message: expect.stringContaining('came there after the draft'),
    });
    expect(await publish(office, 'whole')).toMatchObject({ replaced: [], kept: ['rent'] });
    expect(await office.content.head('rent')).toMatchObject({ status: 'published' });
  });
});

/** The store from now on writes each marker but the first after the document, and stops once before that part. */
function writeInParts(office: Office, stopsBefore: number, stop: () => WriteOutcome): void {
  const write = office.content.write.bind(office.content);
  let isStopped = false;
  office.content.write = async ({ markers: [first, ...others] = [], ...document }) => {
    for (const [at, part] of [{ ...document, markers: first ? [first] : [] }, ...others].entries()) {
      if (!isStopped && at === stopsBefore) {
        isStopped = true;
        return stop();
      }
      if ((await write(part)) !== 'written') return 'overtaken';
    }
    return 'written';
  };
}

describe('a publication that takes more addresses than one transaction holds', () => {
  const others = ['east', 'west', 'south'];
  const replaces = [...others].sort();
  const front = { slug: 'whole', replaces: `[${others}]`, aliases: '[part, rent]' };
  const whole = () => rent({ ...front, ...draft });
  const rest = [...others, 'part', 'rent'];
  const dies = (): never => {
    throw new Error('The function ended');
  };
  const states = async (office: Office) =>
    Promise.all(rest.map(async (slug) => (await office.content.head(slug))?.to));

  async function anOffice(isBeside = false) {
    const office = new Office();
    await office.handIn(rent());
    if (isBeside) await office.handIn(rent({ slug: 'whole' }, 'Once.'));
    for (const slug of others) await office.handIn(piece(slug, slug, { slug }));
    await office.handIn(whole());
    // What came after the draft counts once the draft has come again.
    await deleteDocument('south', { by: 'edda' }, office.deps);
    await office.handIn(piece('south', 'south', { slug: 'south' }));
    const again = await office.handIn(whole());
    expect(again).toMatchObject({ state: 'done', documents: [{ slug: 'whole', status: 'draft' }] });
    return office;
  }

  async function expectComplete(office: Office, id: string | undefined) {
    expect(await states(office)).toEqual(rest.map(() => 'whole'));
    expect(await office.content.head('whole')).toMatchObject({ status: 'published', id });
    expect(listed(office)).toHaveLength(1);
    const all = office.content.everyHead();
    const named = [undefined, (await office.content.revisions('whole', 9)).find(isDraft)?.revision];
    for (const revision of named) {
      for (const going of [replaces, []])
        expect(await refused(publish(office, 'whole', revision, going))).toMatchObject({ status: 409 });
    }
    expect(office.content.everyHead()).toEqual(all);
  }
  const isDraft = ({ status }: { status: string }) => status === 'draft';

  const stops = [0, 1, 2, 3, 4].flatMap((at) => [
    { at, isBeside: false },
    { at, isBeside: true },
  ]);

  it.each(stops)('is completed by the same command where it died: %j', async ({ at, isBeside }) => {
    const office = await anOffice(isBeside);
    const id = await idAt(office, isBeside ? 'whole' : 'rent');
    const revision = isBeside ? 2 : undefined;
    const going = isBeside ? [...replaces, 'rent'] : replaces;
    writeInParts(office, at, dies);
    await expect(publish(office, 'whole', revision, going)).rejects.toThrow('The function ended');
    expect((await states(office)).filter((to) => to === 'whole')).toHaveLength(at);
    const there = await office.content.head('whole');
    const { replaced, moved, kept } = await publish(office, 'whole', revision, going);
    expect([[...replaced].sort(), kept]).toEqual([[...going].sort(), []]);
    expect([...moved].sort()).toEqual(isBeside ? ['part'] : ['part', 'rent']);
    await expectComplete(office, id);
    // What stands is not written as another revision.
    if (at) expect(await office.content.head('whole')).toMatchObject({ revision: there?.revision });
  });

  it.each([1, 3])('goes on by itself where part %i was overtaken', async (at) => {
    const office = await anOffice();
    const id = await idAt(office, 'rent');
    writeInParts(office, at, () => 'overtaken');
    const { head, replaced } = await publish(office, 'whole', undefined, replaces);
    expect(head).toMatchObject({ slug: 'whole', revision: 2 });
    expect([...replaced].sort()).toEqual(replaces);
    await expectComplete(office, id);
  });

  it('still demands the names of those that go, and leaves what came or went since', async () => {
    const office = await anOffice();
    writeInParts(office, 1, dies);
    await expect(publish(office, 'whole', undefined, replaces)).rejects.toThrow('The function ended');
    const before = office.content.everyHead();
    expect(await refused(publish(office, 'whole'))).toMatchObject({
      status: 409,
      message: expect.stringContaining('--replaces'),
    });
    expect(office.content.everyHead()).toEqual(before);
    await office.handIn(piece('east', 'east', { slug: 'away', aliases: '[east]' }));
    await office.handIn(piece('newer', 'Newer', { slug: 'east' }));
    await deleteDocument('west', { by: 'edda' }, office.deps);
    await office.handIn(piece('south', 'south', { slug: 'south' }, 'Corrected.'));
    const done = await publish(office, 'whole', undefined, ['south']);
    expect(done).toMatchObject({ replaced: ['south'], kept: ['east'] });
    expect(await office.content.head('east')).toMatchObject({ status: 'published', name: 'newer.md' });
    expect(await office.content.head('west')).toMatchObject({ status: 'deleted' });
    expect(await office.content.head('south')).toMatchObject({ status: 'moved', to: 'whole' });
    expect(await refused(publish(office, 'whole'))).toMatchObject({ status: 409 });
  });
});

it.each([draft, ahead])(
  'the pictures of what waits beside do not stay at their addresses: %j',
  async (more) => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn({ ...rent(more, '![The march](march.png)'), 'march.png': aPng() });
    await office.handIn({ ...rent(more, '![The march](march.png)'), 'march.png': aPng() });
    office.now += 60_000;
    const due = office.removals.splice(0).filter((one) => one.due <= office.now);
    for (const { removal } of due) await takeDown(removal, office.takeDownDeps());
    // Nobody has to look again: what waits shows nothing when it is written.
    expect([due.length > 0, office.removals]).toEqual([true, []]);
    expect([...office.files.objects.keys()].filter((key) => key.startsWith('media/'))).toEqual([]);
  },
);

describe('a revision', () => {
  it('is shown with its text, and its manuscript is linked to as it came', async () => {
    const office = new Office();
    await office.handIn(rent());
    await office.handIn(rent(draft, 'Better.'), { editor: false });
    const deps = {
      documents: office.content,
      bodies: office.files.archive,
      siteUrl: 'https://press.example',
    };
    expect(await showRevision('rent', '2', anEditor, deps)).toMatchObject({
      status: 'draft',
      text: 'Better.',
      revision: 2,
    });
    const links = { sign: async (key: string) => `https://s3.example/${key}` };
    const { manuscripts } = office.files;
    const linked = await linkManuscript('rent', '2', anEditor, {
      ...deps,
      manuscripts,
      links,
      clock: office.clock,
    });
    expect(linked).toMatchObject({ name: 'rent.md', url: expect.stringContaining('/manuscripts/') });
    expect(linked.text).toMatch(/^---\n[\s\S]*Better\.\n$/);
    for (const revision of ['0', '3', 'x', '1.5', '9999999'])
      expect(await refused(showRevision('rent', revision, anEditor, deps))).toMatchObject({ status: 404 });
    expect(await refused(showRevision('none', '1', anEditor, deps))).toMatchObject({ status: 404 });
  });

  it('gives the text of a web page in the encoding that it declares', async () => {
    const office = new Office();
    const page = '<meta charset="windows-1252"><h1>Br\u00fccke</h1><p>Nobody pays.</p>';
    const { documents } = await office.handIn({ 'bridge.html': Buffer.from(page, 'latin1') });
    const slug = documents[0]?.slug ?? '';
    const links = { sign: async (key: string) => `https://s3.example/${key}` };
    const deps = {
      documents: office.content,
      manuscripts: office.files.manuscripts,
      links,
      clock: office.clock,
    };
    expect(await linkManuscript(slug, '1', anEditor, deps)).toMatchObject({ text: page });
  });
});

/** Hand-ins of one document, with commands between them as editors give them. */
const steps = fc.array(
  fc.oneof(
    fc.record({
      words: fc.constantFrom('One.', 'Two.', 'Three.'),
      more: fc.constantFrom<Record<string, string>>({}, {}, draft, ahead),
      editor: fc.constantFrom(true, true, false),
    }),
    fc.constantFrom('publish' as const, 'withdraw' as const, 'publish 1' as const),
  ),
  { minLength: 2, maxLength: 8 },
);

it('readers lose what they had by a withdrawal alone, and lists hold what is published', async () => {
  const property = fc.asyncProperty(steps, async (all) => {
    const office = new Office();
    for (const step of all) {
      const before = await office.content.head('rent');
      if (typeof step === 'object') {
        await office.handIn(rent(step.more, step.words), { editor: step.editor });
        const isLive = step.editor && step.more !== draft && step.more !== ahead;
        const after = await office.content.head('rent');
        if (isLive) expect(after?.status).toBe('published');
        else if (before && ['published', 'withdrawn'].includes(before.status)) {
          const { pending, ordering, version, revisions, ...kept } = before;
          expect(after).toMatchObject(JSON.parse(JSON.stringify(kept)));
        } else expect(after?.status).not.toBe('published');
      } else {
        office.now += 60_000;
        const work = {
          publish: () => publish(office),
          'publish 1': () => publish(office, 'rent', 1),
          withdraw: () => withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps),
        };
        await work[step]().catch((problem: Problem) => expect([404, 409]).toContain(problem.status));
      }
      const head = await office.content.head('rent');
      expect(listed(office)).toEqual(head?.status === 'published' ? [`${head.published}#rent`] : []);
      if (head?.pending) {
        const waiting = await office.content.revision('rent', head.pending.revision, head.since);
        // A writer's repetition of what an editor handed in waits as a draft of theirs.
        const isRepetition = head.pending.byWriter && !waiting?.byWriter;
        const { source, status } = head.pending;
        expect(waiting).toMatchObject({ source, ...(!isRepetition && { status }) });
        // What was withdrawn may be scheduled anew.
        const isAgain = head.status === 'withdrawn' && status === 'scheduled';
        if (!isAgain) expect(source).not.toBe(head.source);
      }
    }
  });
  await fc.assert(property, { numRuns: 100 });
});
