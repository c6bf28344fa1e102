import { expect, it } from 'vitest';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { linkIn } from '../../../../functions/site/preview/preview-link.ts';
import { linkPreview } from '../../../../functions/site/preview/show-preview.ts';
import { markdown, Office } from '../../content/an-office.ts';
import { ASite } from '../a-site.ts';

const draft = { status: 'draft' };
const piece = (more: Record<string, string>, text: string) => ({
  'rent.md': markdown({ title: 'Rent strike', slug: 'rent', ...more }, text),
});

/** The revision that a preview shows. */
async function previewed(office: Office): Promise<number | undefined> {
  const site = new ASite();
  const { url } = await linkPreview(
    'rent',
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

it('a preview of what is scheduled shows that', async () => {
  const office = new Office();
  await office.handIn(piece({ publish_at: '2024-03-05T09:00:00Z' }, 'An editor’s.'));
  await office.handIn(piece({}, 'A writer’s.'), { editor: false });
  expect(await previewed(office)).toBe(1);
});
