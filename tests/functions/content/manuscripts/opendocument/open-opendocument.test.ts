import { describe, expect, it } from 'vitest';
import { htmlOf } from '../../a-manuscript.ts';
import { readBytes, told } from '../word/a-word-file.ts';
import {
  anOpenDocument,
  frame,
  h,
  list,
  note,
  p,
  partsOf,
  readText,
  span,
  type TextParts,
  table,
} from './an-opendocument.ts';

const title = p('The signal box', 'Title');
const bodyOf = async (body: string, more: TextParts = {}) =>
  (await readText({ body: title + body, ...more })).body.html;
const noticesOf = async (body: string, more: TextParts = {}) =>
  told(await readText({ body: title + body, ...more }));

/** The same HTML whatever its spaces between blocks. */
const tidy = (html: string) => html.replace(/\s*\n\s*/g, '').replace(/ role="region".*?tabindex="0"/g, '');
const sorted = (html: string) =>
  tidy(html).replace(/<(\w+)([^>]*)>/g, (_, name, rest) => {
    const attributes = String(rest)
      .trim()
      .split(/ (?=[a-z-]+=)/);
    return `<${name} ${attributes.sort().join(' ')}>`;
  });

describe('the title and the front matter of an OpenDocument text', () => {
  it.each([
    [
      'the style Title, also formatted directly',
      p('Essay', 'PTitle') + h('One'),
      'Essay',
      '<h2 id="one">One</h2>\n',
    ],
    [
      'its first heading',
      h('Essay') + p('Text.') + h('Part', 2),
      'Essay',
      '<p>Text.</p>\n<h2 id="part">Part</h2>\n',
    ],
    [
      'a paragraph in the style of a heading',
      p('Essay', 'Heading_20_1') + p('Text.'),
      'Essay',
      '<p>Text.</p>\n',
    ],
    ['a first line that is bold', p('Essay', 'PB') + p('Text.'), 'Essay', '<p>Text.</p>\n'],
    ['a line at the top', p('title: Essay') + p('Text.'), 'Essay', '<p>Text.</p>\n'],
  ])('are in %s', async (_, body, words, html) => {
    const read = await readText({ body });
    expect([read.fields.title, read.body.html]).toEqual([words, html]);
  });

  it('are those of its properties, where it says nothing else', async () => {
    const meta: TextParts['meta'] = [
      ['meta:initial-creator', 'Ada Low'],
      ['dc:creator', 'Ben High'],
      ['dc:title', 'From the file'],
      ['meta:keyword', 'rail'],
      ['meta:keyword', 'box'],
    ];
    const read = await readText({ body: p('Text.'), meta });
    expect(read.fields).toMatchObject({
      title: 'From the file',
      authors: ['Ada Low'],
      tags: ['rail', 'box'],
    });
    const none = await readBytes(anOpenDocument({ body: p('Text.') }), 'essay.odt');
    expect(told(none).join()).toContain('the style Title');
  });

  it('may be a table, and the subtitle is the standfirst', async () => {
    const read = await readText({
      body:
        table(['section', 'News'], ['tags', 'rail, box']) + title + p('A history', 'Subtitle') + p('Text.'),
    });
    expect(read.fields).toMatchObject({ section: 'News', tags: ['rail', 'box'], standfirst: 'A history' });
    expect(read.body.html).toBe('<p>Text.</p>\n');
  });
});

describe('the words of an OpenDocument text', () => {
  it('keep their emphasis, joined, and none that is only a style’s look', async () => {
    const words = `${span('Bo', 'B')}${span('ld', 'B')} ${span('slanted', 'I')} ${span('struck', 'S')} ${span('under', 'U')} x${span('2', 'Up')} H${span('2', 'Down')}O ${span('code', 'Source_20_Text')}`;
    expect(await bodyOf(p(words))).toBe(
      '<p><strong>Bold</strong> <em>slanted</em> <s>struck</s> <u>under</u> x<sup>2</sup> H<sub>2</sub>O <code>code</code></p>\n',
    );
    expect(await bodyOf(p(`All ${span('but this', 'Plain')}`, 'PB'))).toBe(
      '<p><strong>All </strong>but this</p>\n',
    );
    const nested = `<text:span text:style-name="B">a ${span('b', 'I')} c</text:span>`;
    expect(await bodyOf(p(nested))).toBe('<p><strong>a <em>b</em> c</strong></p>\n');
  });

  it('keep spaces, tabs and line breaks as the format has them', async () => {
    const words = ' a\n   b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e ';
    const html = await bodyOf(`<text:p text:style-name="Standard">${words}</text:p>`);
    expect(html).toBe('<p>a b   c\td<br />e </p>\n');
  });

  it('keep links, out and within', async () => {
    const link = (to: string, words: string) =>
      `<text:a xlink:href="${to}" text:style-name="Internet_20_link">${span(words, 'Internet_20_link')}</text:a>`;
    const body =
      p(
        `${link('https://example.org/?a=1&amp;b=2', 'out')} ${link('#Über%20uns', 'mark')} ${link('#1.Why we struck|outline', 'part')} ${link('#gone', 'gone')}`,
      ) +
      p(`<text:bookmark text:name="Über uns"/>Here.`) +
      h('Why we struck');
    const read = await readText({ body: title + body });
    expect(tidy(read.body.html)).toBe(
      '<p><a href="https://example.org/?a=1&amp;b=2">out</a> <a href="#place-1">mark</a> <a href="#place-2">part</a> gone</p><p><a id="place-1"></a>Here.</p><h2 id="place-2">Why we struck</h2>',
    );
    expect(told(read)).toEqual([
      'warning: A link leads to a place that is not in the text: “gone”. The words stay without the link.',
    ]);
  });

  it('lead to other manuscripts beside the document, whose folder is outside of the archive', async () => {
    const read = await readText({ body: title + p('<text:a xlink:href="../part-two.odt">two</text:a>') });
    expect(read.linked).toEqual(['part-two.odt']);
  });

  it('keep no link that could do harm, and say so', async () => {
    const read = await readText({
      body: title + p('<text:a xlink:href="javascript:alert(1)">words</text:a>'),
    });
    expect(read.body.html).toBe('<p>words</p>\n');
    expect(told(read).join()).toContain('Links with “javascript:” are not allowed');
  });

  it('are quotations, code and rules by their styles', async () => {
    const body =
      p('Said so.', 'Quotations') +
      p('And so.', 'Quotations') +
      p('a<text:s/> b', 'Preformatted_20_Text') +
      p('', 'Preformatted_20_Text') +
      p('<text:s text:c="2"/>c', 'Preformatted_20_Text') +
      p('', 'Horizontal_20_Line') +
      p('End.');
    expect(await bodyOf(body)).toBe(
      '<blockquote><p>Said so.</p>\n<p>And so.</p>\n</blockquote>\n<pre>a  b\n\n  c</pre>\n<hr /><p>End.</p>\n',
    );
  });

  it('say that they run from right to left, as their style does', async () => {
    const turned =
      '<style:style style:name="R" style:family="paragraph"><style:paragraph-properties style:writing-mode="rl-tb"/></style:style>' +
      '<style:style style:name="L" style:family="paragraph" style:parent-style-name="R"><style:paragraph-properties style:writing-mode="lr-tb"/></style:style>';
    expect(await bodyOf(p('שלום', 'R') + p('Peace', 'L'), { automatic: turned })).toBe(
      '<p dir="rtl">שלום</p>\n<p>Peace</p>\n',
    );
  });

  it('keep small words above others', async () => {
    const ruby =
      '<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>';
    expect(await bodyOf(p(ruby))).toBe('<p><ruby>漢<rt>kan</rt></ruby></p>\n');
  });
});

describe('the lists of an OpenDocument text', () => {
  const two = 'text:style-name="L2"';

  it('stand within each other, of both kinds', async () => {
    const inner = `<text:list><text:list-item>${p('b')}</text:list-item></text:list>`;
    expect(tidy(await bodyOf(list([p('a') + inner, 'c']) + list(['1', '2'], two)))).toBe(
      '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>1</li><li>2</li></ol>',
    );
  });

  it('count on after other text, and begin with the number that they are given', async () => {
    const body =
      list(['one', 'two'], `${two} xml:id="l1"`) +
      p('Between.') +
      list(['three'], `${two} text:continue-numbering="true"`) +
      list(['one again'], two) +
      p('Between.') +
      list(['four'], `${two} text:continue-list="l1"`) +
      `<text:list text:style-name="L3"><text:list-item text:start-value="5">${p('e')}</text:list-item><text:list-item>${p('f')}</text:list-item><text:list-item text:start-value="9">${p('i')}</text:list-item></text:list>`;
    expect(tidy(await bodyOf(body))).toBe(
      '<ol><li>one</li><li>two</li></ol><p>Between.</p><ol start="3"><li>three</li></ol><ol><li>one again</li></ol><p>Between.</p><ol start="4"><li>four</li></ol><ol type="a" start="5"><li>e</li><li>f</li><li value="9">i</li></ol>',
    );
  });

  it('go on within an item that has no words of its own', async () => {
    const deep = `<text:list>${`<text:list-item>${p('b')}</text:list-item>`}</text:list>`;
    const body =
      list([p('a') + deep], two) + p('Between.') + list([deep], `${two} text:continue-numbering="true"`);
    expect(tidy(await bodyOf(body))).toContain('<p>Between.</p><ol start="2"><li>b</li></ol>');
  });

  it('are no lists where they number headings, and that is told', async () => {
    const body = list([h('The first years')], two) + p('Text.');
    const outline = `<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/></text:outline-style>`;
    const read = await readText({ body: title + body, styles: outline });
    expect(read.body.html).toBe('<h2 id="the-first-years">The first years</h2>\n<p>Text.</p>\n');
    expect(told(read)).toEqual([
      'warning: A heading is numbered by LibreOffice, and has no number on the page: “The first years”. Write the numbers that readers need as text.',
    ]);
    expect(await noticesOf(body)).toEqual([]);
  });

  it('keep several paragraphs in an item', async () => {
    const header = `<text:list ${two}><text:list-item>${p('a')}${p('more')}</text:list-item><text:list-header>${p('and more')}</text:list-header></text:list>`;
    expect(tidy(await bodyOf(header))).toBe('<ol><li><p>a</p><p>more</p><p>and more</p></li></ol>');
  });
});

describe('the tables of an OpenDocument text', () => {
  it('scroll in a box, keep joined cells, and say which head a column', async () => {
    const cell = (words: string, spans = '') => `<table:table-cell ${spans}>${p(words)}</table:table-cell>`;
    const body = `<table:table><table:table-header-rows><table:table-row>${cell('Both', 'table:number-columns-spanned="2"')}<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>${cell('x', 'table:number-rows-spanned="2"')}${cell('y')}</table:table-row><table:table-row><table:covered-table-cell/>${cell('z')}</table:table-row></table:table>`;
    expect(tidy(await bodyOf(p('Before.') + body))).toBe(
      '<p>Before.</p><div class="table"><table><thead><tr><th colspan="2" scope="col">Both</th></tr></thead><tbody><tr><td rowspan="2">x</td><td>y</td></tr><tr><td>z</td></tr></tbody></table></div>',
    );
  });

  const repeating = (cell: number, row: number, words = p('tide')) =>
    `<table:table><table:table-row table:number-rows-repeated="${row}"><table:table-cell table:number-columns-repeated="${cell}">${words}</table:table-cell></table:table-row></table:table>`;

  it('have every cell and row of which the file says only how often it stands', async () => {
    const rows = '<tr><td>tide</td><td>tide</td></tr>'.repeat(3);
    expect(tidy(await bodyOf(p('Before.') + repeating(2, 3)))).toContain(`<table>${rows}</table>`);
    expect((await noticesOf(p('Before.') + repeating(2, 3))).join('\n')).not.toMatch(/repeats|reach/);
  });

  it.each([
    [101, 1, 100],
    [1, 1001, 1000],
    [1e12, 1, 100],
  ])('say that a cell %d times in a row %d times is not all shown', async (cells, rows, shown) => {
    const read = await readText({ body: title + p('Before.') + repeating(cells, rows) });
    expect(read.body.html.match(/tide/g)?.length).toBe(shown);
    expect(told(read).join('\n')).toMatch(/warning: A table repeats a cell .*: “tide”/);
  });

  it('end where a spreadsheet has nothing but its blank cells and rows', async () => {
    const body = p('Before.') + table(['a']) + p('Between.') + repeating(16_384, 1_048_576, '');
    const read = await readText({ body: title + body });
    expect(read.body.html.match(/<td/g)?.length ?? 0).toBeLessThan(3);
    expect(told(read).join('\n')).not.toMatch(/repeats/);
  });
});

it('the words above others in an OpenDocument text reach the page, and nothing else is said of them', async () => {
  const ruby =
    '<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>';
  const read = await readText({ body: title + p(`Before ${ruby} after.`) });
  expect(read.body.html).toContain('<ruby>漢<rt>kan</rt></ruby>');
  expect(told(read).join('\n')).not.toMatch(/do not reach/);
});

describe('the notes of an OpenDocument text', () => {
  it('stand at the end, in the order of the text, linked both ways as in Markdown', async () => {
    const read = await bodyOf(
      p(`First${note('A foot & note.')} and second${note('An end note.', 'endnote')}.`),
    );
    const markdown = htmlOf('First[^a] and second[^b].\n\n[^a]: A foot & note.\n\n[^b]: An end note.\n');
    expect(sorted(read)).toBe(sorted(markdown));
  });

  it('may have several paragraphs, lists and links, and stand in lists and tables', async () => {
    const long = p('Long.') + list(['item']) + p('Longer.');
    const html = await bodyOf(list([p(`one${note(long)}`)]) + table([`cell${note('Two.')}`]));
    expect(html).toMatch(/<li>one<sup class="footnote-ref"><a [^>]*href="#fn-1">1<\/a><\/sup><\/li>/);
    expect(html).toMatch(/<p>Long\.<\/p>\n<ul><li>item<\/li>\n<\/ul>\n<p>Longer\. <a [^>]*href="#fnref-1">/);
    expect(html).toMatch(/<td>cell<sup class="footnote-ref"><a [^>]*href="#fn-2">/);
  });

  it('are numbered, and those with marks of their own are told', async () => {
    const marked = note('Read it.').replace('<text:note-citation>', '<text:note-citation text:label="*">');
    const told = (await noticesOf(p(`One${marked} and two${note('Two.')}`))).join('\n');
    expect(told).toContain('note: A note has a mark of its own (*). On the page all notes are numbered.');
    expect((await noticesOf(p(`One${note('One.')}`))).join('\n')).not.toMatch(/of its own/);
  });

  it('are forty, each linked to its place and back', async () => {
    const numbers = Array.from({ length: 40 }, (_, at) => at + 1);
    const html = await bodyOf(
      p(numbers.map((number) => `Word ${number}${note(`Note ${number}.`)}`).join(' ')),
    );
    for (const number of numbers) {
      expect(html).toContain(`href="#fn-${number}">${number}</a>`);
      expect(html).toMatch(
        new RegExp(
          `<li id="fn-${number}" class="footnote-item"><p>Note ${number}\\. <a [^>]*href="#fnref-${number}"`,
        ),
      );
    }
  });

  it('of the title stand first in the text', async () => {
    const read = await readText({ body: p(`Rent${note('A note.')} strike`, 'Title') + p('Text.') });
    expect(read.fields.title).toBe('Rent strike');
    expect(read.body.html).toMatch(
      /^<p><sup class="footnote-ref"><a [^>]*id="fnref-1"[^>]*>1<\/a><\/sup><\/p>\n<p>Text/,
    );
  });
});

describe('the pictures of an OpenDocument text', () => {
  const parts = { 'Pictures/a.png': 'a', 'Pictures/b.emf': 'b' };
  const html = async (body: string, more: TextParts = {}) =>
    (await readText({ body: title + body, parts, ...more }, ['essay.odt/a.png'])).body.html;

  it('have what is said of them as their alt text', async () => {
    expect(await html(p(`x ${frame('Pictures/a.png', '<svg:desc>A box</svg:desc>')}`))).toContain(
      'alt="A box"',
    );
    expect(
      await html(
        p(frame('Pictures/a.png', '<svg:title>A box</svg:title><svg:desc>From the east</svg:desc>')),
      ),
    ).toContain('alt="A box. From the east"');
    const said = await readText({ body: title + p(frame('Pictures/a.png')), parts }, ['essay.odt/a.png']);
    expect(told(said).join()).toContain('has no alt text');
    const decoration = frame('Pictures/a.png').replace('<draw:frame', '<draw:frame loext:decorative="true"');
    expect(told(await readText({ body: title + p(decoration), parts }, ['essay.odt/a.png']))).toEqual([]);
  });

  it('are figures with the caption that stands in a box with them', async () => {
    const box = `<draw:frame><draw:text-box>${p(`${frame('Pictures/a.png', '<svg:desc>A box</svg:desc>')}Figure <text:sequence>1</text:sequence>: The box`)}</draw:text-box></draw:frame>`;
    const read = await readText({ body: title + p(`Before ${box}`), parts }, ['essay.odt/a.png']);
    expect(read.body.html).toMatch(
      /<p>Before <\/p>\n<figure><picture>.*<\/picture><figcaption>Figure 1: The box<\/figcaption><\/figure>/,
    );
    expect(told(read)).toEqual([]);
  });

  it('are of several forms that which the press takes', async () => {
    const both = `<draw:frame><draw:image xlink:href="Pictures/b.svg"/><draw:image xlink:href="Pictures/a.png"/></draw:frame>`;
    expect(await html(p(both))).toContain('<img');
  });

  it.each([
    ['Pictures/b.emf', '“essay.odt/b.emf” was left out: pictures are JPEG, PNG'],
    ['Pictures/gone.png', 'Missing: the picture “essay.odt/gone.png”'],
    ['https://example.org/a.png', 'lies on another site'],
    ['../beside.png', 'Missing: the picture “beside.png”'],
  ])('are told where they are not shown: %s', async (address, words) => {
    expect((await noticesOf(p(`x ${frame(address)}`), { parts })).join()).toContain(words);
  });
});

describe('what readers do not get of an OpenDocument text', () => {
  it('are tracked changes, read as accepted, and comments; both are counted', async () => {
    const changes = `<text:tracked-changes><text:changed-region xml:id="a"><text:insertion><office:change-info/></text:insertion></text:changed-region><text:changed-region xml:id="b"><text:deletion><office:change-info/>${p('struck out')}</text:deletion></text:changed-region></text:tracked-changes>`;
    const text = p(
      'Kept<text:change-start text:change-id="a"/> put in<text:change-end text:change-id="a"/><text:change text:change-id="b"/><office:annotation><dc:creator>Ann</dc:creator><text:p>Is this so?</text:p></office:annotation>.<office:annotation-end/>',
    );
    const read = await readText({ body: changes + title + text });
    expect(read.body.html).toBe('<p>Kept put in.</p>\n');
    expect(told(read)).toEqual([
      'note: 2 tracked changes were read as accepted: 1 in, 1 out.',
      'note: 1 comment was left out.',
    ]);
  });

  it('are equations, charts, drawings, forms and a table of contents', async () => {
    const object = (name: string) =>
      p(
        `<draw:frame><draw:object xlink:href="./${name}"/><draw:image xlink:href="./ObjectReplacements/${name}"/></draw:frame>`,
      );
    const body =
      object('Object 1') +
      object('Object 2') +
      object('Object 3') +
      p('<draw:custom-shape><draw:enhanced-geometry/></draw:custom-shape>') +
      p('<draw:control draw:control="c"/>') +
      `<text:table-of-content><text:table-of-content-source/><text:index-body><text:index-title>${p('Contents')}</text:index-title>${p('One<text:tab/>1')}</text:index-body></text:table-of-content>`;
    const manifest = {
      'Object 1/': 'application/vnd.oasis.opendocument.formula',
      'Object 2/': 'application/vnd.oasis.opendocument.chart',
      'Object 3/': 'application/vnd.oasis.opendocument.spreadsheet',
    };
    const formula =
      '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN" "math.dtd"><math><semantics><mi>a</mi><annotation encoding="StarMath 5.0">a = b^2</annotation></semantics></math>';
    const read = await readText({ body: title + body, manifest, parts: { 'Object 1/content.xml': formula } });
    expect(read.body.html).toBe('');
    const notices = told(read).join('\n');
    expect(notices).toContain('1 equation was left out: “a = b^2”');
    for (const what of ['1 chart', '1 embedded object', '1 drawing', '1 form', '1 table of contents'])
      expect(notices).toContain(`warning: ${what} was left out`);
  });

  it('is the place of text boxes and of words in drawings: they stand after their paragraph', async () => {
    const box = `<draw:frame><draw:text-box>${p('In the box.')}</draw:text-box></draw:frame>`;
    const shape = `<draw:g><draw:rect>${p('In the drawing.')}</draw:rect></draw:g>`;
    const read = await readText({ body: title + p(`Before${box}${shape} after.`) });
    expect(read.body.html).toBe('<p>Before after.</p>\n<p>In the box.</p>\n<p>In the drawing.</p>\n');
    expect(told(read)).toEqual([expect.stringContaining('2 text boxes were taken out of place')]);
  });

  it('are the head and foot of its pages, and no words that it hides', async () => {
    const pages = `<style:master-page><style:header>${p('Quayside Press')}</style:header><style:footer>${p('Quayside Press')}</style:footer></style:master-page>`;
    const read = await readText({ body: title + p(`Text ${span('secret', 'Hidden')}`), pages });
    expect(read.body.html).toBe('<p>Text secret</p>\n');
    expect(told(read)).toEqual([
      'warning: Words that LibreOffice hides are shown to readers: “secret”. Delete them if readers are not to have them.',
      'note: The head and foot of the pages are not shown: “Quayside Press”.',
    ]);
  });

  it('is no word of an element that nobody has heard of', async () => {
    expect(await bodyOf(p('Seen <text:unheard-of>as well</text:unheard-of>.'))).toBe(
      '<p>Seen as well.</p>\n',
    );
    const section = `<text:section>${p('In a section.')}<text:bibliography><text:bibliography-source/><text:index-body>${p('A book.')}</text:index-body></text:bibliography></text:section>`;
    expect(await bodyOf(section)).toBe('<p>In a section.</p>\n<p>A book.</p>\n');
  });

  it('is told whatever it is: words in a cell over which another reaches, and words in no paragraph', async () => {
    const covered = `<table:table><table:table-row><table:table-cell table:number-columns-spanned="2">${p('Seen')}</table:table-cell><table:covered-table-cell>${p('Covered')}</table:covered-table-cell></table:table-row></table:table>`;
    const notices = await noticesOf(`${p('Before.')}${covered}<text:section>Stray</text:section>`);
    expect(notices.join()).toContain('Words of the OpenDocument file that do not reach the page: “');
    for (const word of ['Covered', 'Stray']) expect(notices.join()).toContain(word);
  });

  it('would be all where its names have other prefixes, so that such a file is refused', async () => {
    const content = String(partsOf({ body: title })['content.xml']).replace(
      /(<\/?|\sxmlns:)text(?=[:=])/g,
      '$1t',
    );
    const read = await readBytes(anOpenDocument({ parts: { 'content.xml': content } }), 'essay.odt');
    expect(told(read).join()).toContain('save it again as .odt');
  });
});
