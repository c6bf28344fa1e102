import { describe, expect, it } from 'vitest';
import { mayRead, type Viewer } from '../../../../functions/content/contract/own-documents.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { scheduleDocument } from '../../../../functions/content/documents/schedule-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { listDocuments } from '../../../../functions/content/editors/list-documents.ts';
import { showCalendar } from '../../../../functions/content/editors/show-calendar.ts';
import { showDocument } from '../../../../functions/content/editors/show-document.ts';
import { linkManuscript, showRevision } from '../../../../functions/content/editors/show-revision.ts';
import { showReceipt } from '../../../../functions/content/uploads/show-receipt.ts';
import { linkPreview } from '../../../../functions/site/preview/show-preview.ts';
import { ASite, origin } from '../../site/a-site.ts';
import { aHead } from '../a-document.ts';
import { markdown, Office } from '../an-office.ts';

const edda = { by: 'edda', isEditor: true };
const wim = { by: 'wim', isEditor: false };
const ines = { by: 'ines', isEditor: false };
const asWriter = (by: string) => ({ editor: false, by });
const asEditor = { by: 'edda' };

const rent = (text: string, more: Record<string, string> = {}) => ({
  'rent.md': markdown({ title: 'Rent strike', slug: 'rent', ...more }, text),
});

/** What somebody sees of the press, as the API answers it. */
function seenBy(viewer: Viewer, office: Office) {
  const deps = {
    ...{ documents: office.content, bodies: office.files.archive, siteUrl: origin, clock: office.clock },
    links: { sign: async (key: string) => key },
    manuscripts: office.files.manuscripts,
  };
  const site = new ASite();
  const preview = {
    ...{ content: site.content, bodies: site.content, site: origin, clock: office.clock },
    ...{ originals: deps.links, keys: { sign: async () => 's', verify: async () => true } },
    revisions: office.content,
  };
  const orStatus = <T>(asked: Promise<T>) => asked.catch(({ status }: { status: number }) => status);
  return {
    listed: async (q?: string) => (await listDocuments({ limit: 50, q }, viewer, deps)).items,
    calendar: async () => {
      const { due, lists } = { due: office.content, lists: office.content };
      return (await showCalendar({}, { viewer, now: office.clock.now() }, { ...deps, due, lists })).items;
    },
    list: async () => (await listDocuments({ limit: 50 }, viewer, deps)).items.map(({ slug }) => slug).sort(),
    show: (slug: string) => orStatus(showDocument(slug, viewer, deps)),
    text: async (slug: string, revision: number) => {
      const shown = await orStatus(showRevision(slug, String(revision), viewer, deps));
      return typeof shown === 'number' ? shown : shown.text;
    },
    manuscript: async (slug: string, revision: number) =>
      typeof (await orStatus(linkManuscript(slug, String(revision), viewer, deps))),
    preview: async (slug: string, revision?: string) =>
      typeof (await orStatus(linkPreview(slug, viewer, preview, revision))),
  };
}

describe('a writer', () => {
  it('sees what they brought, all of it, also after editors have worked on it; and nothing of others', async () => {
    const office = new Office();
    await office.handIn(rent('A first word.'), asWriter('wim'));
    await office.handIn(rent('A corrected word.', { status: 'draft' }), asEditor);
    await office.handIn({ 'tea.md': markdown({ title: 'Tea' }, 'Of Ines.') }, asWriter('ines'));
    const [own, other] = [seenBy(wim, office), seenBy(ines, office)];
    expect([await own.list(), await other.list()]).toEqual([['rent'], ['tea']]);
    expect(await own.show('rent')).toMatchObject({ revisions: [{ revision: 2 }, { revision: 1 }] });
    expect([await own.text('rent', 1), await own.text('rent', 2)]).toEqual([
      'A first word.',
      'A corrected word.',
    ]);
    expect([await own.manuscript('rent', 2), await own.preview('rent')]).toEqual(['object', 'object']);
    expect(await other.show('rent')).toBe(404);
    expect(await other.text('rent', 1)).toBe(404);
    expect([await other.manuscript('rent', 1), await other.preview('rent')]).toEqual(['number', 'number']);
    expect(await seenBy(edda, office).list()).toEqual(['rent', 'tea']);
  });

  it('reads nothing of a draft by handing one in at its address', async () => {
    const office = new Office();
    await office.handIn(rent('A secret.', { standfirst: 'Names nobody may know.' }), asWriter('wim'));
    await office.handIn(rent('A guess.'), asWriter('ines'));
    await office.handIn(
      rent('Edited, and a secret.', { status: 'draft', standfirst: 'Nor these.' }),
      asEditor,
    );
    const jumper = seenBy(ines, office);
    const texts = await Promise.all([1, 2, 3].map((revision) => jumper.text('rent', revision)));
    expect(texts).toEqual([404, 'A guess.', 404]);
    const shown = JSON.stringify(await jumper.show('rent'));
    expect(shown).toContain('"revision":2');
    expect(shown).not.toMatch(/secret|nobody may know|Nor these/);
    expect(await jumper.preview('rent')).toBe('number');
    expect(await seenBy(wim, office).text('rent', 3)).toBe('Edited, and a secret.');
  });

  it('is told nothing of what waits at an address where they handed something in', async () => {
    const office = new Office();
    await office.handIn(
      {
        'sale.md': markdown({
          ...{ title: 'The co-op is sold', slug: 'merger', publish_at: '2024-03-09T07:00:00Z' },
          ...{ aliases: '[sold]', section: 'Scandal' },
        }),
      },
      asEditor,
    );
    await office.handIn({ 'x.md': markdown({ title: 'Hello', slug: 'merger' }) }, asWriter('wim'));
    const own = seenBy(wim, office);
    const all = [await own.show('merger'), await own.listed(), await own.calendar()];
    expect(all).toMatchObject([
      { title: 'Hello', name: 'x.md', status: 'draft', revision: 2, by: 'wim' },
      [{ title: 'Hello', name: 'x.md', status: 'draft', revision: 2, by: 'wim' }],
      [],
    ]);
    expect(JSON.stringify(all)).not.toMatch(/sold|sale|Scandal|2024-03-09|edda/);
    expect([await own.listed('sold'), await own.listed('hello')]).toMatchObject([[], [{ slug: 'merger' }]]);
    expect(await seenBy(edda, office).calendar()).toMatchObject([{ what: 'publish', slug: 'merger' }]);
  });

  it('is told nothing of what is to happen to what readers have', async () => {
    const office = new Office();
    await office.handIn(rent('What readers have.'), asEditor);
    await office.handIn(rent('The secret.', { publish_at: '2024-03-12T07:00:00Z' }), asEditor);
    await office.handIn({ 'tea.md': markdown({ title: 'Tea', slug: 'tea' }) }, asEditor);
    const withdrawAt = '2024-03-15T07:00:00Z';
    await scheduleDocument('tea', { withdrawAt }, asEditor, { ...office.deps, documents: office.content });
    const own = seenBy(wim, office);
    expect(await own.calendar()).toEqual([]);
    await office.handIn(rent('A proposal.'), asWriter('wim'));
    expect(await own.show('rent')).toMatchObject({ status: 'published', pending: { revision: 3 } });
    expect(await own.calendar()).toEqual([]);
    expect(JSON.stringify([await own.show('rent'), await own.listed()])).not.toContain('2024-03-12');
    expect(await seenBy(edda, office).calendar()).toHaveLength(2);
  });

  it('reads nothing of an older slug by a number that readers have at this one', async () => {
    const office = new Office();
    const dues = (text: string, more = {}) => rent(text, { slug: 'dues', ...more });
    await office.handIn(rent('One.'), asEditor);
    await office.handIn(rent('A secret draft.', { status: 'draft' }), asEditor);
    await office.handIn(dues('Moved.', { aliases: '[rent]' }), asEditor);
    await office.handIn(dues('Moved, second.'), asEditor);
    await office.handIn(dues('A proposal.'), asWriter('wim'));
    const asked = ['1', '2', '3', 'rent/1', 'rent/2', 'dues/1', 'dues/2'];
    const seen = (viewer: Viewer) =>
      Promise.all(asked.map((revision) => seenBy(viewer, office).preview('dues', revision)));
    expect(await seen(wim)).toEqual(['number', 'object', 'object', 'number', 'number', 'number', 'object']);
    expect(await seen(edda)).toEqual(asked.map(() => 'object'));
  });

  it('keeps what is theirs when it is published, moved and withdrawn', async () => {
    const office = new Office();
    await office.handIn(rent('A first word.'), asWriter('wim'));
    await publishDocument({ slug: 'rent' }, asEditor, office.deps);
    const own = seenBy(wim, office);
    expect(await own.list()).toEqual(['rent']);
    await office.handIn(
      { 'rent.md': markdown({ title: 'Rent strike', slug: 'dues', aliases: '[rent]' }, 'Moved.') },
      asEditor,
    );
    expect(await own.list()).toEqual(['dues']);
    expect(await own.text('dues', 1)).toBe('Moved.');
    await withdrawDocument('dues', asEditor, 'Wrong.', office.deps);
    expect(await own.list()).toEqual(['dues']);
    expect(await seenBy(ines, office).list()).toEqual([]);
  });

  it('gets nothing of what begins where theirs was deleted', async () => {
    const office = new Office();
    await office.handIn(rent('A first word.'), asWriter('wim'));
    await deleteDocument('rent', asEditor, office.deps);
    await office.handIn(rent('Of Ines.'), asWriter('ines'));
    expect([await seenBy(wim, office).list(), await seenBy(ines, office).list()]).toEqual([[], ['rent']]);
    expect(await seenBy(wim, office).show('rent')).toBe(404);
  });

  it('of what readers have reads the text that they have, beside a draft of their own', async () => {
    const office = new Office();
    await office.handIn(rent('An old mistake.'), asEditor);
    await office.handIn(rent('What readers have.'), asEditor);
    await office.handIn(rent('A proposal.'), asWriter('wim'));
    const own = seenBy(wim, office);
    expect(await Promise.all([1, 2, 3].map((revision) => own.text('rent', revision)))).toEqual([
      404,
      'What readers have.',
      'A proposal.',
    ]);
    expect(await own.preview('rent')).toBe('object');
  });

  it('sees the receipts of their own uploads', async () => {
    const office = new Office();
    const { id } = await office.open(rent('A first word.'), asWriter('wim'));
    const asked = (viewer: Viewer) =>
      showReceipt(id, viewer, office.deps).then(
        ({ state }) => state,
        ({ status }: { status: number }) => status,
      );
    expect([await asked(wim), await asked(edda), await asked(ines)]).toEqual(['waiting', 'waiting', 404]);
  });

  it('reads no revision from under an older slug for having the number of what readers have', () => {
    const head = { ...aHead({ slug: 'dues', by: 'edda' }), revision: 2 };
    const older = { slug: 'rent', revision: 2, by: 'ines' };
    expect(mayRead(wim, head, { ...older, slug: 'dues' })).toBe(true);
    expect(mayRead(wim, head, older)).toBe(false);
  });
});
