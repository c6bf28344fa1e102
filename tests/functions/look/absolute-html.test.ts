import { expect, it } from 'vitest';
import { absoluteHtml } from '../../../functions/look/absolute-html.ts';

const site = 'https://lantern.example';

it.each([
  ['<a href="/a/?x=1&amp;y">/b/</a>', `<a href="${site}/a/?x=1&amp;y">/b/</a>`],
  ['<img alt="1 > 0" src="/media/a.jpg">', `<img alt="1 > 0" src="${site}/media/a.jpg">`],
  ['<a href="//other.example/">o</a>', '<a href="//other.example/">o</a>'],
  ['<a href="#n">1</a>', '<a href="#n">1</a>'],
  ['<p>src="/a"</p>', '<p>src="/a"</p>'],
  ['<source srcset="/a 1w, /b 2w">', `<source srcset="${site}/a 1w, ${site}/b 2w">`],
])('makes of %s %s', (html, expected) => expect(absoluteHtml(html, site)).toBe(expected));

it('leads from elsewhere to a place in the page', () => {
  expect(absoluteHtml('<a href="#n">1</a>', site, `${site}/a/`)).toBe(`<a href="${site}/a/#n">1</a>`);
});
