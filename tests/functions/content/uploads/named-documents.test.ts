import { describe, expect, it } from 'vitest';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { markdown, Office } from '../an-office.ts';

const textsOf = async (office: Office, folder: Record<string, string>): Promise<string[]> =>
  (await office.handIn(folder)).notices.map(({ text }) => text);

const lantern = markdown({ kind: 'press', title: 'The Lantern', sections: '[Housing, Culture]' });
const rent = markdown({ title: 'Rent strike', section: 'Housing' });

it('tells of what the front page, the footer and an article name and is not there, with the near miss', async () => {
  const office = new Office();
  await office.handIn({
    'press.md': lantern,
    'rent.md': rent,
    'about.md': markdown({ kind: 'page', title: 'About us' }),
  });
  const front = await textsOf(office, {
    'front.md': markdown({
      kind: 'front',
      lead: 'rent-strik',
      features: '[rent-strike, nowhere-at-all]',
      sections: '[Huosing, Culture]',
    }),
  });
  expect(front).toEqual([
    expect.stringMatching(/“rent-strik”.*Did you mean “rent-strike”/),
    expect.stringMatching(/“nowhere-at-all”.*there is\.$/),
    expect.stringMatching(/“Huosing”.*Did you mean “Housing”/),
  ]);
  const press = await textsOf(office, {
    'press.md': markdown({
      kind: 'press',
      title: 'The Lantern',
      pages: '[{ slug: abuot-us, title: About }, { slug: about-us, title: About }]',
    }),
  });
  expect(press).toContainEqual(expect.stringMatching(/“abuot-us”.*Did you mean “about-us”/));
  const article = await textsOf(new Office(), { 'a.md': markdown({ title: 'A', related: '[b]' }) });
  expect(article).toEqual([expect.stringContaining('“b”')]);
});

describe('what is there and readers do not see', () => {
  const naming = (slug: string) => ({
    'front.md': markdown({ kind: 'front', lead: slug, features: '[rent-strike]' }),
    'press.md': markdown({ kind: 'press', title: 'The Lantern', pages: `[{ slug: ${slug}, title: About }]` }),
  });
  const about = (more: object = {}) => ({ 'about.md': markdown({ title: 'About us', ...more }) });
  const page = { kind: 'page' };
  const lead = 'what they see there is a published article.';
  const footer = 'what they see there is a published page.';

  it.each([
    ['an article', {}, [`an article, so readers do not see it there: ${footer}`]],
    ['a page', page, [`a page, so readers do not see it there: ${lead}`]],
    [
      'a draft',
      { status: 'draft' },
      [`not published yet, so readers do not see it there: ${lead}`, 'an article'],
    ],
    ['a draft of a page', { ...page, status: 'draft' }, ['a page', 'not published yet']],
    ['scheduled', { published: '2999' }, ['not published yet|scheduled for a date to come', 'an article']],
  ])('is told, stored or beside: %s', async (_, more, told) => {
    const office = new Office();
    await office.handIn({ 'rent.md': rent });
    const together = await textsOf(new Office(), { ...naming('about-us'), ...about(more), 'rent.md': rent });
    await office.handIn(about(more));
    for (const texts of [together, await textsOf(office, naming('about-us'))])
      expect(texts.filter((text) => text.startsWith('It names'))).toEqual(
        told.map((text) => expect.stringMatching(`“about-us”, which is (?:${text})`)),
      );
  });

  it('is told of what was withdrawn, and of what moved away and was', async () => {
    const office = new Office();
    await office.handIn({ 'rent.md': rent });
    await office.handIn({
      'rent.md': markdown({ title: 'Rent strike', slug: 'strike', aliases: '[rent-strike]' }),
    });
    const front = { 'front.md': markdown({ kind: 'front', lead: 'rent-strike' }) };
    expect(await textsOf(office, front)).toEqual([]);
    await withdrawDocument('strike', { by: 'edda' }, 'Wrong.', office.deps);
    expect(await textsOf(office, front)).toContainEqual(expect.stringContaining('which is withdrawn'));
  });

  it('is not a published piece beside which a draft waits', async () => {
    const office = new Office();
    await office.handIn({ 'rent.md': rent });
    const draft = markdown({ title: 'Rent strike', section: 'Housing', status: 'draft' }, 'Better.');
    const front = markdown({ kind: 'front', lead: 'rent-strike' });
    const texts = await textsOf(office, { 'rent.md': draft, 'front.md': front });
    expect(texts.filter((text) => text.startsWith('It names'))).toEqual([]);
  });
});

it('says nothing of what is there, comes in the same upload, or cannot be known', async () => {
  const office = new Office();
  const folder = {
    'front.md': markdown({ kind: 'front', lead: 'rent-strike', sections: '[housing]' }),
    'press.md': lantern,
    'rent.md': rent,
  };
  expect(await textsOf(office, folder)).toEqual([]);
  expect(await textsOf(new Office(), { 'rent.md': markdown({ title: 'Rent', section: 'Huosing' }) })).toEqual(
    [],
  );
});

it.each([
  ['english', 'en'],
  ['Deutsch', 'de'],
  ['jp', 'ja'],
  ['en-XX', 'en'],
  ['zz', undefined],
])('tells of the language %s, which there is not', async (language, meant) => {
  const texts = await textsOf(new Office(), { 'a.md': markdown({ title: 'A', language }) });
  const [text = ''] = texts.filter((one) => one.includes('no known language'));
  expect(text.toLowerCase()).toContain(`“${language.toLowerCase()}”`);
  expect(/Did you mean “(.+)”/.exec(text)?.[1]).toBe(meant);
});

it.each(['en', 'pt-BR', 'zh-Hans', 'sr-Latn-RS', 'nds', 'tlh'])('knows the language %s', async (language) => {
  expect(await textsOf(new Office(), { 'a.md': markdown({ title: 'A', language }) })).toEqual([]);
});
