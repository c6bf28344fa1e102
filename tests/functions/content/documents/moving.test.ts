import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { showArticle } from '../../../../functions/content/readers/show-article.ts';
import { eraseDocument } from '../../../../functions/content/removal/erase-document.ts';
import type { Problem } from '../../../../functions/runtime/problem.ts';
import { answerMissing } from '../../../../functions/site/missing/answer-missing.ts';
import { markdown, Office } from '../an-office.ts';

const names = Array.from({ length: 9 }, (_, at) => `name-${at}`);

const rent = (slug: string, { aliases = [] as string[], text = 'Nobody pays.' } = {}) => ({
  'rent.md': markdown({ title: 'Rent strike', slug, aliases: `[${aliases.join(', ')}]` }, text),
});

/** A piece that had eight names; each time its file tells the one before. */
async function renamed(office: Office) {
  const first = await office.handIn(rent('name-0'));
  for (const [at, name] of names.entries()) {
    if (at) await office.handIn(rent(name, { aliases: [names[at - 1] ?? ''] }));
  }
  return first.documents[0];
}

const asked = (office: Office, slug: string) =>
  showArticle(slug, {
    documents: office.content,
    bodies: office.files.archive,
    siteUrl: 'https://press.example',
  });
const refused = (office: Office, slug: string): Promise<Problem> =>
  asked(office, slug).then(
    () => Promise.reject(new Error(`${slug} was answered`)),
    (problem: Problem) => problem,
  );

/** Readers are led there from each of the slugs, by the site and by the API. */
async function leadTo(present: string, office: Office, slugs: string[]): Promise<void> {
  const content = {
    positions: async () => [],
    terms: async () => [],
    termsUpTo: async () => [],
    lookUp: async ({ documents, ids }: { documents: string[]; ids?: string[] }) => {
      const { heads, slugs } = await office.content.lookUp({ slugs: documents, ids, filenames: [] });
      return { documents: heads, slugs, terms: new Map() };
    },
  };
  for (const slug of slugs) {
    expect((await refused(office, slug)).headers).toEqual({ location: `/api/articles/${present}` });
    const answer = await answerMissing(`/articles/${slug}/`, { content, site: 'https://press.example' });
    expect(answer).toEqual({ outcome: 'moved', to: `/articles/${present}/` });
  }
}

describe('a piece that is renamed eight times', () => {
  it('keeps its id and its first date, and every old address leads to the present one at once', async () => {
    const office = new Office();
    const handedIn = await renamed(office);
    const head = await office.content.head('name-8');
    expect(head).toMatchObject({
      id: handedIn?.id,
      former: names.slice(0, -1),
      first: '2024-03-01T09:01:00.000Z',
    });
    expect(await asked(office, 'name-8')).toMatchObject({ slug: 'name-8', id: handedIn?.id });
    for (const slug of names.slice(0, -1)) {
      const { status, headers } = await refused(office, slug);
      expect({ status, headers }).toEqual({
        status: 308,
        headers: { location: '/api/articles/name-8' },
      });
    }
  });

  it.each(['stands', 'is deleted'])(
    'is led to as before by an address where an older file comes late, while it %s',
    async (state) => {
      const office = new Office();
      const held = await office.open(rent('name-0', { text: 'Older.' }));
      await renamed(office);
      if (state === 'is deleted') await deleteDocument('name-8', { by: 'rosa' }, office.deps);
      const before = await office.content.head('name-0');
      for (const file of held.files) await office.tell(file);
      const { status, to, id, order } = { ...(await office.content.head('name-0')) };
      expect({ status, to, id, order }).toEqual({
        status: 'moved',
        to: 'name-1',
        id: before?.id,
        order: before?.order,
      });
    },
  );

  it('leads nowhere from its old addresses once it is deleted, wherever its successor goes meanwhile', async () => {
    const office = new Office();
    await renamed(office);
    const { order } = await deleteDocument('name-8', { by: 'rosa' }, office.deps);
    await office.handIn(rent('name-8', { text: 'Another.' }));
    await office.handIn(rent('name-9', { aliases: ['name-8'], text: 'Another.' }));
    expect((await refused(office, 'name-7')).status).toBe(404);
    await eraseDocument({ slug: 'name-8', order }, office.takeDownDeps());
    const left = await Promise.all(names.slice(0, 8).map((name) => office.content.head(name)));
    expect(left.map((head) => head?.status)).toEqual(left.map(() => 'deleted'));
    await leadTo('name-9', office, ['name-8']);
  });

  it('leaves its old titles to other pieces, which are new documents', async () => {
    const office = new Office();
    const handedIn = await renamed(office);
    const again = await office.handIn({ 'other.md': markdown({ title: 'Name 0' }, 'More.') });
    expect(again.documents).toMatchObject([{ slug: 'name-0', revision: 1 }]);
    expect(again.documents[0]?.id).not.toBe(handedIn?.id);
    expect(await office.content.head('name-8')).toMatchObject({ id: handedIn?.id });
  });

  it('answers at its old addresses as at the present one when it is withdrawn or deleted', async () => {
    const office = new Office();
    await renamed(office);
    await withdrawDocument('name-8', { by: 'rosa' }, 'Wrong.', office.deps);
    for (const slug of names) expect((await refused(office, slug)).status).toBe(410);
    await deleteDocument('name-8', { by: 'rosa' }, office.deps);
    for (const slug of names) expect((await refused(office, slug)).status).toBe(404);
    const next = await office.handIn(rent('name-8', { text: 'Another piece.' }));
    expect(next.documents).toMatchObject([{ revision: 1 }]);
    for (const slug of names.slice(0, -1)) expect((await refused(office, slug)).status).toBe(404);
  });

  it('leads on from all its addresses when another piece takes its place, and that one moves too', async () => {
    const office = new Office();
    await renamed(office);
    const other = (slug: string, more: Record<string, string>) => ({
      'other.md': markdown({ title: 'Another piece', slug, ...more }, 'Other words.'),
    });
    await office.handIn(other('whole', { replaces: '[name-8]' }));
    await leadTo('whole', office, names);
    await office.handIn(other('book', { aliases: '[whole]' }));
    await leadTo('book', office, [...names, 'whole']);
  });

  it('may come back to an address that it had, and goes on there', async () => {
    const office = new Office();
    const handedIn = await renamed(office);
    await office.handIn(rent('name-3', { aliases: ['name-8'] }));
    expect(await office.content.head('name-3')).toMatchObject({ id: handedIn?.id, revision: 3 });
    for (const slug of names.filter((name) => name !== 'name-3')) {
      expect((await refused(office, slug)).headers).toEqual({ location: '/api/articles/name-3' });
    }
  });
});

describe('an article of the API that names others', () => {
  const naming = {
    'naming.md': `---
title: Boilers
related: [name-0, never, name-1]
translations: [{ language: cy, slug: name-0 }, { language: el, slug: name-0, url: 'https://elsewhere.example/' }]
---

Cold.
`,
  };
  const elsewhere = { language: 'el', url: 'https://elsewhere.example/' };

  it('leads to what is published, where it stands now', async () => {
    const office = new Office();
    const named = async () => {
      const { related, translations } = await asked(office, 'boilers');
      return { related, translations };
    };
    const nothing = { related: [], translations: [elsewhere] };
    await office.handIn(naming);
    expect(await named()).toEqual(nothing);
    await office.handIn(rent('name-0'));
    const first = [
      { language: 'cy', slug: 'name-0' },
      { ...elsewhere, slug: 'name-0' },
    ];
    expect(await named()).toEqual({ related: ['name-0'], translations: first });
    await renamed(office);
    const moved = first.map((translation) => ({ ...translation, slug: 'name-8' }));
    expect(await named()).toEqual({ related: ['name-8'], translations: moved });
    await withdrawDocument('name-8', { by: 'rosa' }, 'Wrong.', office.deps);
    expect(await named()).toEqual(nothing);
    await deleteDocument('name-8', { by: 'rosa' }, office.deps);
    expect(await named()).toEqual(nothing);
  });
});

describe('a new piece at an address that another one left', () => {
  it.each(['moved', 'deleted'])('is a new document: its predecessor was %s', async (how) => {
    const office = new Office();
    const before = await office.handIn(rent('old'));
    if (how === 'moved') await office.handIn(rent('new', { aliases: ['old'] }));
    else await deleteDocument('old', { by: 'rosa' }, office.deps);
    const late = await office.open({ 'late.md': markdown({ title: 'Late', slug: 'old' }, 'Late.') });
    if (how === 'moved') await office.handIn(rent('new', { aliases: ['old'], text: 'Corrected.' }));
    else await deleteDocument('old', { by: 'rosa' }, office.deps);
    const piece = { 'piece.md': markdown({ title: 'Another piece', slug: 'old' }, 'Other words.') };
    const { id, documents } = await office.handIn(piece);
    const opened = (await office.uploads.find(id))?.upload.opened;
    expect(documents).toMatchObject([{ slug: 'old', revision: 1, id: `${id}-0` }]);
    const head = await office.content.head('old');
    expect(head).toMatchObject({ first: opened, revisions: 1 });
    expect(head?.id).not.toBe(before.documents[0]?.id);
    expect(await office.content.revisions('old', 9, head?.since)).toMatchObject([{ revision: 1 }]);
    // What was handed in while the other stood there is not of this one.
    for (const file of late.files) await office.tell(file);
    expect(await office.receipt(late.id)).toMatchObject({ state: 'refused' });
    expect(await office.content.head('old')).toEqual(head);
  });
});
