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

it('says what was there when there was nothing to hand in', async () => {
  await writeFile(join(folder, 'a.docx'), '');
  await expect(gather([folder])).rejects.toThrow(/No Markdown file[\s\S]*1 \.docx/);
});

it('leaves a README of a folder out and says so, unless it is named', async () => {
  await mkdir(join(folder, 'notes'));
  for (const name of ['a.md', 'README.md', 'notes/readme.de.md', 'readme-first.md'])
    await writeFile(join(folder, name), '# A text');
  const { bundles, leftOut } = await gather([folder]);
  expect(bundles.map(({ manuscript: { name } }) => name)).toEqual(['a.md', 'readme-first.md']);
  expect(leftOutLines(leftOut)).toEqual([
    expect.stringContaining(`! ${join(folder, 'README.md')}`),
    expect.stringContaining(`press upload ${join(folder, 'notes/readme.de.md')}`),
  ]);
  const named = await gather([folder, join(folder, 'README.md')]);
  expect(named.bundles.map(({ manuscript: { name } }) => name)).toContain('README.md');
  expect(named.leftOut.readmes).toEqual([join(folder, 'notes/readme.de.md')]);
  await expect(gather([join(folder, 'notes')])).rejects.toThrow('was not handed in');
});
