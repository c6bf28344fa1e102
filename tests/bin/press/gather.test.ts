import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { embeddedLines, gather, leftOutLines } from '../../../bin/press/gather.ts';
import { openDocumentType, wordType } from '../../../functions/content/uploads/upload.ts';
import { read } from '../../functions/content/a-manuscript.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gather-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('takes manuscripts with the pictures they show, and tells what it leaves', async () => {
  await mkdir(join(folder, 'img'));
  await writeFile(
    join(folder, 'a.md'),
    '![one](img/one.png) ![chart](chart.svg) ![map](map.psd) ![door](door.heic) ![gone](gone.psd)',
  );
  for (const name of [
    'img/one.png',
    'img/unseen.jpg',
    'chart.svg',
    'map.psd',
    'door.heic',
    'a.pdf',
    'b.pdf',
    '.hidden',
  ])
    await writeFile(join(folder, name), '');
  await symlink(join(folder, 'a.md'), join(folder, 'link.md'));
  const { bundles, leftOut } = await gather([folder]);
  expect(bundles).toMatchObject([
    { manuscript: { name: 'a.md' }, pictures: [{ name: 'img/one.png' }, { name: 'chart.svg' }] },
  ]);
  expect(leftOutLines(leftOut)).toEqual([
    '! map.psd: PSD pictures are not taken; save it as PNG.',
    expect.stringMatching(
      /^! door.heic: HEIC pictures are not taken; open it in Preview .*Most Compatible\.$/,
    ),
    'Not taken: 2 .pdf, 1 picture that no manuscript shows, 1 symbolic link.',
    expect.stringMatching(/^! a\.pdf: A PDF comes with a text that names it.*file: a\.pdf/),
  ]);
});

it('keeps of the path of a picture beside the folder what tells it from others of its name', async () => {
  const posts = join(folder, 'posts');
  for (const place of ['posts/images', 'images/2019', 'static/images/2020', 'images'])
    await mkdir(join(folder, place), { recursive: true });
  const shown = ['/images/2019/cover.jpg', '/images/2020/cover.jpg', 'images/a.png', '../images/a.png'];
  await writeFile(join(posts, 'a.md'), shown.map((path) => `![x](${path})`).join('\n'));
  const there = [
    'images/2019/cover.jpg',
    'static/images/2020/cover.jpg',
    'posts/images/a.png',
    'images/a.png',
  ];
  for (const name of there) await writeFile(join(folder, name), name);
  const { bundles } = await gather([posts]);
  expect(bundles[0]?.pictures.map(({ name, path }) => [name, relative(folder, path)])).toEqual([
    ['images/2019/cover.jpg', there[0]],
    ['static/images/2020/cover.jpg', there[1]],
    ['images/a.png', there[2]],
    ['beside/images/a.png', there[3]],
  ]);
  const names = bundles.flatMap(({ pictures }) => pictures.map(({ name }) => name));
  const text = shown.map((path) => `![x](${path})`).join('\n\n');
  expect(read(`# T\n\n${text}`, names, 'a.md')).toMatchObject({ uses: names });
});

it('takes no picture from outside of the folder, whichever way a text leads there, and says so', async () => {
  const posts = join(folder, 'posts');
  for (const place of ['posts/img', 'Pictures', 'static'])
    await mkdir(join(folder, place), { recursive: true });
  for (const name of ['Pictures/passport.jpg', 'secret.png', 'posts/img/own.png', 'static/ours.png'])
    await writeFile(join(folder, name), name);
  await symlink(join(folder, 'Pictures/passport.jpg'), join(posts, 'link.png'));
  await symlink(join(posts, 'img/own.png'), join(posts, 'alias.png'));
  await symlink(join(folder, 'Pictures'), join(folder, 'images'));
  const led = [
    '../Pictures/passport.jpg',
    '..%2fsecret.png',
    '/../secret.png',
    'link.png',
    '/images/passport.jpg',
  ];
  const good = ['img/own.png', 'alias.png', '/ours.png', 'img/../../static/ours.png'];
  await writeFile(join(posts, 'a.md'), [...led, ...good].map((path) => `![x](${path})`).join('\n'));
  for (const named of [posts, join(posts, 'a.md')]) {
    const { bundles, leftOut } = await gather([named]);
    expect(bundles[0]?.pictures.map(({ path }) => relative(folder, path)).sort()).toEqual([
      'posts/alias.png',
      'posts/img/own.png',
      'static/ours.png',
    ]);
    expect(leftOut.outside.map(({ path }) => relative(folder, path)).sort()).toEqual([
      'Pictures/passport.jpg',
      'images/passport.jpg',
      'posts/link.png',
      'secret.png',
    ]);
    expect(leftOutLines(leftOut)).toContain(
      `! a.md names ${join(folder, 'secret.png')}, which lies outside of its folder and was not handed in. If readers are to have it, put a copy into the folder.`,
    );
    expect(leftOutLines(leftOut).join()).not.toContain('symbolic link');
  }
});

it('names no file with what terminals obey', async () => {
  await writeFile(join(folder, 'a\u001b[2J\u202e\n.md'), '# A');
  const { bundles } = await gather([folder]);
  expect(bundles).toMatchObject([{ manuscript: { name: 'a[2J.md' } }]);
});

it('takes a file once, however often it is named', async () => {
  await mkdir(join(folder, 'may'));
  await writeFile(join(folder, 'may/a.md'), '# A');
  const { bundles } = await gather([folder, join(folder, 'may'), relative('.', join(folder, 'may/a.md'))]);
  expect(bundles).toHaveLength(1);
});

it('finds pictures whatever query or fragment follows their names', async () => {
  await writeFile(join(folder, 'a.md'), '![](a.png?w=300) ![](<b c.png?w=300>) ![](d.png#top)');
  for (const name of ['a.png', 'b c.png', 'd.png']) await writeFile(join(folder, name), '');
  const { bundles } = await gather([folder]);
  expect(bundles[0]?.pictures.map(({ name }) => name).sort()).toEqual(['a.png', 'b c.png', 'd.png']);
});

it('takes pictures out of the text, where word processors write them, and leaves all else as it is', async () => {
  const [png, jpeg] = [Buffer.from('a picture'), Buffer.from('another')].map((one) => one.toString('base64'));
  const text = (one: string, two: string) =>
    Buffer.from(`# Café\n\n![a](${one}) <img src="${two}"> ![][i] 100\xa0%\n\n[i]: <${one}>\n`, 'latin1');
  await mkdir(join(folder, 'may'));
  await writeFile(
    join(folder, 'may/a b.md'),
    text(`data:image/png;base64,${png}`, `data:image/jpeg;base64,${jpeg}`),
  );
  const { bundles } = await gather([folder]);
  const [bundle] = bundles;
  const [one, two] = bundle?.pictures ?? [];
  expect(bundle?.pictures).toHaveLength(2);
  expect(one).toMatchObject({
    name: expect.stringMatching(/^may\/a-b-\w{10}\.png$/),
    type: 'image/png',
    bytes: 9,
  });
  expect(Buffer.from(two?.content ?? '').toString()).toBe('another');
  const left = text(basename(one?.name ?? ''), basename(two?.name ?? ''));
  expect(bundle?.manuscript).toMatchObject({ bytes: left.length, content: Uint8Array.from(left) });
  expect(embeddedLines(bundles)).toEqual([
    '· may/a b.md: 2 pictures in the text itself handed in as files beside it.',
  ]);
});

it.each([
  [
    'a picture in the text',
    (length: number) => `![](data:image/svg+xml;base64,${'a/b+'.repeat(length / 4)})`,
  ],
  ['one long word', (length: number) => 'a.'.repeat(length / 2)],
  ['many colons', (length: number) => 'a: '.repeat(length / 3)],
  ['many spaces', (length: number) => `a:${' '.repeat(length)}`],
])('reads %s in time that grows with its length alone', async (_, text) => {
  await writeFile(join(folder, 'a.md'), text(1_000_000));
  const begun = performance.now();
  await gather([folder]);
  expect(performance.now() - begun).toBeLessThan(5000);
});

it('says what was there when there was nothing to hand in', async () => {
  await writeFile(join(folder, 'a.pdf'), '');
  await expect(gather([folder])).rejects.toThrow(/No manuscript[\s\S]*1 \.pdf/);
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

it('takes files of word processors and web pages, the latter with their pictures, and plain text that is named', async () => {
  await writeFile(join(folder, 'essay.docx'), 'PK');
  await writeFile(join(folder, '~$essay.docx'), '');
  await writeFile(join(folder, 'letter.odt'), 'PK');
  await writeFile(join(folder, 'old.html'), '<h1>Old</h1><img src="box.png">');
  await writeFile(join(folder, 'box.png'), '');
  await writeFile(join(folder, 'notes.txt'), 'Notes');
  const { bundles, leftOut } = await gather([folder]);
  expect(
    bundles.map(({ manuscript, pictures }) => [
      manuscript.name,
      manuscript.type,
      ...pictures.map(({ name }) => name),
    ]),
  ).toEqual([
    ['essay.docx', wordType],
    ['letter.odt', openDocumentType],
    ['old.html', 'text/html', 'box.png'],
  ]);
  expect(leftOutLines(leftOut).join('\n')).toMatch(
    /notes\.txt is plain text and was not handed in[\s\S]*Not taken: 1 \.docx/,
  );
  const named = await gather([join(folder, 'notes.txt')]);
  expect(named.bundles.map(({ manuscript }) => manuscript.type)).toEqual(['text/plain']);
});

it('takes the PDF that a text of any format names as its own', async () => {
  const names = ['a.pdf', 'b b.pdf', 'c.pdf', 'd.pdf', 'e.pdf', 'linked.pdf'];
  await mkdir(join(folder, 'papers'));
  for (const name of names) await writeFile(join(folder, 'papers', name), '%PDF-1.7');
  await writeFile(join(folder, 'a.md'), '---\nfile: papers/a.pdf\n---\n[More](papers/linked.pdf)');
  await writeFile(join(folder, 'b.md'), '---\nfile: { file: "papers/b b.pdf", alt: A ship }\n---\nB.');
  await writeFile(join(folder, 'c.html'), '<meta name="file" content="papers/c.pdf"><h1>C</h1>');
  const office = (part: string, xml: string) => zipSync({ [part]: strToU8(xml) });
  const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
  await writeFile(join(folder, 'd.docx'), office('word/document.xml', cell('File') + cell('papers/d.pdf')));
  await writeFile(join(folder, 'e.odt'), office('content.xml', '<text:p>file: papers/e.pdf</text:p>'));
  const { bundles, leftOut } = await gather([folder]);
  expect(bundles.map(({ pictures }) => pictures)).toMatchObject(
    ['a', 'b b', 'c', 'd', 'e'].map((name) => [{ name: `papers/${name}.pdf`, type: 'application/pdf' }]),
  );
  expect(leftOut.others.map(({ path }) => basename(path))).toEqual(['linked.pdf']);
});

it('says how a PDF that is named alone is handed in', async () => {
  await writeFile(join(folder, 'no-12.pdf'), '%PDF-1.7');
  await expect(gather([join(folder, 'no-12.pdf')])).rejects.toThrow(/no-12\.md.*file: no-12\.pdf/);
});

it.each([
  ['essay.doc', /: open it in Word or LibreOffice, save it as \.docx/],
  ['Letter.RTF', /save it as \.docx/],
  ['form.docm', /macros.*save it as \.docx/],
  ['letter.dotx', /save it as \.docx/],
  ['flat.fodt', /save it as \.docx/],
  ['essay.pages', /in Pages, choose File, Export To, Word/],
  ['essay.gdoc', /in Google Docs, choose File, Download/],
  ['page.mht', /save the page as \.html/],
  ['tune.mp3', /those are Markdown/],
])('says what to do with a document of another format: %s', async (name, way) => {
  const path = join(folder, name);
  await writeFile(path, 'x');
  await expect(gather([path])).rejects.toThrow(way);
});
