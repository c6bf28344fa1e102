import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bulletin as bulletinOf } from './storm/bulletins.ts';
import { Model, type Piece } from './storm/model.ts';
import { Storm } from './storm/storm.ts';

/** Whether the model of what readers see objects, when something is wrong that a render from scratch would repeat. */
let storm: Storm;
let model: Model;
beforeAll(async () => {
  storm = await Storm.begin();
});
afterAll(() => storm.end());
/** Rows that no document knows of. */
const ghosts: [pk: string, sk: string][] = [];
afterEach(async () => {
  for (const key of ghosts.splice(0)) await storm.observer.deleteRow(...key);
  for (const [slug, { status }] of model.states) if (status !== 'deleted') await storm.editor.delete(slug);
  await storm.heal();
});

const pier: Piece = {
  kind: 'article',
  title: 'The pier stands (one)',
  section: 'Union',
  tags: ['Rent', 'Ó'],
  authors: ['José Muñoz'],
  published: '1990-01-02',
  related: [],
  words: 7,
};

async function handIn(slug: string, piece: Piece, aliases: string[] = []): Promise<void> {
  // A piece has its file for good, wherever it moves.
  const file = `${aliases[0] ?? slug}.md`;
  const { words, bulletin, ...fields } = piece;
  const pdf = bulletin === undefined ? undefined : bulletinOf(bulletin);
  const front = JSON.stringify({ ...fields, slug, aliases, file: pdf?.name });
  const { id } = await storm.editor.handIn({
    [file]: `---\n${front}\n---\n\nWord ${words} of it.`,
    ...(pdf && { [pdf.name]: pdf.bytes }),
  });
  const opened = '2024-01-01T00:00:00Z';
  model.taken({ order: id, opened, slug, aliases, owner: 'pier', draft: false, piece });
}

/** What the model says is wrong, in one text; empty when nothing is. */
const objections = () =>
  storm.expectAsPromised(model).then(
    () => '',
    (failure: Error) => failure.message + JSON.stringify(Object(failure).actual ?? ''),
  );

async function published(): Promise<void> {
  model = new Model();
  await handIn('pier', pier);
  await handIn('quay', { ...pier, title: 'The quay leans (two)', published: '1991', tags: ['RENT!'] });
  await storm.settle();
}

describe('the model of what readers see', () => {
  it('has no objection where nothing is wrong', async () => {
    await published();
    expect(await objections()).toBe('');
  });

  it('objects to a page that says something else', async () => {
    await published();
    await storm.observer.changePage('articles/pier/index.html', (html) =>
      html.replaceAll('Word 7', 'Word 8'),
    );
    expect(await objections()).toContain('"words":8');
  });

  it('knows the PDF of each, and objects to another, or to none', async () => {
    await published();
    await handIn('pier', { ...pier, bulletin: 0 });
    await handIn('quay', { ...pier, title: 'The quay leans (two)', published: '1991', bulletin: 1 });
    await storm.settle();
    expect(await objections()).toBe('');
    await storm.observer.changePage('articles/pier/index.html', (html) =>
      html.replace(/<aside class="attached-file".*?<\/aside>/s, ''),
    );
    await storm.observer.changePage('articles/quay/index.html', (html) =>
      html.replace(/2\W+pages/, '3 pages'),
    );
    await storm.observer.changePage('feed.xml', (xml) => xml.replace(/<link rel="enclosure"[^>]*>/, ''));
    const said = await objections();
    expect(said).toContain('"pdf":[]');
    expect(said).toContain('3 pages, 1 KB, Bulletin 1');
    expect(said).toMatch(
      /"\/articles\/quay\/ The quay leans \(two\)","\/articles\/pier\/ [^"]* with bulletin-0.pdf/,
    );
  });

  it('is told of a PDF that was taken away', async () => {
    await published();
    await handIn('pier', { ...pier, bulletin: 0 });
    await storm.settle();
    await handIn('pier', pier);
    await storm.settle();
    expect(await objections()).toBe('');
    expect((await storm.observer.site()).get('feed.xml')?.body).not.toContain('enclosure');
  });

  it('objects to a withdrawn article in a list, which a render from scratch repeats', async () => {
    await published();
    const row = await storm.observer.row('list#all', '1990-01-02#pier');
    await storm.editor.withdraw('pier', 'It was not so.');
    model.withdrawn('pier', 'It was not so.');
    await storm.settle();
    expect(await objections()).toBe('');
    await storm.observer.putRow(row);
    ghosts.push(['list#all', '1990-01-02#pier']);
    await storm.heal();
    expect(await storm.faults()).toEqual([]);
    expect(await objections()).toContain('/archive/ names The pier stands (one)');
  });

  it('objects to a list that lacks an article, which a render from scratch repeats', async () => {
    await published();
    await storm.observer.deleteRow('list#tag#rent', '1990-01-02#pier');
    await storm.heal();
    expect(await storm.faults()).toEqual([]);
    expect(await objections()).toContain('"/tags/rent/":["/articles/quay/ The quay leans (two)"]');
  });

  it('objects to an index with a name that nothing stands under, which a render from scratch repeats', async () => {
    await published();
    const ghost = { pk: { S: 'names#tags' }, sk: { S: 'sea' }, name: { S: 'sea' }, settled: { BOOL: true } };
    await storm.observer.putRow(ghost);
    ghosts.push(['names#tags', 'sea']);
    await storm.heal();
    expect(await storm.faults()).toEqual([]);
    expect(await objections()).toContain('"/tags/":["/tags/o/","/tags/rent/","/tags/sea/"]');
  });

  it('objects to a date that moves an article in its lists', async () => {
    await published();
    const row = await storm.observer.row('list#all', '1990-01-02#pier');
    await storm.observer.deleteRow('list#all', '1990-01-02#pier');
    await storm.observer.putRow({ ...row, sk: { S: '1999#pier' } });
    ghosts.push(['list#all', '1999#pier']);
    await storm.heal();
    expect(await objections()).toMatch(/"\/archive\/":\["\/articles\/pier\/ [^"]*","\/articles\/quay\//);
  });

  it('objects to an old address that leads to nothing', async () => {
    await published();
    await handIn('pier-moved', { ...pier, title: 'The pier moved (three)' }, ['pier']);
    await storm.settle();
    expect(await objections()).toBe('');
    const { id } = await storm.observer.row('doc#pier', 'head');
    const place = await storm.observer.row(`id#${id?.S}`, 'id');
    await storm.observer.putRow({ ...place, slug: { S: 'quay' } });
    await storm.settle();
    expect(await objections()).toContain('"/articles/pier/":"404"');
  });

  it('knows that a deletion takes old addresses along, and objects where none was deleted', async () => {
    await published();
    await handIn('pier-moved', { ...pier, title: 'The pier moved (three)' }, ['pier']);
    await storm.settle();
    model.deleted('pier-moved');
    expect(await objections()).toContain('"/articles/pier/":"301 /articles/pier-moved/"');
    await storm.editor.delete('pier-moved');
    await storm.settle();
    expect(await objections()).toBe('');
  });
});
