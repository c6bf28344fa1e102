import { beforeEach, describe, expect, it } from 'vitest';
import { type Head, revisionOf, type StoredHead } from '../../functions/content/contract/document.ts';
import { titleSlugOf } from '../../functions/content/documents/claim.ts';
import { tombstone } from '../../functions/content/documents/delete-document.ts';
import { withDerived } from '../../functions/content/documents/membership.ts';
import { movedMarker } from '../../functions/content/documents/moved-markers.ts';
import { pendingOf, withDrafts } from '../../functions/content/documents/pending-revision.ts';
import { withdrawn } from '../../functions/content/documents/withdraw-document.ts';
import type {
  ContentStore,
  DocumentReader,
  DueDocuments,
  ListReader,
  TermReader,
  UploadStore,
} from '../../functions/content/ports.ts';
import type { ErasableDocuments } from '../../functions/content/removal/ports.ts';
import { aHead, anIncoming, anUpload, aWrite, headWrite } from '../functions/content/a-document.ts';

export interface ContentStores {
  content: ContentStore;
  documents: DocumentReader;
  due: DueDocuments;
  lists: ListReader & TermReader;
  uploads: UploadStore;
  /** Puts a head as it was stored before heads had ids and versions. */
  keepOld(head: StoredHead): Promise<void>;
  erasable: ErasableDocuments;
}

const later = { order: '01HQ0000000000000000000009', by: 'karl', at: '2024-03-02T09:00:00.000Z' };

const latest = '01HQ000000000000000000000A';

/** What the press relies on when it keeps documents. */
export function contentStoreContract(open: () => Promise<ContentStores>): void {
  let stores: ContentStores;
  beforeEach(async () => {
    stores = await open();
  });
  const standing = async (list: string) =>
    (await stores.lists.list(list, { limit: 100 })).items.map(({ entry }) => entry.slug);
  const store = (...articles: Parameters<typeof aHead>[]) =>
    Promise.all(
      articles.map(([changes, fields]) => stores.content.write(headWrite(undefined, aHead(changes, fields)))),
    );

  describe('what happens to a document by itself', () => {
    const ahead = (slug: string, minute: string, fields = {}) =>
      aHead({ slug, publishAt: `2024-03-02T09:${minute}:00.000Z`, ...fields });
    const due = (minute: string, limit = 10) => stores.due.due(`2024-03-02T09:${minute}:00.000Z`, limit);

    it('is found from its moment on, the first due first', async () => {
      for (const head of [ahead('b', '20'), ahead('a', '30'), ahead('c', '10')])
        expect(await stores.content.write(headWrite(undefined, head))).toBe('written');
      await store([{ slug: 'never' }], [{ slug: 'drafted', draft: true }]);
      expect(await due('09')).toEqual([]);
      expect(await due('10')).toEqual(['c']);
      expect(await due('59')).toEqual(['c', 'b', 'a']);
      expect(await due('59', 2)).toEqual(['c', 'b']);
    });

    it('is found no more once it has happened, and again when it is to be withdrawn', async () => {
      const seen = ahead('a', '10', { withdrawAt: '2024-03-02T09:40:00.000Z' });
      await stores.content.write(headWrite(undefined, seen));
      const live: StoredHead = { ...seen, status: 'published', publishAt: undefined, revisions: 2 };
      expect(await stores.content.write(headWrite(seen, live))).toBe('written');
      expect([await due('39'), await due('40')]).toEqual([[], ['a']]);
      const stored = (await stores.content.lookUp({ slugs: ['a'], filenames: [] })).heads.get('a');
      expect(stored).not.toHaveProperty('dueKey');
      await stores.content.write(headWrite(stored, withdrawn({ ...live, version: 2 }, later, 'Over.')));
      expect(await due('59')).toEqual([]);
    });
  });

  describe('a document', () => {
    it('is there as it was written, with its revision and the name of its file', async () => {
      const write = aWrite(undefined, anIncoming({}, { section: 'Housing', written: '1949-05' }));
      expect(await stores.content.write(write)).toBe('written');
      expect(await stores.documents.head('rent-strike')).toEqual(bare(write.head));
      expect(await stores.documents.revisions('rent-strike', 10)).toMatchObject([
        { revision: 1, by: 'rosa' },
      ]);
      const known = await stores.content.lookUp({
        slugs: ['rent-strike', 'none'],
        filenames: [
          { name: 'rent-strike.md', title: 'other' },
          { name: 'no.md', title: 'rent-strike' },
        ],
      });
      expect([...known.heads.keys()]).toEqual(['rent-strike']);
      expect([...known.filenames]).toEqual([['rent-strike.md', 'rent-strike']]);
    });

    it('is found by the last part of its file’s path, with the title and the likeness of that time', async () => {
      const write = { ...aWrite(undefined, anIncoming({ name: 'may/letters.md' })), likeness: 'words:1' };
      await stores.content.write(write);
      const other = anIncoming({ slug: 'other', name: 'june/letters.md' }, { title: 'Ärger' });
      await stores.content.write(aWrite(undefined, other));
      const { filenames, namesakes } = await stores.content.lookUp({
        slugs: [],
        filenames: [{ name: 'july/letters.md', title: 'none' }],
      });
      expect(filenames.size).toBe(0);
      expect([...namesakes.keys()]).toEqual(['letters.md']);
      expect(bare(namesakes.get('letters.md'))).toEqual([
        { slug: 'other', title: 'arger' },
        { slug: 'rent-strike', title: 'rent-strike', likeness: 'words:1' },
      ]);
    });

    it('is found by a file name that hundreds share, under the title asked for', async () => {
      const titles = Array.from({ length: 60 }, (_, n) => `number ${100 + n}`);
      for (const title of titles) {
        const slug = title.replace(' ', '-');
        await stores.content.write(
          aWrite(undefined, anIncoming({ slug, name: `${slug}/index.md` }, { title })),
        );
      }
      const asked = { name: 'index.md', title: 'number-159' };
      const { namesakes } = await stores.content.lookUp({ slugs: [], filenames: [asked, asked] });
      const slugs = namesakes.get('index.md')?.map(({ slug }) => slug) ?? [];
      expect(slugs).toHaveLength(51);
      expect(slugs).toContain('number-159');
      expect(slugs).not.toContain('number-158');
    });

    it('is not written over what was not seen', async () => {
      const first = aHead();
      await stores.content.write(headWrite(undefined, first));
      expect(await stores.content.write(headWrite(undefined, aHead({ by: 'karl' })))).toBe('overtaken');
      const second = withdrawn(first, later, 'Wrong.');
      expect(await stores.content.write(headWrite(first, second))).toBe('written');
      expect(await stores.content.write(headWrite(first, tombstone(first, later)))).toBe('overtaken');
      expect((await stores.documents.head('rent-strike'))?.status).toBe('withdrawn');
    });

    it('has each of its revisions by its number, and none of another document there', async () => {
      const first = aHead();
      await stores.content.write(headWrite(undefined, first));
      const better = aWrite(
        first,
        anIncoming({ ...later, draft: true, source: 'other', body: 'bodies/2.json', aliases: ['old'] }),
      );
      expect(await stores.content.write(better)).toBe('written');
      const revision = (number: number, since?: string) =>
        stores.documents.revision('rent-strike', number, since);
      expect(bare(await revision(1))).toEqual(bare(revisionOf(first)));
      expect(bare(await revision(2))).toEqual(bare(better.revision));
      expect(await revision(2)).toMatchObject({ status: 'draft', aliases: ['old'] });
      expect(await revision(3)).toBeUndefined();
      expect(await revision(1, later.order)).toBeUndefined();
      expect(await stores.documents.head('rent-strike')).toMatchObject({
        status: 'published',
        pending: { revision: 2, status: 'draft', order: later.order },
      });
    });

    it('stands in its lists while it is published, and in no other', async () => {
      const first = aHead({}, { section: 'Housing', tags: ['rent', 'strike'], authors: ['A. Baker'] });
      await stores.content.write(headWrite(undefined, first));
      for (const list of ['all', 'section#housing', 'tag#rent', 'author#a-baker', 'year#2024']) {
        expect(await standing(list)).toEqual(['rent-strike']);
      }
      const moved = aWrite(
        first,
        anIncoming({ order: later.order, source: 'other' }, { section: 'Work', tags: ['rent'] }),
      );
      await stores.content.write(moved);
      expect(await standing('section#housing')).toEqual([]);
      expect(await standing('section#work')).toEqual(['rent-strike']);
      expect(await standing('tag#rent')).toEqual(['rent-strike']);
      await stores.content.write(headWrite(moved.head, withdrawn(moved.head, later, 'Wrong.')));
      expect(await standing('all')).toEqual([]);
      expect(await standing('section#work')).toEqual([]);
    });

    it('shows in its lists when it was last changed', async () => {
      const first = aHead();
      await stores.content.write(headWrite(undefined, first));
      await stores.content.write(
        aWrite(first, anIncoming({ ...later, source: 'other', body: 'bodies/2.json' })),
      );
      const [item] = (await stores.lists.list('all', { limit: 1 })).items;
      expect(item?.entry).toMatchObject({ changed: later.at, published: '2024-03-01T09:00:00Z' });
    });

    it('leaves no revision and no name once they are erased', async () => {
      const first = aHead();
      const gone = tombstone(first, later);
      await stores.content.write({ ...headWrite(undefined, first), filename: 'rent-strike.md' });
      await stores.content.write({ seen: first, head: gone });
      const revisions = await stores.erasable.revisionsUpTo('rent-strike', gone.order);
      expect(revisions).toMatchObject([{ revision: 1, body: first.body, name: 'rent-strike.md' }]);
      await stores.erasable.removeRevisions(
        'rent-strike',
        revisions.map(({ row }) => row),
      );
      const title = titleSlugOf(first);
      const names = ['rent-strike.md', 'never-there.md'].map((name) => ({ name, title }));
      await stores.erasable.removeFilenames('rent-strike', names);
      expect(await stores.documents.revisions('rent-strike', 10)).toEqual([]);
      const known = await stores.content.lookUp({ slugs: [], filenames: names });
      expect([known.filenames.size, known.namesakes.size]).toEqual([0, 0]);
      expect(await stores.documents.head('rent-strike')).toMatchObject({
        status: 'deleted',
        fields: { title: '' },
      });
    });

    it('keeps the revisions that came after the deletion, and names that stand for others', async () => {
      const first = aHead();
      const gone = headWrite(first, tombstone(first, later)).head;
      const again = aWrite(gone, anIncoming({ id: '01HQ000000000000000000000A-0', order: latest }));
      await stores.content.write(headWrite(undefined, first));
      await stores.content.write({ seen: first, head: gone });
      expect(await stores.content.write(again)).toBe('written');
      expect(again.head).toMatchObject({ revision: 1, since: later.order, first: anIncoming().at });
      const erasable = (since?: string) => stores.erasable.revisionsUpTo('rent-strike', gone.order, since);
      expect(await erasable()).toMatchObject([{ revision: 1 }]);
      expect(await erasable(later.order)).toEqual([]);
      expect(await stores.documents.revisions('rent-strike', 10, later.order)).toMatchObject([
        { revision: 1 },
      ]);
      await stores.erasable.removeFilenames('another', [{ name: 'rent-strike.md', title: 'rent-strike' }]);
      const known = await stores.content.lookUp({
        slugs: [],
        filenames: [{ name: 'rent-strike.md', title: 'rent-strike' }],
      });
      expect([...known.filenames]).toEqual([['rent-strike.md', 'rent-strike']]);
    });

    it('knows who began there before, also when their revisions are removed', async () => {
      const first = aHead();
      const gone = headWrite(first, tombstone(first, later)).head;
      const again = aWrite(gone, anIncoming({ id: '01HQ000000000000000000000A-0', order: latest }));
      await store([{}], [{ slug: 'rent-strike-2' }]);
      await stores.content.write({ seen: first, head: gone });
      expect(await stores.content.write(again)).toBe('written');
      const begunBefore = (order: string, slug = 'rent-strike') => stores.erasable.begunBefore(slug, order);
      const expectBegun = async () => {
        expect(await begunBefore(latest)).toBe(gone.order);
        expect(await begunBefore(gone.order)).toBeUndefined();
        expect(await begunBefore(latest, 'rent-strike-2')).toBeUndefined();
      };
      await expectBegun();
      const revisions = await stores.erasable.revisionsUpTo('rent-strike', latest, gone.order);
      expect(revisions).toMatchObject([{ revision: 1 }]);
      for (let time = 0; time < 2; time++) {
        const rows = revisions.map(({ row }) => row);
        await stores.erasable.removeRevisions('rent-strike', rows);
      }
      expect(await stores.erasable.revisionsUpTo('rent-strike', latest, gone.order)).toEqual([]);
      await expectBegun();
    });

    it('is found by its markers, straight and through others', async () => {
      const [a, b] = [aHead({ slug: 'a' }), aHead({ slug: 'b' })];
      await store([{ slug: 'a' }], [{ slug: 'b' }], [{ slug: 'c' }]);
      const to = (seen: StoredHead, slug: string) =>
        headWrite(seen, movedMarker(seen, seen.slug, anIncoming({ slug, order: later.order })));
      await stores.content.write(to(a, 'b'));
      await stores.content.write(to(b, 'c'));
      expect((await stores.erasable.markersTo('c')).sort()).toEqual(['a', 'b']);
      expect(await stores.erasable.markersTo('a')).toEqual([]);
    });

    it('is not written over what was written since, though order and revisions are the same', async () => {
      const first = aHead();
      const earlier = '2024-02-01T09:00:00.000Z';
      await stores.content.write(headWrite(undefined, first));
      const duplicate = aWrite(first, anIncoming({ order: '01HQ0000000000000000000000', at: earlier }));
      expect(await stores.content.write(duplicate)).toBe('written');
      expect(duplicate.head).toMatchObject({ order: first.order, revisions: 1, first: earlier });
      const withdrawal = (seen: StoredHead) => headWrite(seen, withdrawn(seen, later, 'Wrong.'));
      expect(await stores.content.write(withdrawal(first))).toBe('overtaken');
      expect(await stores.content.write(withdrawal(duplicate.head))).toBe('written');
      expect(await standing('all')).toEqual([]);
    });

    it('is written only while the others that it was worked out from stand as they were seen', async () => {
      const [own, other] = [aHead(), aHead({ slug: 'other' })];
      await store([{}], [{ slug: 'other' }]);
      const write = { ...headWrite(own, withdrawn(own, later, 'Wrong.')), asSeen: [other] };
      const otherGone = headWrite(other, withdrawn(other, later, 'Wrong.'));
      expect(await stores.content.write(otherGone)).toBe('written');
      expect(await stores.content.write(write)).toBe('overtaken');
      expect(await standing('all')).toEqual(['rent-strike']);
      const seen = await stores.documents.head('other');
      expect(await stores.content.write({ ...write, asSeen: seen ? [seen] : [] })).toBe('written');
      expect(await standing('all')).toEqual([]);
    });

    it('is written with a marker that is among these others, if both were seen alike', async () => {
      const [own, other] = [aHead(), aHead({ slug: 'other' })];
      await store([{}], [{ slug: 'other' }]);
      const there = await stores.documents.head('other');
      if (!there) throw new Error('It was stored');
      const moved = headWrite(there, movedMarker(there, 'other', anIncoming({ order: later.order })));
      const write = { ...headWrite(own, { ...own, former: ['other'] }), markers: [moved] };
      const isOlder = [{ ...other, version: 7 }];
      expect(await stores.content.write({ ...write, asSeen: isOlder })).toBe('overtaken');
      expect(await stores.content.write({ ...write, asSeen: [there] })).toBe('written');
      expect(await stores.documents.head('other')).toMatchObject({ status: 'moved', to: 'rent-strike' });
    });

    it('is refused as a mistake where one slug is written twice', async () => {
      const own = aHead();
      await store([{}]);
      const marker = headWrite(
        own,
        movedMarker(own, own.slug, anIncoming({ slug: 'other', order: later.order })),
      );
      const write = { ...headWrite(own, withdrawn(own, later, 'Wrong.')), markers: [marker] };
      await expect(stores.content.write(write)).rejects.toThrow();
      expect(await standing('all')).toEqual(['rent-strike']);
    });

    it('that readers do not have yet is in no list of theirs, an edition in that of those to come', async () => {
      const documents = ['rent-strike'];
      const fields = { kind: 'edition' as const, title: 'No. 7', documents };
      const coming = { ...aHead({ slug: 'no-7' }), fields, publishAt: later.at };
      const head = withDerived({ ...coming, status: 'scheduled' });
      expect(await stores.content.write(headWrite(undefined, head))).toBe('written');
      expect(await standing('coming-editions')).toEqual(['no-7']);
      expect(await standing('press-editions')).toEqual([]);
      const seen = await stores.documents.head('no-7');
      const gone = withDerived({ ...head, status: 'published', revisions: 2, revision: 2 });
      expect(await stores.content.write(headWrite(seen, gone))).toBe('written');
      expect(await standing('coming-editions')).toEqual([]);
      expect(await standing('press-editions')).toEqual(['no-7']);
      expect(await standing('cites#rent-strike')).toEqual(['no-7']);
      const again = await stores.documents.head('no-7');
      const draft = pendingOf({
        ...gone,
        status: 'draft',
        revision: 3,
        order: later.order,
        source: 'another',
      });
      const beside = withDrafts({ ...gone, revisions: 3 }, [draft]);
      expect(await stores.content.write(headWrite(again, beside))).toBe('written');
      expect(await standing('coming-editions')).toEqual(['no-7']);
      expect(await standing('press-editions')).toEqual(['no-7']);
    });

    it('from before there were ids and versions is locked too, and gets them with its next write', async () => {
      const { id, version, former, since, ...old } = aHead();
      await stores.keepOld(old);
      expect(await stores.documents.head('rent-strike')).toEqual(bare(old));
      const duplicate = { seen: old, head: { ...old, first: '2024-02-01T09:00:00.000Z' } };
      expect(await stores.content.write(duplicate)).toBe('written');
      expect(await stores.content.write(duplicate)).toBe('overtaken');
      const seen = await stores.documents.head('rent-strike');
      expect(seen).toMatchObject({ id: 'rent-strike', version: 1 });
      expect(await stores.content.write(headWrite(old, withdrawn(old, later, 'Wrong.')))).toBe('overtaken');
      expect(await stores.content.write({ seen, head: withdrawn(old, later, 'Wrong.') })).toBe('written');
      expect(await standing('all')).toEqual([]);
      expect(await stores.documents.head('rent-strike')).toMatchObject({ id: 'rent-strike', version: 2 });
    });

    describe('with markers at its old addresses', () => {
      const movedTo = (seen: StoredHead, to: StoredHead) =>
        headWrite(seen, movedMarker(seen, seen.slug, anIncoming({ slug: to.slug, order: later.order })));

      it('is written with all of them or not at all', async () => {
        const [a, b] = [aHead({ slug: 'a' }), aHead({ slug: 'b' })];
        await store([{ slug: 'a' }], [{ slug: 'b' }]);
        const head = aHead();
        const early = { ...b, revisions: 7 };
        const blocked = { ...headWrite(undefined, head), markers: [movedTo(a, head), movedTo(early, head)] };
        expect(await stores.content.write(blocked)).toBe('overtaken');
        expect((await standing('all')).sort()).toEqual(['a', 'b']);
        expect(await stores.documents.head('rent-strike')).toBeUndefined();
        const write = { ...headWrite(undefined, head), markers: [movedTo(a, head), movedTo(b, head)] };
        expect(await stores.content.write(write)).toBe('written');
        expect(await standing('all')).toEqual(['rent-strike']);
        expect(await stores.documents.head('a')).toMatchObject({ status: 'moved', to: 'rent-strike' });
        expect(await stores.documents.revisions('b', 9)).toMatchObject([{ revision: 2 }, { revision: 1 }]);
      });

      it('is found by its id where it stands; what became part of it where its marker leads on', async () => {
        const slugsOf = async (...ids: string[]) =>
          Object.fromEntries((await stores.content.lookUp({ slugs: [], filenames: [], ids })).slugs);
        const [one, other] = [aHead({ slug: 'one', id: 'id-1' }), aHead({ slug: 'other', id: 'id-2' })];
        await stores.content.write(headWrite(undefined, one));
        await stores.content.write(headWrite(undefined, other));
        expect(await slugsOf('id-1', 'id-2', 'none')).toEqual({ 'id-1': 'one', 'id-2': 'other' });
        const head = aHead({ id: 'id-1' });
        const markers = [one, other].map((seen) =>
          headWrite(seen, movedMarker(seen, seen.slug, anIncoming({ id: 'id-1', order: later.order }))),
        );
        expect(await stores.content.write({ ...headWrite(undefined, head), markers })).toBe('written');
        expect(await slugsOf('id-1', 'id-2')).toEqual({ 'id-1': 'rent-strike', 'id-2': 'other' });
        expect(await stores.documents.head('other')).toMatchObject({ id: 'id-1', to: 'rent-strike' });
        const wanted = { slugs: ['other', 'none', 'other'], ids: ['id-1', 'none'] };
        const found = await stores.documents.heads(wanted);
        expect([...found.heads.keys()]).toEqual(['other']);
        expect(found.heads.get('other')).toEqual(await stores.documents.head('other'));
        expect([...found.slugs]).toEqual([['id-1', 'rent-strike']]);
        expect((await stores.documents.heads({ slugs: [], ids: [] })).heads.size).toBe(0);
        // It comes back to an address that it had.
        const [there] = markers.map((marker) => marker.head);
        const back = aWrite(there, anIncoming({ slug: 'one', id: 'id-1', order: latest }));
        await stores.content.write(back);
        expect(await slugsOf('id-1')).toEqual({ 'id-1': 'one' });
        expect(back.head).toMatchObject({ revision: 3 });
        expect(back.head.since).toBeUndefined();
      });

      it('is written once, though they are more than fits at once', async () => {
        const tags = Array.from({ length: 20 }, (_, n) => `tag ${n}`);
        const old = Array.from({ length: 6 }, (_, n) => aHead({ slug: `old-${n}` }, { tags }));
        for (const head of old) await stores.content.write(headWrite(undefined, head));
        const upload = anUpload();
        await stores.uploads.open(upload);
        const file = { upload, number: 0, result: { notices: [] } };
        const head = aHead({}, { tags });
        const markers = old.map((one) => movedTo(one, head));
        const write = { ...headWrite(undefined, head), filename: 'new.md', markers, file };
        expect(await stores.content.write(write)).toBe('written');
        expect(await standing('tag#tag-3')).toEqual(['rent-strike']);
        for (const { slug } of old) {
          expect(await stores.documents.head(slug)).toMatchObject({ status: 'moved', to: 'rent-strike' });
        }
        expect((await stores.uploads.results(upload.id)).size).toBe(1);
        const again = { ...headWrite(head, withdrawn(head, later, 'Wrong.')), file, markers: [] };
        expect(await stores.content.write(again)).toBe('done-before');
      });
    });

    it('goes anew with its forty documents, as an edition, without leaving the list of editions', async () => {
      const documents = Array.from({ length: 40 }, (_, at) => `piece-${at}`);
      await store(...documents.map((slug): [{ slug: string }] => [{ slug }]));
      const asSeen = (await Promise.all(documents.map((slug) => stores.documents.head(slug)))).flatMap(
        (head) => head ?? [],
      );
      const at = (published: string, slugs: string[]) => {
        const fields = { kind: 'edition' as const, title: 'No. 7', published, documents: slugs };
        return withDerived({ ...aHead({ slug: 'no-7' }), fields });
      };
      const first = at('2024-03-05', documents);
      expect(await stores.content.write(headWrite(undefined, first))).toBe('written');
      const next = { ...at('2024-03-12', documents), revision: 2, revisions: 2 };
      for (let round = 0; round < 3; round++) {
        const seen = await stores.documents.head('no-7');
        const outcome = await stores.content.write({ ...headWrite(seen, next), asSeen });
        expect(await standing('press-editions')).toEqual(['no-7']);
        if (outcome === 'written') break;
      }
      expect(await stores.documents.head('no-7')).toMatchObject({ revision: 2, lists: next.lists });
      expect(await standing('cites#piece-39')).toEqual(['no-7']);
    });

    it('takes care of its file once', async () => {
      const upload = anUpload();
      await stores.uploads.open(upload);
      const file = { upload, number: 0, result: { notices: [] } };
      const first = aHead();
      expect(await stores.content.write({ ...headWrite(undefined, first), file })).toBe('written');
      const second = withdrawn(first, later, 'Wrong.');
      expect(await stores.content.write({ ...headWrite(first, second), file })).toBe('done-before');
      expect(await stores.documents.head('rent-strike')).toMatchObject({ status: 'published' });
      expect([...(await stores.uploads.results(upload.id)).keys()]).toEqual([0]);
    });

    it.each([[[]], [['alias']], [['alias', 'other', 'third']]])(
      'may change every one of its dozens of lists at once, with markers at %j',
      async (aliases: string[]) => {
        const many = (word: string) => Array.from({ length: 20 }, (_, n) => `${word} ${n}`);
        const all = (word: string, year: string) => ({
          section: word,
          tags: many(`${word} tag`),
          authors: many(`${word} author`),
          series: { title: word },
          published: year,
          written: year,
          related: [`${word}-a`, `${word}-b`, `${word}-c`],
          translations: Array.from({ length: 40 }, (_, n) => ({ language: 'el', slug: `${word}-${n}` })),
        });
        const first = aHead({}, all('old', '1949'));
        expect(await stores.content.write(headWrite(undefined, first))).toBe('written');
        const incoming = anIncoming({ order: later.order, source: 'other' }, all('new', '1950'));
        const upload = anUpload();
        await stores.uploads.open(upload);
        const write = {
          ...aWrite(first, incoming),
          filename: 'new.md',
          markers: aliases.map((slug) => headWrite(undefined, movedMarker(undefined, slug, incoming))),
          file: { upload, number: 0, result: { notices: [] } },
        };
        const outcome = await stores.content.write(write);
        if (outcome === 'overtaken') {
          const seen = await stores.documents.head('rent-strike');
          expect(await stores.content.write({ ...write, seen })).toBe('written');
        }
        for (const slug of aliases)
          expect(await stores.documents.head(slug)).toMatchObject({ to: 'rent-strike' });
        expect(await standing('tag#old-tag-3')).toEqual([]);
        expect(await standing('tag#new-tag-3')).toEqual(['rent-strike']);
        expect(await standing('written#1950')).toEqual(['rent-strike']);
        expect(await standing('all')).toEqual(['rent-strike']);
      },
    );
  });

  describe('a list', () => {
    it('gives its newest first, a page at a time', async () => {
      await store(
        [{ slug: 'a' }, { published: '1949' }],
        [{ slug: 'b' }, { published: '2001-05-01' }],
        [{ slug: 'c' }],
      );
      const first = await stores.lists.list('all', { limit: 2 });
      expect(first.items.map(({ entry }) => entry.slug)).toEqual(['c', 'b']);
      const second = await stores.lists.list('all', { limit: 2, after: first.next });
      expect(second.items.map(({ entry }) => entry.slug)).toEqual(['a']);
      expect(second.next).toBeUndefined();
    });

    it('has its entries as readers see them', async () => {
      await store([{}, { standfirst: 'Nobody pays.', authors: ['A. Baker'] }]);
      const [item] = (await stores.lists.list('all', { limit: 1 })).items;
      expect(item?.entry).toEqual({
        slug: 'rent-strike',
        id: 'id-of-rent-strike',
        title: 'Rent strike',
        standfirst: 'Nobody pays.',
        authors: ['A. Baker'],
        published: '2024-03-01T09:00:00Z',
        changed: '2024-03-01T09:00:00.000Z',
      });
    });
  });

  describe('names', () => {
    it('are those under which something is published', async () => {
      await stores.content.addTerms([
        { kind: 'tags', slug: 'rent', name: 'Rent' },
        { kind: 'tags', slug: 'unused', name: 'Unused' },
        { kind: 'authors', slug: 'a-baker', name: 'A. Baker' },
      ]);
      await store([{}, { tags: ['Rent'], authors: ['A. Baker'] }]);
      expect((await stores.lists.terms('tags', { limit: 50 })).items).toEqual([
        { slug: 'rent', name: 'Rent' },
      ]);
      expect((await stores.lists.terms('authors', { limit: 50 })).items).toHaveLength(1);
      expect((await stores.lists.terms('series', { limit: 50 })).items).toEqual([]);
    });

    it('stay spelled as they were first, also when two bring them at once', async () => {
      const spelled = (name: string) => [
        { kind: 'tags' as const, slug: 'rent', name },
        { kind: 'tags' as const, slug: name.toLowerCase(), name },
      ];
      await store([{}, { tags: ['rent', 'a', 'b'] }]);
      await Promise.all([stores.content.addTerms(spelled('A')), stores.content.addTerms(spelled('B'))]);
      const names = async () => (await stores.lists.terms('tags', { limit: 9 })).items;
      const before = await names();
      expect(before.map(({ slug }) => slug)).toEqual(['a', 'b', 'rent']);
      await stores.content.addTerms([{ kind: 'tags', slug: 'rent', name: 'RENT' }]);
      expect(await names()).toEqual(before);
    });

    it('come a page at a time', async () => {
      const tags = ['a', 'b', 'c'];
      await stores.content.addTerms(tags.map((slug) => ({ kind: 'tags' as const, slug, name: slug })));
      await store([{}, { tags }]);
      const first = await stores.lists.terms('tags', { limit: 2 });
      expect(first.items.map(({ slug }) => slug)).toEqual(['a', 'b']);
      const second = await stores.lists.terms('tags', { limit: 2, after: first.next });
      expect(second.items.map(({ slug }) => slug)).toEqual(['c']);
      expect(second.next).toBeUndefined();
    });
  });

  it('tells editors of every document, the last changed first, but not of deleted ones', async () => {
    const gone = aHead({ slug: 'gone' });
    const draft = aHead({ slug: 'draft', draft: true, at: '2024-03-02T09:00:00.000Z' });
    await stores.content.write(headWrite(undefined, gone));
    await stores.content.write(headWrite(undefined, draft));
    await stores.content.write(headWrite(undefined, aHead()));
    await stores.content.write({ seen: gone, head: tombstone(gone, later) });
    const first = await stores.documents.documents({ limit: 1 });
    expect(first.items.map(({ slug }) => slug)).toEqual(['draft']);
    const second = await stores.documents.documents({ limit: 1, after: first.next });
    expect(second.items.map(({ slug }) => slug)).toEqual(['rent-strike']);
    expect(second.next).toBeUndefined();
  });
}

/** Without what is not there: stores do not tell an absent field from an undefined one. */
const bare = (head: Head | readonly object[] | undefined) => JSON.parse(JSON.stringify(head));
