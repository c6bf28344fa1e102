import { describe, expect, it } from 'vitest';
import { commands } from '../../../bin/press/commands.ts';
import { fileNameOf } from '../../../bin/press/revisions.ts';

/** Nobody answers there: whoever asks fails otherwise. */
const press = { api: 'http://127.0.0.1:9', token: '' };

describe.each(['show', 'publish', 'download'])('press %s', (name) => {
  it.each(['0', '-1', '1.5', 'newest', '1e3', '9999999'])('knows no revision %s', async (revision) => {
    const asked = commands[name]?.(press, ['rent', revision], {});
    await expect(asked).rejects.toThrow(`“${revision}” is no revision`);
  });
});

it.each([
  ['rent.md', 'rent.md'],
  ['2024/03/rent.md', 'rent.md'],
  ['C:\\texts\\rent.md', 'rent.md'],
  ['../../.bashrc', 'bashrc'],
  ['--to.md', 'to.md'],
  ['إضراب.md', 'إضراب.md'],
  ['a\u0000\u202eb.md', 'ab.md'],
  ['..', 'manuscript.md'],
  ['folder/', 'manuscript.md'],
])('a file handed in as %j is saved in this folder as %s', (name, saved) => {
  expect(fileNameOf(name)).toBe(saved);
});
