import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOf, readWell } from '../../a-manuscript.ts';
import {
  aWordFile,
  drawing,
  endnote,
  footnote,
  item,
  p,
  partsOf,
  readBytes,
  readWord,
  run,
  table,
  told,
  type WordParts,
  xmlText,
} from './a-word-file.ts';

const title = p('The signal box', 'Title');
const bodyOf = async (body: string, more: WordParts = {}) =>
  (await readWord({ body: title + body, ...more })).body.html;

/** The same HTML whatever its spaces between blocks. */
const tidy = (html: string) => html.replace(/\s*\n\s*/g, '').replace(/ role="region".*?tabindex="0"/g, '');

describe('a Word document', () => {
  it('has the title of the style Title, and headings that step down below it', async () => {
    const read = await readWord({ body: title + p('One', 'Heading1') + p('Two', 'Heading2') + p('Text.') });
    expect(read.fields.title).toBe('The signal box');
    expect(read.body.html).toBe('<h2 id="one">One</h2>\n<h3 id="two">Two</h3>\n<p>Text.</p>\n');
    expect(told(read)).toEqual([]);
  });

  it('has the title of its first heading, where nothing has that style', async () => {
    const read = await readWord({ body: p('Essay', 'Heading1') + p('Text.') + p('Part', 'Heading2') });
    expect([read.fields.title, read.body.html]).toEqual(['Essay', '<p>Text.</p>\n<h2 id="part">Part</h2>\n']);
    const low = await readWord({ body: p('Essay', 'Heading2') + p('Text.') });
    expect(low.fields.title).toBe('Essay');
  });

  it('has the title of its first line, where that is bold and nothing is a heading', async () => {
    const read = await readWord({ body: p(run('Essay', '<w:b/>')) + p('Text.') });
    expect([read.fields.title, read.body.html]).toEqual(['Essay', '<p>Text.</p>\n']);
    expect(told(read)).toEqual(['note: The first line, which is bold, was taken for the title.']);
  });

  it('has the title of its properties, where it has no heading, and else says how to give it one', async () => {
    const read = await readWord({ body: p('Text.'), properties: { 'dc:title': 'From the file' } });
    expect(read.fields.title).toBe('From the file');
    expect(told(read).join()).toContain('from the document’s properties');
    expect(told(await readBytes(aWordFile({ body: p('Text.') }))).join()).toContain('Word’s style Title');
  });

  it('keeps emphasis, links, line breaks and quotations', async () => {
    const text = p(
      run('Bold', '<w:b/>') +
        run(' slanted', '<w:i/>') +
        run(' struck', '<w:strike/>') +
        run(' 2', '<w:vertAlign w:val="superscript"/>') +
        `<w:hyperlink r:id="h1">${run('a link')}</w:hyperlink><w:r><w:br/></w:r>${run('next')}`,
    );
    const relations: WordParts['relations'] = [['h1', 'hyperlink', 'https://example.org/?a=1&amp;b=2']];
    const html = await bodyOf(text + p('Said so.', 'Quote') + p('And so.', 'Quotations'), { relations });
    expect(tidy(html)).toBe(
      '<p><strong>Bold</strong><em> slanted</em><s> struck</s><sup> 2</sup><a href="https://example.org/?a=1&amp;b=2">a link</a><br />next</p><blockquote><p>Said so.</p><p>And so.</p></blockquote>',
    );
  });

  it('keeps no link that could do harm, and says so', async () => {
    const relations: WordParts['relations'] = [['h1', 'hyperlink', 'javascript:alert(1)']];
    const read = await readWord({
      body: title + p(`<w:hyperlink r:id="h1">${run('words')}</w:hyperlink>`),
      relations,
    });
    expect(read.body.html).toBe('<p>words</p>\n');
    expect(told(read).join()).toContain('Links with “javascript:” are not allowed');
  });

  it('keeps lists within lists, of both kinds', async () => {
    const html = await bodyOf(
      item('a') + item('b', { level: 1 }) + item('c') + item('1', { list: 2 }) + item('2', { list: 2 }),
    );
    expect(tidy(html)).toBe('<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>1</li><li>2</li></ol>');
  });

  it('counts a numbered list on after other text, as Word does', async () => {
    const two = { list: 2 };
    const body = item('one', two) + p('') + item('two', two) + p('Between.') + item('three', two);
    const read = await readWord({ body: title + body });
    expect(tidy(read.body.html)).toBe(
      '<ol><li>one</li><li>two</li></ol><p>Between.</p><ol start="3"><li>three</li></ol>',
    );
    expect(told(read)).toEqual([]);
    const bullets = item('one') + p('Between.') + item('two') + p('Now numbers.') + item('one', two);
    expect(await bodyOf(bullets)).not.toContain('start');
  });

  it('counts items as Word does: empty ones, lists of one kind, and those that begin anew', async () => {
    const two = { list: 2 };
    const numbering = (more: string) => ({
      parts: {
        'word/numbering.xml': String(partsOf({})['word/numbering.xml']).replace(
          '</w:numbering>',
          `${more}</w:numbering>`,
        ),
      },
    });
    const empty = item('', two);
    expect(tidy(await bodyOf(item('one', two) + empty + item('three', two)))).toBe(
      '<ol><li>one</li><li value="3">three</li></ol>',
    );
    const alike = numbering('<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>');
    const both = item('one', two) + p('Between.') + item('two', { list: 3 });
    expect(tidy(await bodyOf(both, alike))).toContain('<ol start="2"><li>two</li></ol>');
    const anew = numbering(
      '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
    );
    expect(tidy(await bodyOf(item('one', two) + item('seven', { list: 3 }), anew))).toBe(
      '<ol><li>one</li><li value="7">seven</li></ol>',
    );
    const below = item('a', two) + item('i', { list: 2, level: 1 }) + p('Between.');
    expect(tidy(await bodyOf(below + item('ii', { list: 2, level: 1 }) + item('b', two)))).toContain(
      '<ol start="2"><li>ii</li></ol>',
    );
  });

  it('keeps the letters with which a list counts', async () => {
    const numbering = String(partsOf({})['word/numbering.xml']).replaceAll('decimal', 'lowerLetter');
    const list = item('one', { list: 2 }) + p('Between.') + item('two', { list: 2 });
    expect(tidy(await bodyOf(list, { parts: { 'word/numbering.xml': numbering } }))).toBe(
      '<ol type="a"><li>one</li></ol><p>Between.</p><ol type="a" start="2"><li>two</li></ol>',
    );
  });

  it('tells of headings that Word numbers', async () => {
    const numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>';
    const heading = p('The first years', 'Heading1');
    const warnings = [
      'warning: A heading is numbered by Word, and has no number on the page: “The first years”. Write the numbers that readers need as text.',
    ];
    const direct = heading.replace('</w:pPr>', `${numbered}</w:pPr>`);
    expect(told(await readWord({ body: title + direct + p('Text.') }))).toEqual(warnings);
    const styles = String(partsOf({})['word/styles.xml']).replace(
      '<w:name w:val="heading 1"/>',
      `<w:name w:val="heading 1"/><w:pPr>${numbered}</w:pPr>`,
    );
    const parts = { 'word/styles.xml': styles };
    expect(told(await readWord({ body: title + heading + p('Text.'), parts }))).toEqual(warnings);
    const none = heading.replace('</w:pPr>', '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>');
    expect(told(await readWord({ body: title + none + p('Text.'), parts }))).toEqual([]);
  });

  it('keeps tables, in a box that scrolls', async () => {
    const html = await bodyOf(p('Before.') + table(['year', 'trains'], ['1949', '12']));
    expect(tidy(html)).toBe(
      '<p>Before.</p><div class="table"><table><tr><td>year</td><td>trains</td></tr><tr><td>1949</td><td>12</td></tr></table></div>',
    );
  });

  it('keeps cells that are joined, and says which head a column', async () => {
    const head =
      '<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Both</w:t></w:r></w:p></w:tc></w:tr>';
    const rows = table(['x', 'y']).replace('<w:tr>', `${head}<w:tr>`);
    expect(tidy(await bodyOf(p('Before.') + rows))).toContain('<th colspan="2" scope="col">Both</th>');
  });

  it('has its foot- and endnotes at the end, in the order of the text, linked both ways as in Markdown', async () => {
    const text = p(run('First') + footnote(4) + run(' and second') + endnote(2) + run('.'));
    const read = await bodyOf(text, { footnotes: { 4: 'A foot & note.' }, endnotes: { 2: 'An end note.' } });
    const markdown = htmlOf('First[^a] and second[^b].\n\n[^a]: A foot & note.\n\n[^b]: An end note.\n');
    const sorted = (html: string) =>
      tidy(html).replace(
        /<(\w+)([^>]*)>/g,
        (_, name, rest) =>
          `<${name} ${rest
            .trim()
            .split(/ (?=[a-z-]+=)/)
            .sort()
            .join(' ')}>`,
      );
    expect(sorted(read)).toBe(sorted(markdown));
  });

  it('links forty notes, each to its place and back', async () => {
    const numbers = Array.from({ length: 40 }, (_, at) => at + 1);
    const footnotes = Object.fromEntries(numbers.map((number) => [number + 1, `Note ${number}.`]));
    const html = await bodyOf(
      p(numbers.map((number) => run(`Word ${number}`) + footnote(number + 1)).join('')),
      { footnotes },
    );
    for (const number of numbers) {
      expect(html).toContain(`href="#fn-${number}">${number}</a>`);
      expect(html).toMatch(
        new RegExp(
          `<li id="fn-${number}" class="footnote-item"><p>Note ${number}\\. <a [^>]*href="#fnref-${number}"`,
        ),
      );
      expect(html.split(`id="fnref-${number}"`)).toHaveLength(2);
    }
  });

  it.each([
    ['the style Title', '<w:pPr><w:pStyle w:val="Title"/></w:pPr>', ''],
    ['a line as well', '<w:pPr><w:pStyle w:val="Title"/></w:pPr>', p('title: Rent strike')],
  ])('has the notes and the picture of its title first in the text: %s', async (_, style, line) => {
    const heading = `<w:p>${style}${run('Rent')}${footnote(2)}${run(' strike')}${drawing('p1', 'A box')}</w:p>`;
    const read = await readWord(
      {
        body: heading + line + p('Text.'),
        footnotes: { 2: 'A note.' },
        relations: [['p1', 'image', 'media/image1.png']],
        parts: { 'word/media/image1.png': 'png' },
      },
      ['essay.docx/image1.png'],
    );
    expect(read.fields.title).toBe('Rent strike');
    expect(read.body.html).toMatch(
      /^<p><sup class="footnote-ref"><a [^>]*id="fnref-1"[^>]*>1<\/a><\/sup><\/p>\n<figure>/,
    );
    expect(read.body.html).toContain('href="#fnref-1"');
    expect(read.body.html).toContain('<p>Text.</p>');
    expect(read.body.html).not.toContain('strike');
  });

  it('has one note for two places, with a way back to each', async () => {
    const text = p(run('One') + footnote(2) + run(' two') + footnote(2));
    const html = await bodyOf(text, { footnotes: { 2: `${p('Long.')}${p('Longer.')}` } });
    expect(html).toContain('id="fnref-1-2"');
    expect(html).toMatch(/Longer\. <a [^>]*href="#fnref-1">.*<a [^>]*href="#fnref-1-2">/);
    expect(html.match(/footnote-item/g)).toHaveLength(1);
  });

  it('has tracked changes as accepted and no comments, and tells how many', async () => {
    const text =
      `<w:p>${run('Kept')}<w:ins w:id="1" w:author="A">${run(' put in')}</w:ins><w:del w:id="2" w:author="A"><w:r><w:delText> struck out</w:delText></w:r></w:del>` +
      `<w:commentRangeStart w:id="0"/>${run('.')}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>` +
      `<w:p><w:moveTo w:id="3" w:author="A">${run('Moved here.')}</w:moveTo></w:p><w:p><w:moveFrom w:id="4" w:author="A">${run('Moved here.')}</w:moveFrom></w:p>`;
    const read = await readWord({ body: title + text, comments: ['Is this so?', 'Yes.'] });
    expect(tidy(read.body.html)).toBe('<p>Kept put in.</p><p>Moved here.</p>');
    expect(told(read)).toEqual([
      'note: 4 tracked changes were read as accepted: 2 in, 2 out.',
      'note: 2 comments were left out.',
    ]);
  });

  it('tells of equations, text boxes, hidden words and the head of its pages', async () => {
    const box = `<w:txbxContent>${p('In the box.')}</w:txbxContent>`;
    const text =
      `<w:p>${run('Area: ')}<m:oMath><m:r><m:t>a=b²</m:t></m:r></m:oMath></w:p>` +
      `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>${box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
      p(run('secret', '<w:vanish/>'));
    const parts = { 'word/header1.xml': `<w:hdr xmlns:w="x">${p('Quayside Press')}</w:hdr>` };
    const read = await readWord({ body: title + text, parts });
    expect(read.body.text).toContain('In the box.');
    expect(told(read)).toEqual([
      'warning: 1 equation was left out: “a=b²”. Write them as text, or hand them in as pictures.',
      expect.stringContaining('warning: 1 text box was taken out of place'),
      expect.stringContaining('warning: Words that Word hides are shown to readers: “secret”'),
      expect.stringContaining('note: The head and foot of the pages are not shown: “Quayside Press”'),
    ]);
  });

  it('tells of words that no element it knows holds', async () => {
    const text = `<w:p>${run('Seen. ')}<w:unheardOf>${run('Unseen words.')}</w:unheardOf></w:p>`;
    const box = `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${p('Boxed.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`;
    const read = await readWord({ body: title + text + box });
    expect(told(read).join('\n')).toContain(
      'Words of the Word file that do not reach the page: “Unseen words Boxed”',
    );
  });

  it.each([
    [
      '1 chart',
      p(
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart xmlns:c="c" r:id="c1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
      ),
    ],
    [
      '1 diagram',
      p(
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds xmlns:dgm="d" r:dm="d1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
      ),
    ],
    ['1 embedded object', p('<w:r><w:object><o:OLEObject xmlns:o="o" r:id="o1"/></w:object></w:r>')],
    ['2 inserted documents', '<w:altChunk r:id="a1"/><w:altChunk r:id="a2"/>'],
    ['1 inserted document', p('<w:subDoc r:id="a1"/>')],
    [
      '1 choice from a list',
      p(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar></w:r>',
      ),
    ],
  ])('tells of what has its words elsewhere: %s', async (what, body) => {
    const { notices } = await readWord({ body: title + p('Text.') + body });
    expect(notices.map(({ level, text }) => `${level}: ${text}`)).toEqual([
      expect.stringMatching(new RegExp(`^warning: ${what} (?:was|were) left out\\. [A-Z]`)),
    ]);
  });

  it('tells of the words of WordArt', async () => {
    const art = p('<w:r><w:pict><v:shape><v:textpath string="Grand opening"/></v:shape></w:pict></w:r>');
    expect(told(await readWord({ body: title + p('Text.') + art })).join()).toContain('“Grand opening”');
  });

  it('keeps the words of fields and of wrapped runs', async () => {
    const text = `<w:p><w:fldSimple w:instr=" IF 1 > 0 ">${run('one ')}</w:fldSimple><w:smartTag>${run('two ')}</w:smartTag><w:sdt><w:sdtContent>${run('three ')}</w:sdtContent></w:sdt><w:bdo w:val="rtl">${run('four')}</w:bdo></w:p>`;
    expect(await bodyOf(text)).toBe('<p>one two three four</p>\n');
  });

  it('tells of lines that are bold alone', async () => {
    const read = await readWord({
      body: title + p(run('The first years', '<w:b/>')) + p('Text.') + p(run('Later', '<w:b/>')),
    });
    expect(told(read)).toEqual([
      'note: 2 lines are bold and nothing else: “The first years”, “Later”. If they are headings, give them the style Heading 1 or Heading 2.',
    ]);
  });
});

describe('the front matter of a Word document', () => {
  const fields = { section: 'News', authors: ['Ada Low', 'Ben Fox'], tags: ['rail', 'work'] };

  it.each([
    [
      'lines below the title',
      title + p('Authors: Ada Low, Ben Fox') + p('section: News') + p('tags: rail; work') + p('Text.'),
    ],
    [
      'lines above it',
      p('section: News') + p('authors: [Ada Low, Ben Fox]') + p('tags: rail, work') + title + p('Text.'),
    ],
    [
      'lines as in Markdown',
      p('---') +
        p('title: The signal box') +
        p('section: News') +
        p('authors: Ada Low; Ben Fox') +
        p('tags: rail, work') +
        p('—') +
        p('Text.'),
    ],
    [
      'one paragraph of lines',
      title +
        p(
          `${run('section: News')}<w:r><w:br/></w:r>${run('authors: Ada Low, Ben Fox')}<w:r><w:br/></w:r>${run('tags: rail, work')}`,
        ) +
        p('Text.'),
    ],
    [
      'a first table',
      title +
        table(['Section', 'News'], ['Authors', 'Ada Low, Ben Fox'], ['Tags:', 'rail, work']) +
        p('Text.'),
    ],
  ])('stands in %s', async (_, body) => {
    const read = await readWord({ body });
    expect(read.fields).toMatchObject({ kind: 'article', title: 'The signal box', ...fields });
    expect(read.body.html).toBe('<p>Text.</p>\n');
  });

  it('has every line of a list, and one line alone of any other field', async () => {
    const read = await readWord({ body: title + p('Author: Ada Low') + p('Author: Ben Fox') + p('Text.') });
    expect(read.fields).toMatchObject({ authors: ['Ada Low', 'Ben Fox'] });
    const rows = table(['Tags', 'rail'], ['Section', 'News'], ['Tags', 'work; pay']);
    expect((await readWord({ body: title + rows + p('Text.') })).fields).toMatchObject({
      tags: ['rail', 'work', 'pay'],
    });
    const twice = await readBytes(
      aWordFile({ body: title + p('section: News') + p('section: Arts') + p('x') }),
    );
    expect([twice.outcome, ...told(twice)]).toEqual([
      'refused',
      'error: “section” stands there more than once. Leave one of them.',
    ]);
  });

  it.each([
    ['line', p(run('section: News') + footnote(2)), 'section: News'],
    [
      'table',
      table(['section', 'News']).replace(/<\/w:p>(?=<\/w:tc><\/w:tr>)/, `${footnote(2)}</w:p>`),
      'News',
    ],
  ])('is no %s with a note, which would vanish', async (_, holder, words) => {
    const read = await readWord({ body: title + holder + p('Text.'), footnotes: { 2: 'A note.' } });
    expect(read.fields).not.toHaveProperty('section');
    expect(read.body.text).toContain(words);
    expect(read.body.html).toContain('id="fnref-1"');
  });

  it('stands in its properties where the text says nothing, and is told', async () => {
    const properties = { 'dc:creator': 'Ada Low;Ben Fox', 'cp:keywords': 'rail, work' };
    const read = await readWord({ body: title + p('Text.'), properties });
    expect(read.fields).toMatchObject({ authors: ['Ada Low', 'Ben Fox'], tags: ['rail', 'work'] });
    expect(told(read).join()).toContain('By “Ada Low”, “Ben Fox”, as the document’s properties say');
    const written = await readWord({ body: title + p('author: Cy Orr') + p('Text.'), properties });
    expect(written.fields).toMatchObject({ authors: ['Cy Orr'] });
    const machine = await readWord({
      body: title + p('Text.'),
      properties: { 'dc:creator': 'Microsoft Office User' },
    });
    expect(machine.fields).toMatchObject({ authors: [] });
  });

  it('is no table or line of the text', async () => {
    const body =
      title + p('Note: this is text.') + p('section: so is this, after text') + table(['year', '1949']);
    const read = await readWord({ body });
    expect(read.fields).not.toHaveProperty('section');
    expect(read.body.text).toBe('Note: this is text.\n\nsection: so is this, after text\n\nyear\t1949');
  });

  it('has the subtitle for its standfirst', async () => {
    const read = await readWord({ body: title + p('It closed in 1949.', 'Subtitle') + p('Text.') });
    expect(read.fields).toMatchObject({ standfirst: 'It closed in 1949.' });
    expect(told(read)).toEqual(['note: The subtitle was taken for the standfirst.']);
  });

  it('is checked as any', async () => {
    const read = await readBytes(aWordFile({ body: title + p('written: yesterday') + p('Text.') }));
    expect([read.outcome, ...told(read)].join()).toMatch(/refused.*“written” must be a date/);
  });

  it('makes a page, or an event, of it', async () => {
    const read = await readWord({ body: title + p('kind: page') + p('slug: about-us') + p('Text.') });
    expect([read.fields.kind, read.slug]).toEqual(['page', 'about-us']);
  });
});

describe('pictures in a Word document', () => {
  const relations: WordParts['relations'] = [
    ['p1', 'image', 'media/image1.png'],
    ['p2', 'image', 'media/image2.emf'],
  ];
  const parts = { 'word/media/image1.png': 'png', 'word/media/image2.emf': 'emf' };

  it('are those of the upload that are named by the document, with their alt text', async () => {
    const read = await readWord({ body: title + p(drawing('p1', 'A box & a line')), relations, parts }, [
      'essay.docx/image1.png',
    ]);
    expect(read.uses).toEqual(['essay.docx/image1.png']);
    expect(read.body.html).toMatch(/^<figure><picture>.*alt="A box &amp; a line"/);
    expect(told(read)).toEqual([]);
  });

  it('are told by name where they cannot be shown', async () => {
    const read = await readWord({
      body: title + p(drawing('p1', 'A box')) + p(drawing('p2')),
      relations,
      parts,
    });
    expect(read.missing).toEqual(['essay.docx/image1.png', 'essay.docx/image2.emf']);
    expect(told(read).join('\n')).toMatch(
      /“essay\.docx\/image2\.emf” was left out: pictures are JPEG.* paste it as PNG/,
    );
    expect(told(read).join('\n')).toMatch(/Missing: the picture “essay\.docx\/image1\.png”/);
  });

  const alternates = (choices: string, fallback = '') =>
    `<w:r><mc:AlternateContent>${choices}${fallback}</mc:AlternateContent></w:r>`;
  const choice = (content: string) => `<mc:Choice Requires="wpg">${content}</mc:Choice>`;
  const picture = (alt: string) => drawing('p1', alt).replace(/^<w:r>|<\/w:r>$/g, '');
  const within = `<mc:AlternateContent>${choice(picture('Within'))}</mc:AlternateContent>`;
  it.each([
    ['a choice alone', alternates(choice(picture('First'))), ['First']],
    ['the first of two choices', alternates(choice(picture('First')) + choice(picture('Second'))), ['First']],
    ['a choice beside an empty fallback', alternates(choice(picture('First')), '<mc:Fallback/>'), ['First']],
    ['a choice within a choice', alternates(choice(within)), ['Within']],
    [
      'a choice after an empty one',
      alternates(`<mc:Choice Requires="x"/>${choice(picture('Second'))}`),
      ['Second'],
    ],
    [
      'a fallback',
      alternates(choice(picture('First')), `<mc:Fallback>${picture('Fallback')}</mc:Fallback>`),
      ['Fallback'],
    ],
    ['nothing', alternates(''), []],
  ])('are those of %s', async (_, content, alts) => {
    const body = title + p(run('Before. ') + content + run('After.')) + p(drawing('p1', 'Last'));
    const read = await readWord({ body, relations, parts }, ['essay.docx/image1.png']);
    const shown = [...read.body.html.matchAll(/ alt="([^"]*)"/g)].map(([, alt]) => alt);
    expect(shown).toEqual([...alts, 'Last']);
    expect(read.body.text).toMatch(/Before\..*After\./s);
  });

  const oldPicture = (id: string) =>
    `<w:r><w:pict><v:shape><v:imagedata r:id="${id}"/></v:shape></w:pict></w:r>`;
  const lost =
    'warning: A picture was left out: the Word file names it, and does not say where it is. Put it into the document again (Insert, Pictures).';
  it.each([
    ['a drawing', drawing('p9', 'Gone')],
    ['a linked drawing', drawing('p9', 'Gone').replace('r:embed', 'r:link')],
    ['an old picture', oldPicture('p9')],
  ])('are told of where the file does not say where they are: %s', async (_, content) => {
    const read = await readWord({ body: title + p(content + run('After.')), relations, parts });
    expect([read.body.text, told(read)]).toEqual(['After.', [lost]]);
  });

  it('of notes without relationships are told of, and a link there keeps its words', async () => {
    const link = `<w:hyperlink r:id="l9" w:anchor="place">${run('A link.')}</w:hyperlink>`;
    const note = p(run('A note. ') + drawing('p1', 'Gone') + link);
    const read = await readWord({ body: title + p(run('Text') + footnote(2)), footnotes: { 2: note } });
    expect(read.body.text).toMatch(/Text.*A note\..*A link\./s);
    expect(told(read)).toEqual([lost]);
  });
});

it('is read as the same from Markdown and from Word', async () => {
  const word = await readWord({ body: title + p('Ada’s *stars* & <b>angles</b>') });
  const markdown = readWell('# The signal box\n\nAda’s \\*stars\\* &amp; \\<b>angles\\</b>');
  expect(word.body.text).toBe(markdown.body.text);
});

it('reads or refuses a Word file whose bytes were changed, whichever', async () => {
  const whole = aWordFile({
    body: title + p(xmlText('Text.')) + p(run('a') + footnote(2)),
    footnotes: { 2: 'N.' },
  });
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const bytes = Uint8Array.from(whole);
      for (const { at, to } of changes) bytes[at] = to;
      const read = await readBytes(bytes);
      expect(read.outcome === 'read' || read.notices.length > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
});
