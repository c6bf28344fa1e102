import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseFileOf } from '../../../bin/press/base-file.ts';
import { commands } from '../../../bin/press/commands.ts';
import { aFolder, aPress } from './an-answering-press.ts';

const document = {
  slug: 'lamps',
  kind: 'article',
  title: 'Lamps',
  status: 'published',
  url: 'https://p.example/',
};

/** A press that has revision 3, gives its manuscript, and takes what is handed in as this. */
const aPressThatTakes = (taken: object, notices: object[] = []) =>
  aPress((origin) => ({
    'GET /documents/lamps': [
      [200, { ...document, revision: 3, pending: { revision: 4, status: 'draft', by: 'w', byName: 'Wim' } }],
    ],
    'GET /documents/lamps/revisions/3/manuscript': [
      [200, { name: 'lamps.md', url: `${origin}/file`, expires: '2026-11-05T09:20:00Z' }],
    ],
    'GET /file': [[200, '# Lamps\n\nEight are out.\n']],
    'POST /uploads': [[201, { id: '1', files: [{ name: 'lamps.md', url: `${origin}/form`, fields: {} }] }]],
    'POST /form': [[200, '']],
    'GET /uploads/1': [[200, { id: '1', state: 'done', documents: [{ ...document, ...taken }], notices }]],
  }));

/** Downloads, then hands in as often as said. Returns what each said of its base, and the exit codes. */
async function handedIn(taken: object, { times = 1, between = async (_: string) => {} } = {}) {
  const folder = await aFolder();
  const file = join(folder, 'lamps.md');
  const { press, asked } = await aPressThatTakes(taken);
  const { lines } = (await commands.download?.(press, ['lamps'], { to: file })) ?? { lines: [] };
  await between(file);
  const outcomes = [];
  for (let time = 0; time < times; time++) outcomes.push(await commands.upload?.(press, [folder], {}));
  const said = asked
    .filter(({ call }) => call === 'POST /uploads')
    .map(({ body }) => (JSON.parse(body) as { files: { based_on?: string }[] }).files);
  return { file, lines, outcomes, said };
}

describe('a manuscript that was downloaded', () => {
  it('says what it began from, in a file beside it that is never handed in', async () => {
    const { file, lines, said } = await handedIn({ revision: 5 });
    expect(lines.join('\n')).toMatch(
      /\.lamps\.md\.based-on\.json says so.*Revision 4 by Wim waits beside it/s,
    );
    expect(said).toEqual([[expect.objectContaining({ name: 'lamps.md', based_on: 'lamps/3' })]]);
    expect(await readFile(file, 'utf8')).not.toContain('based_on');
  });

  it('goes on from what was taken', async () => {
    const { outcomes, said } = await handedIn({ revision: 5 }, { times: 2 });
    expect(said.map(([file]) => file?.based_on)).toEqual(['lamps/3', 'lamps/5']);
    expect(outcomes.map((outcome) => outcome?.ok)).toEqual([true, true]);
  });

  it('does not go on from what waits beside something newer, which is a failure', async () => {
    const overtaken = { revision: 5, status: 'draft', overtaken: true };
    const { outcomes, said } = await handedIn(overtaken, { times: 2 });
    expect(said.map(([file]) => file?.based_on)).toEqual(['lamps/3', 'lamps/3']);
    expect(outcomes.map((outcome) => outcome?.ok)).toEqual([false, false]);
    expect(outcomes[0]?.lines[0]).toBe('! Lamps — kept as a draft, revision 5: something newer stands');
  });

  it('says nothing to another press', async () => {
    const other = { press: 'https://other.example', based_on: 'lamps/3' };
    const between = (file: string) => writeFile(baseFileOf(file), JSON.stringify(other));
    const { said } = await handedIn({ revision: 5 }, { between });
    expect(said).toEqual([[{ name: 'lamps.md', type: 'text/markdown', bytes: 24 }]]);
  });

  it.each(['', '{', '[]', 'null', '{"press":"p"}', '{"press":1,"based_on":"lamps/3"}'])(
    'is not handed in with a note that cannot be read: %j',
    async (note) => {
      const between = (file: string) => writeFile(baseFileOf(file), note);
      await expect(handedIn({ revision: 5 }, { between })).rejects.toThrow(
        /lamps\.md\.based-on\.json says .* cannot be read\. Download the document again, or delete that file/,
      );
    },
  );

  it('keeps its note where the file that is there stays', async () => {
    const folder = await aFolder({ 'lamps.md': 'Mine.' });
    const { press } = await aPressThatTakes({ revision: 5 });
    const file = join(folder, 'lamps.md');
    await expect(commands.download?.(press, ['lamps'], { to: file })).rejects.toThrow('is there already');
    await expect(readFile(baseFileOf(file))).rejects.toThrow('ENOENT');
  });
});
