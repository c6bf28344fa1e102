import { beforeEach, expect, it } from 'vitest';
import type { UploadStore } from '../../functions/content/ports.ts';
import type { UploadedFile } from '../../functions/content/uploads/upload.ts';
import { anUpload } from '../functions/content/a-document.ts';

const md = (name: string) => ({ name, type: 'text/markdown', bytes: 1 });
const fileOf = (upload: string, number: number): UploadedFile => ({ upload, number, role: 'manuscripts' });

/** What the press relies on when it keeps track of uploads. */
export function uploadStoreContract(open: () => Promise<UploadStore>): void {
  let store: UploadStore;
  const upload = anUpload({ files: [md('a.md'), md('b.md')] });
  beforeEach(async () => {
    store = await open();
    await store.open(upload);
  });

  it('knows an upload as it was opened', async () => {
    expect(await store.find(upload.id)).toEqual({ upload, results: new Map() });
    expect(await store.find('01HQ0000000000000000000002')).toBeUndefined();
  });

  it('counts each file that has come once', async () => {
    expect((await store.markReady(fileOf(upload.id, 1)))?.ready).toEqual([1]);
    expect((await store.markReady(fileOf(upload.id, 1)))?.ready).toEqual([1]);
    expect((await store.markReady(fileOf(upload.id, 0)))?.ready).toEqual([0, 1]);
    expect(await store.markReady(fileOf('01HQ0000000000000000000002', 0))).toBeUndefined();
  });

  it('tells one of two that come at once that all is there', async () => {
    const seen = await Promise.all([0, 1].map((number) => store.markReady(fileOf(upload.id, number))));
    expect(seen.some((one) => one?.ready.length === 2)).toBe(true);
  });

  it('finds all of a large upload', async () => {
    const text = 'x'.repeat(100_000);
    const result = { notices: [{ level: 'note' as const, file: 'a.md', text }] };
    const numbers = Array.from({ length: 15 }, (_, number) => number);
    for (const number of numbers) await store.settle({ upload, number, result });
    const found = await store.find(upload.id);
    expect(found?.upload).toEqual(upload);
    expect(new Set(found?.results.keys())).toEqual(new Set(numbers));
  });

  it('keeps the first result of a file', async () => {
    const result = { notices: [{ level: 'error' as const, file: 'a.md', line: 3, text: 'No title.' }] };
    expect(await store.settle({ upload, number: 0, result })).toBe(true);
    expect(await store.settle({ upload, number: 0, result: { notices: [] } })).toBe(false);
    const results = await store.results(upload.id);
    expect([...results.keys()]).toEqual([0]);
    expect(results.get(0)).toMatchObject(result);
    expect((await store.find(upload.id))?.results).toEqual(results);
  });

  it('keeps of a PDF what readers get, and its text as it was packed', async () => {
    const file = { name: 'no-12.pdf', path: '/media/a-2.pdf', bytes: 3, pages: 2 };
    const text = Uint8Array.from({ length: 300_000 }, (_, at) => at * 7);
    const result = { notices: [], file, text, original: 'originals/a' };
    await store.settle({ upload, number: 0, result });
    await store.settle({ upload, number: 1, result: { notices: [], brings: 'no-12.pdf' } });
    const results = await store.results(upload.id);
    expect(results.get(0)).toMatchObject({ file, original: 'originals/a' });
    expect(Buffer.from(results.get(0)?.text ?? []).equals(text)).toBe(true);
    expect(results.get(1)?.brings).toBe('no-12.pdf');
  });

  it('adds the pictures of a document, once, unless the upload has changed or is closed', async () => {
    const picture = { name: 'a.docx/image1.png', type: 'image/png', bytes: 3, within: 0 };
    const added = await store.addPictures(upload, 0, [picture]);
    expect(added).toEqual({ ...upload, files: [...upload.files, picture], unpacked: [0] });
    expect((await store.find(upload.id))?.upload).toEqual(added);
    expect(await store.addPictures(upload, 1, [])).toBeUndefined();
    const seen = added ?? upload;
    expect(await store.addPictures(seen, 0, [picture])).toBeUndefined();
    expect(await store.addPictures(seen, 1, [])).toMatchObject({ files: seen.files, unpacked: [0, 1] });
    await store.close((await store.find(upload.id))?.upload ?? upload, [2]);
    expect(await store.addPictures(seen, 2, [])).toBeUndefined();
    expect(await store.addPictures({ ...upload, id: '01HQ0000000000000000000002' }, 0, [])).toBeUndefined();
  });

  it('closes an upload once, and takes no file after that', async () => {
    await store.markReady(fileOf(upload.id, 0));
    const seen = (await store.find(upload.id))?.upload ?? upload;
    expect(await store.close(seen, [1])).toBe(true);
    expect(await store.markReady(fileOf(upload.id, 1))).toBeUndefined();
    expect(await store.close(seen, [0, 1])).toBe(false);
    expect((await store.find(upload.id))?.upload).toMatchObject({ ready: [0], missing: [1] });
  });

  it('does not close an upload of which a file became ready since', async () => {
    await store.markReady(fileOf(upload.id, 0));
    expect(await store.close(upload, [1])).toBe(false);
    const seen = (await store.find(upload.id))?.upload ?? upload;
    await store.markReady(fileOf(upload.id, 0));
    expect(await store.close(seen, [1])).toBe(false);
    expect((await store.markReady(fileOf(upload.id, 1)))?.missing).toBeUndefined();
    expect(await store.close({ ...upload, id: '01HQ0000000000000000000002' }, [1])).toBe(false);
  });

  it('closes an upload or takes its file when both are asked for at once', async () => {
    const [closed, taken] = await Promise.all([
      store.close(upload, [1]),
      store.markReady(fileOf(upload.id, 1)),
    ]);
    expect(closed).toBe(taken === undefined);
  });

  it('stays open for longer, and is not closed by what was read before', async () => {
    const expires = '2031-01-01T00:00:00.000Z';
    expect(await store.extend(upload.id, expires)).toBe(true);
    expect(await store.close(upload, [1])).toBe(false);
    const seen = (await store.find(upload.id))?.upload ?? upload;
    expect(seen).toEqual({ ...upload, expires });
    expect(await store.close(seen, [1])).toBe(true);
    expect(await store.extend(upload.id, expires)).toBe(false);
    expect(await store.extend('01HQ0000000000000000000002', expires)).toBe(false);
    expect(await store.find('01HQ0000000000000000000002')).toBeUndefined();
  });

  it('counts how often an arrival was told', async () => {
    expect((await store.markReady(fileOf(upload.id, 1)))?.arrivalCount).toBe(1);
    expect((await store.markReady(fileOf(upload.id, 1)))?.arrivalCount).toBe(2);
  });
}
