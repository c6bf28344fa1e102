import { beforeEach, expect, it } from 'vitest';
import type { Archive, Media, UploadedFiles } from '../../functions/content/ports.ts';
import type { UploadedFile } from '../../functions/content/uploads/upload.ts';

export interface Files {
  archive: Archive;
  uploadedFiles: UploadedFiles;
  media: Media;
  /** Puts what a form would. */
  post(file: UploadedFile, bytes: Uint8Array): Promise<void>;
  /** What lies at a site path under `/media/`, with its type and cache header where those are kept. */
  atMedia(path: string): Promise<{ bytes: Uint8Array; type?: string; cache?: string; disposition?: string }>;
}

const bytes = new TextEncoder().encode('Rent strike\n');

/** What the press relies on when it keeps files. */
export function filesContract(open: () => Promise<Files>): void {
  let files: Files;
  beforeEach(async () => {
    files = await open();
  });

  it('reads what was handed in', async () => {
    const file: UploadedFile = { upload: '01HQ0000000000000000000001', number: 7, role: 'manuscripts' };
    await files.post(file, bytes);
    expect(Buffer.from((await files.uploadedFiles.read(file)) ?? '')).toEqual(Buffer.from(bytes));
    expect(await files.uploadedFiles.read({ ...file, number: 8 })).toBeUndefined();
  });

  it('knows which files of an upload are there, and of no other', async () => {
    const upload = '01HQ0000000000000000000003';
    expect(await files.uploadedFiles.arrived(upload)).toEqual([]);
    await files.post({ upload, number: 12, role: 'pictures' }, bytes);
    await files.post({ upload, number: 3, role: 'manuscripts' }, bytes);
    await files.post({ upload: '01HQ0000000000000000000004', number: 5, role: 'pictures' }, bytes);
    expect(new Set(await files.uploadedFiles.arrived(upload))).toEqual(new Set([3, 12]));
  });

  it('keeps the same thing under the same key, and other things under others', async () => {
    const key = await files.archive.putManuscript(bytes);
    expect(key).toMatch(/^manuscripts\/[0-9a-f]{64}$/);
    expect(await files.archive.putManuscript(bytes)).toBe(key);
    expect(await files.archive.putOriginal(bytes)).toMatch(/^originals\/[0-9a-f]{64}$/);
    expect(await files.archive.putManuscript(bytes.slice(1))).not.toBe(key);
  });

  it('gives bodies back as they were', async () => {
    const body = { html: '<p>Straße — “π”</p>', text: 'Straße — “π”', pictures: [], fileText: 'π' };
    const key = await files.archive.putBody(body);
    expect(key).toMatch(/^bodies\/[0-9a-f]{64}\.json$/);
    expect(await files.archive.body(key)).toEqual(body);
    await expect(files.archive.body('bodies/none.json')).rejects.toThrow();
  });

  it('puts pictures where readers look for them, to be kept for good', async () => {
    await files.media.put({ path: '/media/a-480.webp', type: 'image/webp', bytes });
    const { bytes: found, ...rest } = await files.atMedia('/media/a-480.webp');
    expect(Buffer.from(found)).toEqual(Buffer.from(bytes));
    for (const said of [rest.type ?? 'image/webp', rest.cache ?? 'immutable']) {
      expect(said).toMatch(/^image\/webp$|immutable/);
    }
    expect(rest.disposition).toBeUndefined();
  });

  it('puts a PDF so that browsers show it', async () => {
    await files.media.put({ path: '/media/a-2.pdf', type: 'application/pdf', bytes, inline: true });
    expect((await files.atMedia('/media/a-2.pdf')).disposition ?? 'inline').toBe('inline');
  });
}
