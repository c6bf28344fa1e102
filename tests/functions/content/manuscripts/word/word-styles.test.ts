import { describe, expect, it } from 'vitest';
import { footnote, item, p, partsOf, readWord, run, told, xmlText } from './a-word-file.ts';

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

  it('is that a large first letter stands in a paragraph before its word', async () => {
    const letter = (kind: string) =>
      `<w:p><w:pPr><w:framePr w:dropCap="${kind}" w:lines="3" w:wrap="around"/></w:pPr>${run('T')}</w:p>`;
    const read = await readWord({
      body: title + letter('drop') + p('he crane.') + letter('none') + p('he.'),
    });
    expect(read.body.html).toBe('<p>The crane.</p>\n<p>T</p>\n<p>he.</p>\n');
    expect(told(read)).toEqual([]);
  });

  it('is that paragraphs are joined by a tracked change, in the middle of a word', async () => {
    const end = '<w:pPr><w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>';
    const read = await readWord({ body: title + p('The slip').replace('<w:p>', `<w:p>${end}`) + p('way.') });
    expect(read.body.html).toBe('<p>The slipway.</p>\n');
    expect(told(read)).toEqual([]);
  });

  it('is that words are struck out twice, or parted by a tab of their own kind', async () => {
    const tab = '<w:r><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/></w:r>';
    const read = await readWord({
      body: title + p(`${run('gone', '<w:dstrike/>')}${tab}${run('kept', '<w:dstrike w:val="0"/>')}`),
    });
    expect(read.body.html).toBe('<p><s>gone</s>\tkept</p>\n');
    expect(told(read)).toEqual([]);
  });

  it('is that boxes are ticked, or not', async () => {
    const box = (on: number) =>
      `<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="${on}"/></w14:checkbox></w:sdtPr><w:sdtContent>${run('?')}</w:sdtContent></w:sdt>`;
    const read = await readWord({ body: title + p(box(1) + run(' a roof')) + p(box(0) + run(' a lift')) });
    expect(read.body.html).toBe('<p>☒ a roof</p>\n<p>☐ a lift</p>\n');
    expect(told(read)).toEqual([]);
  });

  it('is that a style has a name and is nowhere, or a sign a typeface that nobody has', async () => {
    const read = await readWord({
      body: title + p('One', 'Nowhere') + p('<w:r><w:sym w:font="Quay Sorts" w:char="F041"/></w:r>'),
    });
    expect(told(read)).toEqual([
      expect.stringMatching(/^warning: A sign of the typeface “Quay Sorts” was left out/),
      expect.stringMatching(/^note: The file names a style “Nowhere” that it does not have/),
    ]);
  });

  const field = (instruction: string) =>
    ['begin', instruction, 'separate', 'words', 'end']
      .map((part) => {
        if (part === 'words') return run(part);
        return part === instruction
          ? `<w:r><w:instrText xml:space="preserve">${xmlText(part)}</w:instrText></w:r>`
          : `<w:r><w:fldChar w:fldCharType="${part}"/></w:r>`;
      })
      .join('');
  const simple = (instruction: string) =>
    `<w:fldSimple w:instr="${xmlText(instruction).replaceAll('"', '&quot;')}">${run('words')}</w:fldSimple>`;

  it.each([
    [' HYPERLINK "https://example.org/a" \\o "A word or two" ', 'https://example.org/a'],
    [' HYPERLINK "https://example.org/a" \\l "part" \\t "_blank" ', 'https://example.org/a#part'],
    ['HYPERLINK "https://example.org/a"', 'https://example.org/a'],
    [' HYPERLINK \\l "part" \\o "Go there" ', '#word-part'],
    [' REF _Ref1 \\h ', undefined],
  ])('is that a link is a field: %s', async (instruction, href) => {
    const mark = '<w:bookmarkStart w:id="1" w:name="part"/>';
    const link = href === undefined ? 'words' : `<a href="${href}">words</a>`;
    for (const one of [field(instruction), simple(instruction)]) {
      const { body } = await readWord({ body: title + p(one + run(' after.')) + p(mark + run('There.')) });
      expect(body.html.replaceAll('<a id="word-part"></a>', '')).toBe(
        `<p>${link} after.</p>\n<p>There.</p>\n`,
      );
    }
  });

  it('is what an old picture shows, and that it stands beside its paragraph', async () => {
    const shape = (inside: string) => `<w:r><w:pict><v:shape ${inside}</v:shape></w:pict></w:r>`;
    const picture = shape(
      'style="width:9pt" alt="A quay &amp; a crane"><v:imagedata r:id="i1" o:title="scan"/>',
    );
    const read = await readWord(
      {
        body: title + p(run('Before.') + picture),
        relations: [['i1', 'image', 'media/a.png']],
        parts: { 'word/media/a.png': 'x' },
      },
      ['essay.docx/a.png'],
    );
    expect(read.body.html).toMatch(/^<p>Before\.<\/p>\n<figure>.*alt="A quay &amp; a crane"/);
    expect(told(read)).toEqual([]);
  });

  it('is that a heading has a note, which is no part of its address', async () => {
    const { body } = await readWord({
      body: title + p(run('One') + footnote(2), 'Heading1'),
      footnotes: { 2: 'N.' },
    });
    expect(body.html).toContain('<h2 id="one">');
  });

  it('is that a cell runs from right to left', async () => {
    const cell = p('שלום').replace('<w:p>', '<w:p><w:pPr><w:bidi/></w:pPr>');
    const rows = `<w:tbl><w:tr><w:tc>${cell}</w:tc></w:tr></w:tbl>`;
    expect((await readWord({ body: title + p('Before.') + rows })).body.html).toContain(
      '<td dir="rtl">שלום</td>',
    );
  });

  it('is that a list runs from right to left, or some of its items', async () => {
    const turned = (text: string) => item(text, { list: 2 }).replace('<w:pPr>', '<w:pPr><w:bidi/>');
    const lists = turned('אחת') + turned('שתיים') + p('Text.') + turned('אחת') + item('two', { list: 2 });
    const { body } = await readWord({ body: title + lists });
    expect(body.html.replaceAll('\n', '')).toBe(
      '<ol dir="rtl"><li>אחת</li><li>שתיים</li></ol><p>Text.</p><ol start="3"><li dir="rtl">אחת</li><li>two</li></ol>',
    );
  });
});
