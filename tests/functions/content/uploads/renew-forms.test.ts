import { beforeEach, describe, expect, it } from 'vitest';
import { renewForms } from '../../../../functions/content/uploads/renew-forms.ts';
import { keyOf } from '../../../../functions/content/uploads/upload.ts';
import { aPng, markdown, Office, type OpenUpload } from '../an-office.ts';

let office: Office;
let upload: OpenUpload;
const minute = 60_000;

/** A text with two pictures is opened, and nothing is sent. */
beforeEach(async () => {
  office = new Office();
  const text = markdown({ title: 'A' }, '![A](a.png) ![B](b.png)');
  upload = await office.open({ 'a.md': text, 'a.png': aPng(), 'b.png': aPng() });
});

const renew = (by = 'rosa') => renewForms(upload.id, by, office.deps);
const namesOf = ({ files }: { files: { name: string }[] }) => files.map(({ name }) => name);

/** Takes a file out of the bucket, as if it had not come. */
const lose = (number: number) => {
  const file = upload.files[number];
  if (file) office.files.objects.delete(keyOf(file));
};

describe('new forms', () => {
  it('are for what has not arrived, under the same keys', async () => {
    lose(1);
    lose(2);
    const { files } = await renew();
    expect(files).toEqual([
      { name: 'a.png', url: 'https://s3.example', fields: { key: `pictures/${upload.id}/1` } },
      { name: 'b.png', url: 'https://s3.example', fields: { key: `pictures/${upload.id}/2` } },
    ]);
  });

  it('are none where all has arrived, read or not', async () => {
    const { expires } = (await office.deps.uploads.find(upload.id))?.upload ?? {};
    expect(namesOf(await renew())).toEqual([]);
    expect((await office.deps.uploads.find(upload.id))?.upload.expires).toBe(expires);
    for (const file of upload.files) await office.tell(file);
    expect(namesOf(await renew())).toEqual([]);
  });

  it('keep the upload open for as long as they are good', async () => {
    lose(2);
    office.now += 14 * minute;
    await renew();
    office.now += 12 * minute;
    expect(await office.receipt(upload.id)).toMatchObject({ state: 'waiting' });
    office.now += 6 * minute;
    expect(await office.receipt(upload.id)).toMatchObject({ state: 'refused' });
    await expect(renew()).rejects.toMatchObject({ status: 409, message: expect.stringContaining('closed') });
  });

  it('are not given when the upload is closed between two looks', async () => {
    lose(2);
    const deps = { ...office.deps, uploads: office.uploads };
    const closing = {
      find: async (id: string) => {
        const found = await deps.uploads.find(id);
        if (found) await deps.uploads.close(found.upload, [2]);
        return found;
      },
      extend: (id: string, expires: string) => deps.uploads.extend(id, expires),
    };
    await expect(renewForms(upload.id, 'rosa', { ...deps, uploads: closing })).rejects.toMatchObject({
      status: 409,
    });
  });

  it('are for who opened the upload alone, and tell nobody else that it is there', async () => {
    lose(2);
    const foreign = await renew('karl').catch((cause: unknown) => cause);
    const unknown = await renewForms('01HQ0000000000000000000002', 'rosa', office.deps).catch(
      (cause: unknown) => cause,
    );
    expect(foreign).toMatchObject({ status: 404 });
    expect(foreign).toEqual(unknown);
  });

  it('are given for a day', async () => {
    lose(2);
    for (let hours = 0; hours < 24; hours += 0.2) {
      expect(namesOf(await renew())).toEqual(['b.png']);
      office.now += 12 * minute;
    }
    office.now += minute;
    await expect(renew()).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('24 hours'),
    });
  });
});
