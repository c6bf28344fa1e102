import { expect, it } from 'vitest';
import { readWell, remarks } from '../../a-manuscript.ts';

const page = (html: string, pictures: string[] = []) => readWell(html, pictures, 'old.html');
const tidy = (html: string) => html.replace(/\s*\n\s*/g, '').replace(/<\/?div>/g, '');

const menu = '<a href="a.html">Home</a><br><a href="b.html">News</a>';

it('takes apart tables that lay the page out, without menu and head, and tells of both', () => {
  const read = page(
    `<table><tr><td colspan=2>The Lantern Online</td></tr>\n<tr><td>${menu}</td><td><h1>The fire</h1><p>It was late.</p><table><tr><th>Row</th></tr><tr><td>A</td></tr></table></td></tr></table>`,
  );
  expect(read.fields.title).toBe('The fire');
  expect(tidy(read.body.html)).toMatch(
    /^<p>It was late\.<\/p><div class="table".*?<table><tr><th scope="col">Row<\/th><\/tr><tr><td>A<\/td><\/tr><\/table>$/,
  );
  expect(remarks(read)).toEqual([
    'note 1: The head of the page is not shown to readers: “The Lantern Online”.',
    'note 1: A table that lays the page out was taken apart: what was beside each other stands one below the other.',
    'note 2: A menu is not shown to readers: “Home News”.',
  ]);
});

it.each([
  ['a table of figures', '<table><tr><td>Home</td><td>2</td></tr></table>'],
  ['one with heads', '<table><tr><th>Row</th><td><h3>A</h3></td></tr></table>'],
  ['one of links', `<table><tr><td>${menu}</td></tr></table>`],
])('leaves as it is %s', (_, table) => {
  expect(page(`<h1>T</h1>${table}`).body.html).toContain('<table>');
});

it('keeps what stands above the title, if it is more than a name', () => {
  const above =
    'The night shift came home at six and found the street full of hoses, and nobody who could say why. '.repeat(
      2,
    );
  const read = page(`<table><tr><td>${above}</td></tr><tr><td><h1>The fire</h1>Text.</td></tr></table>`);
  expect(read.body.text).toContain('The night shift');
});

it('leaves out pictures of the size of a point', () => {
  const read = page(
    '<h1>T</h1><p><img src="a.gif" width=1 height=1>Text.<img src="b.gif" width=1 height=200 alt="B">',
    ['a.gif', 'b.gif'],
  );
  expect(read.body.html.match(/<img /g)).toHaveLength(1);
  expect(remarks(read)).toEqual([
    'note -: Pictures of the size of a point, which only make space or count readers, were left out: 1.',
  ]);
});

it('opens boxes without a meaning, and makes words in them paragraphs', () => {
  const { body } = page(
    '<h1>T</h1><div class="a"><div>One <b>two</b><p>three</p> four</div><div id="x">five</div></div><ul><li><div>six</div></li></ul>',
  );
  expect(body.html.replaceAll('\n', '')).toBe(
    '<p>One <b>two</b></p><p>three</p><p> four</p><div id="x">five</div><ul><li><div>six</div></li></ul>',
  );
});
