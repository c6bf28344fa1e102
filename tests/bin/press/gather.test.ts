import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gather, leftOutLines } from '../../../bin/press/gather.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gather-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('takes manuscripts with the pictures they show, and tells what it leaves', async () => {
  await mkdir(join(folder, 'img'));
  await writeFile(join(folder, 'a.md'), '![one](img/one.png) ![chart](chart.svg) ![gone](gone.svg)');
  for (const name of ['img/one.png', 'img/unseen.jpg', 'chart.svg', 'a.docx', 'b.docx', '.hidden'])
    await writeFile(join(folder, name), '');
  await symlink(join(folder, 'a.md'), join(folder, 'link.md'));
  const { bundles, leftOut } = await gather([folder]);
  expect(bundles).toMatchObject([{ manuscript: { name: 'a.md' }, pictures: [{ name: 'img/one.png' }] }]);
  expect(leftOutLines(leftOut)).toEqual([
    '! chart.svg: SVG pictures are not taken; save it as PNG.',
    'Not taken: 2 .docx, 1 picture that no manuscript shows, 1 symbolic link.',
  ]);
});

it('finds pictures whatever query or fragment follows their names', async () => {
  await writeFile(join(folder, 'a.md'), '![](a.png?w=300) ![](<b c.png?w=300>) ![](d.png#top)');
  for (const name of ['a.png', 'b c.png', 'd.png']) await writeFile(join(folder, name), '');
  const { bundles } = await gather([folder]);
  expect(bundles[0]?.pictures.map(({ name }) => name).sort()).toEqual(['a.png', 'b c.png', 'd.png']);
});

it('says what was there when there was nothing to hand in', async () => {
  await writeFile(join(folder, 'a.docx'), '');
  await expect(gather([folder])).rejects.toThrow(/No Markdown file[\s\S]*1 \.docx/);
});
