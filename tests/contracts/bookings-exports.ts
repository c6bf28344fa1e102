import { expect, it } from 'vitest';
import type { Export, ExportFiles, Exports } from '../../functions/bookings/editors/ports.ts';

const anExport = (changes: Partial<Export> = {}): Export => ({
  ...{ id: '01KB5V2D6F8H0K3M5P7R9T1W4Y', by: 'edda/summer-school-1', gathering: 'summer-school-1' },
  ...{ startedAt: '2027-03-05T12:00:00.000Z', state: 'working', erasures: 0, writes: 1 },
  ...changes,
});

/** What rows of exports promise. */
export function exportsContract(open: () => Promise<Exports>): void {
  it('gives what was written, to who asks for it alone', async () => {
    const exports = await open();
    expect(await exports.write(undefined, anExport())).toBe(true);
    expect(await exports.find('edda/summer-school-1')).toEqual(anExport());
    expect(await exports.find('wim/summer-school-1')).toBeUndefined();
  });

  it('is written in place of what was read alone', async () => {
    const exports = await open();
    await exports.write(undefined, anExport());
    expect(await exports.write(undefined, anExport({ id: 'another' }))).toBe(false);
    const done = anExport({ state: 'done', writes: 2 });
    expect(await exports.write(anExport(), done)).toBe(true);
    expect(await exports.write(anExport(), anExport({ id: 'late', writes: 2 }))).toBe(false);
    expect(await exports.write(anExport({ by: 'nobody' }), anExport({ by: 'nobody', writes: 2 }))).toBe(
      false,
    );
    expect(await exports.find('edda/summer-school-1')).toEqual(done);
  });

  it('counts erasures', async () => {
    const exports = await open();
    const before = await exports.erasures();
    await exports.countErasure();
    await exports.countErasure();
    expect(await exports.erasures()).toBe(before + 2);
  });
}

/** What the files promise. @param read The text at a link. */
export function exportFilesContract(
  open: () => Promise<ExportFiles & { read(link: string): Promise<string | undefined> }>,
): void {
  it('gives what was written last by a link, until all is removed', async () => {
    const files = await open();
    await files.write('exports/one.csv', 'first');
    await files.write('exports/one.csv', '\ufeffcode\r\nK7QM-3FXD\r\n');
    await files.write('exports/two.csv', 'two');
    const links = [await files.link('exports/one.csv'), await files.link('exports/two.csv')];
    expect(await files.read(links[0] ?? '')).toBe('\ufeffcode\r\nK7QM-3FXD\r\n');
    await files.removeAll();
    expect(await Promise.all(links.map((link) => files.read(link)))).toEqual([undefined, undefined]);
    await files.removeAll();
  });
}
