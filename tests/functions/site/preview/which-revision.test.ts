import { expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { linkIn } from '../../../../functions/site/preview/preview-link.ts';
import { linkPreview, showPreview } from '../../../../functions/site/preview/show-preview.ts';
import { markdown, Office } from '../../content/an-office.ts';
import { ASite } from '../a-site.ts';

const draft = { status: 'draft' };
const piece = (more: Record<string, string>, text: string) => ({
  'rent.md': markdown({ title: 'Rent strike', slug: 'rent', ...more }, text),
});

/** The revision that a preview shows. */
async function previewed(office: Office, slug = 'rent'): Promise<number | undefined> {
  const site = new ASite();
  const { url } = await linkPreview(
    slug,
    { by: 'edda', isEditor: true },
    {
      content: site.content,
      site: 'https://press.example',
      bodies: { body: async () => ({ html: '', text: '', pictures: [] }) },
      originals: { sign: async (key) => `https://s3.example/${key}` },
      keys: { sign: async () => '1.s', verify: async () => true },
      revisions: office.content,
      clock: office.clock,
    },
  );
  const [text = ''] = url.slice(url.lastIndexOf('/') + 1).split('.');
  return linkIn(text)?.revision;
}

it('a preview shows the revision that is published next, a writer’s newer draft too', async () => {
  const office = new Office();
  await office.handIn(piece(draft, 'An editor’s.'));
  expect(await previewed(office)).toBe(1);
  await office.handIn(piece({}, 'A writer’s.'), { editor: false });
  expect(await previewed(office)).toBe(2);
  const deps = { ...office.deps, documents: office.content };
  const { head } = await publishDocument({ slug: 'rent' }, { by: 'edda' }, deps);
  expect(head.source).toBe((await office.content.revision('rent', 2))?.source);
});

it('a preview of a newsletter is its mail, which has a command of its own', async () => {
  const office = new Office();
  const letter = { kind: 'newsletter', title: 'Letter', slug: 'letter', lists: '[news]', ...draft };
  await office.handIn({ 'letter.md': markdown(letter) });
  await expect(previewed(office, 'letter')).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('“press newsletter preview letter”'),
  });
});

it('a preview of what is scheduled shows that', async () => {
  const office = new Office();
  await office.handIn(piece({ publish_at: '2024-03-05T09:00:00Z' }, 'An editor’s.'));
  await office.handIn(piece({}, 'A writer’s.'), { editor: false });
  expect(await previewed(office)).toBe(1);
});

/** Links to a revision that is named, and opens them. */
function aPreviewer(office: Office) {
  const site = new ASite();
  const bodies = { body: (key: string) => office.files.archive.body(key) };
  const deps = {
    ...{ content: site.content, site: 'https://press.example', bodies, clock: office.clock },
    originals: { sign: async (key: string) => `https://s3.example/${key}` },
    keys: { sign: async () => '1.s', verify: async () => true },
    revisions: office.content,
  };
  return {
    link: async (wanted: string, slug = 'rent') =>
      (await linkPreview(slug, { by: 'edda', isEditor: true }, deps, wanted)).url.split('/').at(-1) ?? '',
    open: async (link: string) => (await showPreview(link, deps)).html,
  };
}

it('a preview of a revision that is named shows that, also where readers have it or had it', async () => {
  const office = new Office();
  await office.handIn(piece({}, 'The first.'));
  await office.handIn(piece({}, 'The second.'));
  const { link, open } = aPreviewer(office);
  for (const [wanted, words] of [
    ['1', 'The first.'],
    ['2', 'The second.'],
    ['rent/1', 'The first.'],
  ] as const)
    expect(await open(await link(wanted))).toContain(words);
  expect(await open(await link('1'))).toContain('Preview of an older version: readers see a newer one');
  expect(await open(await link('2'))).toContain('Preview: this is what readers see');
  for (const wanted of ['3', 'boilers/1', 'rent/9'])
    await expect(link(wanted)).rejects.toMatchObject({ status: 404 });
});

it('a preview of a named revision is over once readers are given something, or have it taken away', async () => {
  const office = new Office();
  await office.handIn(piece({}, 'The first.'));
  const { link, open } = aPreviewer(office);
  const before = await link('1');
  await office.handIn(piece({}, 'The second.'));
  await expect(open(before)).rejects.toMatchObject({ status: 410 });
  const again = await link('1');
  office.now += 60_000;
  await withdrawDocument('rent', { by: 'edda' }, 'Wrong.', office.deps);
  await expect(open(again)).rejects.toMatchObject({ status: 410 });
  expect(await open(await link('1'))).toContain('The first.');
  office.now += 7 * 86_400_000;
  await expect(open(again)).rejects.toMatchObject({ status: 410 });
});

it('a preview is over where another document began at its address', async () => {
  const office = new Office();
  await office.handIn(piece(draft, 'The first.'));
  const { link, open } = aPreviewer(office);
  const old = await link('1');
  expect(await open(old)).toContain('The first.');
  office.now += 60_000;
  await deleteDocument('rent', { by: 'edda' }, office.deps);
  await office.handIn({ 'new.md': markdown({ title: 'Tea', slug: 'rent', ...draft }, 'Another, secret.') });
  await expect(open(old)).rejects.toMatchObject({ status: 410 });
  expect(await open(await link('1'))).toContain('Another, secret.');
});

it('a preview of a revision from before a move shows it at the present address', async () => {
  const office = new Office();
  await office.handIn(piece({}, 'The first.'));
  await office.handIn(piece({ slug: 'rent-strike', aliases: '[rent]' }, 'The second.'));
  const { link, open } = aPreviewer(office);
  const html = await open(await link('rent/1', 'rent-strike'));
  expect(html).toContain('The first.');
  expect(html).toContain('/articles/rent-strike/');
});
