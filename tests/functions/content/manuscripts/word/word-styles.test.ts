import { describe, expect, it } from 'vitest';
import { footnote, p, partsOf, readWord, run, told } from './a-word-file.ts';

const title = p('The signal box', 'Title');

/** With further styles: by id what stands in each. */
async function withStyles(body: string, styles: Record<string, string>, type = 'paragraph') {
  const more = Object.entries(styles).map(
    ([id, inside]) => `<w:style w:type="${type}" w:styleId="${id}">${inside}</w:style>`,
  );
  const all = String(partsOf({})['word/styles.xml']).replace('</w:styles>', `${more.join('')}</w:styles>`);
  const read = await readWord({ body: title + body, parts: { 'word/styles.xml': all } });
  expect(told(read)).toEqual([]);
  return read.body.html;
}

describe('styles of a Word document that bear names of its own', () => {
  it.each([
    [
      'an outline level',
      '<w:name w:val="Kapitel’s \\ &quot;one&quot;"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>',
    ],
    ['the style on which they are based', '<w:name w:val="Part"/><w:basedOn w:val="Heading2"/>'],
  ])('are headings by %s', async (_, style) => {
    expect(await withStyles(p('One', 'Own') + p('Text.'), { Own: style })).toBe(
      '<h2 id="one">One</h2>\n<p>Text.</p>\n',
    );
  });

  it('are none where their outline level is that of text', async () => {
    const own = '<w:name w:val="Own"/><w:basedOn w:val="Heading2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>';
    expect(await withStyles(p('One', 'Own'), { Own: own })).toBe('<p>One</p>\n');
    const circle = {
      A: '<w:name w:val="A"/><w:basedOn w:val="B"/>',
      B: '<w:name w:val="B"/><w:basedOn w:val="A"/>',
    };
    expect(await withStyles(p('One', 'A'), circle)).toBe('<p>One</p>\n');
  });

  it('slant words and make them bold', async () => {
    const styles = {
      Cite: '<w:name w:val="Citation"/><w:rPr><w:i/></w:rPr>',
      Both: '<w:name w:val="Both"/><w:rPr><w:b w:val="1"/><w:i/></w:rPr>',
      Off: '<w:name w:val="Off"/><w:rPr><w:b w:val="0"/></w:rPr>',
    };
    const words = ['Cite', 'Both', 'Off'].map((id) => run(id, `<w:rStyle w:val="${id}"/>`)).join('');
    expect(await withStyles(p(words), styles, 'character')).toBe(
      '<p><em>Cite</em><strong><em>Both</em></strong>Off</p>\n',
    );
  });
});

describe('what Word files of other programs say in ways of their own', () => {
  it('is that a row is no head of its table', async () => {
    const rows =
      '<w:tbl><w:tr><w:trPr><w:tblHeader w:val="0"/></w:trPr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>';
    const { body } = await readWord({ body: title + p('Before.') + rows });
    expect(body.html).toContain('<table><tr><td>a</td></tr>');
  });

  it('is that words are raised or lowered', async () => {
    const small = (position: number) => `<w:position w:val="${position}"/><w:sz w:val="14"/>`;
    const dropCap = '<w:position w:val="-8"/><w:sz w:val="112"/>';
    const words = run('10') + run('6', small(8)) + run('H') + run('2', small(-2)) + run('T', dropCap);
    const { body } = await readWord({ body: title + p(words) });
    expect(body.html).toBe('<p>10<sup>6</sup>H<sub>2</sub>T</p>\n');
  });

  it('is that the mark of a note is raised, and a link underlined', async () => {
    const mark = footnote(2).replace('<w:r>', '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>');
    const link = `<w:hyperlink r:id="h1">${run('words', '<w:u w:val="single"/>')}</w:hyperlink>`;
    const { body } = await readWord({
      body: title + p(run('One') + mark + link),
      footnotes: { 2: 'A note.' },
      relations: [['h1', 'hyperlink', 'https://example.org/']],
    });
    expect(body.html).toMatch(
      /^<p>One<sup class="footnote-ref"><a [^>]*>1<\/a><\/sup><a href="[^"]*">words<\/a><\/p>/,
    );
  });

  it('is that a paragraph runs from right to left, or not', async () => {
    const turned = (value: string) => p('שלום').replace('<w:p>', `<w:p><w:pPr><w:bidi${value}/></w:pPr>`);
    const { body } = await readWord({ body: title + turned('') + turned(' w:val="0"') });
    expect(body.html).toBe('<p dir="rtl">שלום</p>\n<p>שלום</p>\n');
  });
});
