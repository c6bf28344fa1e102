import { expect, it } from 'vitest';
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
