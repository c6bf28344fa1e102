import { beforeEach, describe, expect, it } from 'vitest';
import type { Picture } from '../../functions/content/contract/values.ts';
import type { Archive, Media, UploadStore } from '../../functions/content/ports.ts';
import type { FileUse } from '../../functions/content/removal/file-uses.ts';
import type {
  EdgeCopies,
  ErasableFiles,
  ErasableUploads,
  FileUses,
  ShownPictures,
  StoredPictures,
} from '../../functions/content/removal/ports.ts';
import { anUpload } from '../functions/content/a-document.ts';

const aUse = (changes: Partial<FileUse> = {}): FileUse => ({
  file: 'originals/1',
  slug: 'rent-strike',
  order: '01HQ0000000000000000000001',
  upload: '01HQ0000000000000000000001',
  at: '2024-03-01T09:00:00.000Z',
  media: '/media/1-',
  ...changes,
});

/** What the press relies on when it notes which documents use a file. */
export function fileUsesContract(open: () => Promise<FileUses>): void {
  let uses: FileUses;
  beforeEach(async () => {
    uses = await open();
  });

  it('finds a use by its file and by its document, and no other', async () => {
    const [mine, theirs] = [aUse(), aUse({ slug: 'rent-strike-2' })];
    const body = aUse({ file: 'bodies/1.json', media: undefined });
    await uses.note([mine, theirs, body]);
    expect((await uses.of('originals/1')).map(({ slug }) => slug).sort()).toEqual([
      'rent-strike',
      'rent-strike-2',
    ]);
    expect((await uses.by('rent-strike')).map(({ file }) => file).sort()).toEqual([
      'bodies/1.json',
      'originals/1',
    ]);
    expect(await uses.by('rent-strike-2')).toEqual([theirs]);
    expect(await uses.of('originals/10')).toEqual([]);
  });

  it('keeps what it knows of each, such as where a picture was uploaded', async () => {
    const use = aUse({ uploadedWith: '01HQ0000000000000000000000', unseen: true });
    await uses.note([use]);
    expect(await uses.of('originals/1')).toEqual([use]);
    expect(await uses.by('rent-strike')).toEqual([use]);
  });

  it('keeps one use a revision; noted again, it has the later time', async () => {
    await uses.note([aUse(), aUse({ order: '01HQ0000000000000000000002' })]);
    await uses.note([aUse({ at: '2024-03-01T09:05:00.000Z' })]);
    expect(
      (await uses.of('originals/1')).map(({ order, at }) => [order.at(-1), at.slice(11, 16)]).sort(),
    ).toEqual([
      ['1', '09:05'],
      ['2', '09:00'],
    ]);
  });

  it('removes uses, once or twice, and takes as many as come', async () => {
    const many = Array.from({ length: 61 }, (_, n) => aUse({ file: `originals/${n}` }));
    await uses.note([...many, aUse({ slug: 'b' })]);
    expect(await uses.by('rent-strike')).toHaveLength(61);
    for (let time = 0; time < 2; time++) await uses.remove(many);
    expect(await uses.by('rent-strike')).toEqual([]);
    expect(await uses.of('originals/1')).toMatchObject([{ slug: 'b' }]);
  });
}

/** What the press relies on when it erases what an upload holds of a deleted document. */
export function blankingContract(open: () => Promise<UploadStore & Pick<ErasableUploads, 'blank'>>): void {
  it('leaves neither name nor result, so that the file counts as read; others stay', async () => {
    const store = await open();
    const files = ['a.md', 'b.md'].map((name) => ({ name, type: 'text/markdown', bytes: 9 }));
    const upload = anUpload({ files });
    await store.open(upload);
    for (const number of [0, 1]) {
      const text = `Of ${files[number]?.name}`;
      const notices = [{ level: 'note' as const, file: files[number]?.name ?? '', text }];
      await store.settle({ upload, number, result: { notices, original: 'originals/1' } });
    }
    for (let time = 0; time < 2; time++) await store.blank(upload.id, 0);
    await store.blank('01HQ000000000000000000000Z', 0);
    const found = await store.find(upload.id);
    expect(found?.upload.files.map(({ name }) => name)).toEqual(['deleted', 'b.md']);
    expect(found?.results.get(0)).toEqual({ notices: [] });
    expect(found?.results.get(1)).toMatchObject({ notices: [{ text: 'Of b.md' }] });
    expect(await store.settle({ upload, number: 0, result: { notices: [] } })).toBe(false);
    expect(await store.find('01HQ000000000000000000000Z')).toBeUndefined();
  });
}

/** The archive, the pictures that readers get, and what takes both away. */
export interface RemovableFiles {
  archive: Pick<Archive, 'putOriginal'>;
  erasable: ErasableFiles;
  media: Media;
  shownPictures: ShownPictures;
  storedPictures: StoredPictures;
  /** What is read at a key of the archive; undefined: there is nothing, or it is hidden. */
  read(file: string): Promise<Uint8Array | undefined>;
  /** How many versions and delete markers a key of the archive has. */
  versions(file: string): Promise<number>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What the press relies on when it erases files of the archive and takes pictures from the readers. */
export function removableFilesContract(open: () => Promise<RemovableFiles>): void {
  let files: RemovableFiles;
  let bytes: Uint8Array;
  let made = 0;
  const put = () => files.archive.putOriginal(bytes);
  const read = async (file: string) => {
    const found = await files.read(file);
    return found && Buffer.from(found).toString();
  };
  beforeEach(async () => {
    files = await open();
    bytes = bytesOf(`Original ${++made}`);
  });

  describe('files of the archive', () => {
    it('are hidden without a loss, and shown again however often they were hidden', async () => {
      const file = await put();
      for (let time = 0; time < 2; time++) await files.erasable.hide(file);
      expect(await read(file)).toBeUndefined();
      expect(await files.storedPictures.hasOriginal(file)).toBe(false);
      for (let time = 0; time < 2; time++) {
        await files.erasable.show(file);
        expect(await read(file)).toBe(`Original ${made}`);
      }
      expect(await files.storedPictures.hasOriginal(file)).toBe(true);
      expect(await files.versions(file)).toBe(1);
    });

    it('are purged with every version and delete marker, once or twice', async () => {
      const [file, other] = [await put(), await files.archive.putOriginal(bytesOf('Another'))];
      await put();
      await files.erasable.hide(file);
      const versions = await files.erasable.hide(file);
      expect(await files.versions(file)).toBeGreaterThan(2);
      for (let time = 0; time < 2; time++) await files.erasable.purge(versions);
      expect(await files.versions(file)).toBe(0);
      expect(await read(other)).toBe('Another');
    });

    it('survive when they are put between hiding and purging', async () => {
      const versions = await files.erasable.hide(await put());
      const file = await put();
      await files.erasable.purge(versions);
      expect(await read(file)).toBe(`Original ${made}`);
      expect(await files.versions(file)).toBe(1);
    });

    it('that are not there are hidden, shown and purged without a trace', async () => {
      const file = await put();
      await files.erasable.purge(await files.erasable.hide(file));
      const versions = await files.erasable.hide(file);
      expect(versions).toEqual({ file, ids: [] });
      expect(await files.versions(file)).toBe(0);
      await put();
      await files.erasable.show(file);
      await files.erasable.purge(versions);
      expect(await read(file)).toBe(`Original ${made}`);
    });
  });

  describe('pictures that readers get', () => {
    const aPicture = (media: string): Picture => {
      const variants = [480, 960].map((width) => ({
        path: `${media}${width}.webp`,
        width,
        height: 100,
        type: 'image/webp',
      }));
      return { name: 'stairs.png', width: 960, height: 100, src: `${media}960.jpeg`, variants };
    };
    const show = async ({ src, variants }: Picture) => {
      for (const path of [src, ...variants.map((one) => one.path)])
        await files.media.put({ path, type: 'image/webp', bytes });
    };
    const [mine, theirs] = [aPicture('/media/ab12-'), aPicture('/media/ab123-')];

    it('are taken away at all their addresses and no others, once or twice, and come again', async () => {
      for (const picture of [mine, mine, theirs]) await show(picture);
      const addresses = [...new Set([mine.src, ...mine.variants.map(({ path }) => path)])].sort();
      expect(await files.shownPictures.has('/media/ab12-')).toBe(true);
      for (let time = 0; time < 2; time++) {
        const removed = await files.shownPictures.remove('/media/ab12-');
        expect(removed.sort()).toEqual(time ? [] : addresses);
        expect(await files.shownPictures.has('/media/ab12-')).toBe(false);
        expect(await files.storedPictures.hasMedia(mine)).toBe(false);
        expect(await files.storedPictures.hasMedia(theirs)).toBe(true);
      }
      await show(mine);
      expect(await files.storedPictures.hasMedia(mine)).toBe(true);
    });

    it('are there when none of their addresses is missing', async () => {
      await files.shownPictures.remove('/media/cd34-');
      const picture = aPicture('/media/cd34-');
      const { src, variants } = picture;
      for (const path of [src, ...variants.map((one) => one.path)]) {
        expect(await files.storedPictures.hasMedia(picture), path).toBe(false);
        await files.media.put({ path, type: 'image/webp', bytes });
      }
      expect(await files.storedPictures.hasMedia(picture)).toBe(true);
    });
  });
}

/** What is kept near the readers, with what drops it. */
export interface Edge {
  copies: EdgeCopies;
  /** Lets the edge keep copies of these paths. */
  keep(paths: string[]): Promise<void>;
  /** Those of the paths that the edge has copies of. */
  kept(paths: string[]): Promise<string[]>;
}

/** What the press relies on when it drops copies near the readers. */
export function edgeCopiesContract(open: () => Promise<Edge>): void {
  const paths = ['/media/ab12-480.webp', '/media/ab12-960.webp', '/media/ab123-480.webp', '/media/cd-1.png'];

  it.each([
    { dropped: ['/media/ab12-*'], left: paths.slice(2) },
    { dropped: ['/media/ab12-480.webp', '/media/cd-*'], left: paths.slice(1, 3) },
    { dropped: ['/media/ab12-', '/media/ab12-*.webp'], left: paths },
  ])('drops $dropped alone, each time it is asked to', async ({ dropped, left }) => {
    const edge = await open();
    for (let time = 0; time < 2; time++) {
      await edge.keep(paths);
      expect(await edge.kept(paths)).toEqual(paths);
      await edge.copies.invalidate(dropped);
      expect(await edge.kept(paths)).toEqual(left);
    }
  });
}
