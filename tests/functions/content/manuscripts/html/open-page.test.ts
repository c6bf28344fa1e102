import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findForbidden } from '../../../../../functions/content/manuscripts/characters.ts';
import { readManuscript } from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { bytesOf, htmlOf, picturesNamed, read, readWell, remarks } from '../../a-manuscript.ts';

const page = (html: string, pictures: string[] = [], name = 'old.html') => readWell(html, pictures, name);
const bodyOf = (html: string, pictures: string[] = []) => page(`<h1>T</h1>${html}`, pictures).body.html;
const ofBytes = (bytes: Uint8Array) => {
  const outcome = readManuscript({ name: 'old.html', bytes }, { pictures: new Map() });
  return outcome.outcome === 'read' ? outcome.body.text : remarks(outcome).join();
};

describe('a web page', () => {
  it('has the title of its first h1, else of <title>', () => {
    expect(page('<title>Old &amp; page</title><p>Text.').fields.title).toBe('Old & page');
    const read = page(
      '<title>Old page – The Lantern</title>\n<h1>Old <em>page</em></h1><h2>Part</h2><p>Text.',
    );
    expect([read.fields.title, read.body.html]).toEqual([
      'Old page',
      '<h2 id="part">Part</h2>\n<p>Text.</p>\n',
    ]);
    expect(remarks(read).join()).toContain('“Old page – The Lantern”, is not shown');
  });

  it('has the notes and the picture of its title first in the text', () => {
    const note = '<a href="#fn1" id="fnref1"><sup>1</sup></a>';
    const read = page(
      `<h1>Rent ${note}strike<sup><a href="#fn2">2</a></sup> <img src="a.png" alt="A"></h1><p>Text.`,
      ['a.png'],
    );
    expect(read.fields.title).toBe('Rent strike');
    expect(read.body.html).toMatch(
      /^<p><a [^>]*id="fnref1"[^>]*><sup>1<\/sup><\/a><sup><a href="#fn2">2<\/a><\/sup><\/p>\n<figure>.*<p>Text/s,
    );
  });

  it.each([
    '<html><head><title>Old page</title><h1>Old page</h1><p>Words.</p></html>',
    '<head><title>Old page</title><meta name="x"><body><h1>Old page</h1><p>Words.</p>',
    '<head><title>Old page</title>Words.',
  ])('has its words where its head has no end: %s', (html) => {
    const read = page(html.replace('<title>', '<style>p {}</style><title>'));
    expect([read.fields.title, read.body.text]).toEqual(['Old page', 'Words.']);
    expect(remarks(read)).toEqual([]);
  });

  it('tells of words that stand in a CDATA section or in code of a server', () => {
    const read = page(
      '<?xml version="1.0"?><!doctype html><h1>T</h1><p>x</p>\n<![CDATA[Some words]]><?php echo "More words" ?>',
    );
    expect(remarks(read)).toEqual([
      'note 2: What is in <![CDATA[ … ]]> is not shown to readers: “Some words”.',
      'note 2: What is in <? … ?> is not shown to readers: “php echo "More words"”.',
    ]);
  });

  it('has no mark of a note in its title, wherever that stands', () => {
    const heading = '<h1>Rent strike<sup><a href="#n1">1</a></sup></h1>';
    const same = page(`<title>Rent strike</title>${heading}<p>Text.<p id="n1">A note.`);
    expect([same.fields.title, remarks(same)]).toEqual(['Rent strike', []]);
    const outside = page(`<header>${heading}</header><main><p>Text.</main>`);
    expect(outside.fields.title).toBe('Rent strike');
  });

  it('without a title is refused in a line that says what to do', () => {
    expect(remarks(read('<html><p>Text.', [], 'old.html')).join()).toMatch(/There is no title\. Put it into/);
  });

  it('gives what Markdown of the same text gives', () => {
    const html =
      '<p>A <strong>word</strong>, <em>two</em> and <a href="https://example.org/">a link</a>.</p><ul><li>one</li><li>two</li></ul><blockquote><p>So.</p></blockquote><h2>Part</h2><hr><p>End</p>';
    const markdown =
      'A **word**, *two* and [a link](https://example.org/).\n\n- one\n- two\n\n> So.\n\n## Part\n\n---\n\nEnd';
    const tidy = (text: string) => text.replace(/\s*\n\s*/g, '');
    expect(tidy(bodyOf(html))).toBe(tidy(htmlOf(markdown)));
  });

  it('is read in old ways of writing, in capitals and with nothing closed', () => {
    expect(
      bodyOf(
        '<CENTER><FONT SIZE=2>One<P>Two<BR>three<UL><LI>a<LI>b</UL></FONT></CENTER><TABLE><TR><TH>y<TD>1</TABLE>',
      ),
    ).toBe(
      'One<p>Two<br />three</p>\n<ul><li>a</li>\n<li>b</li>\n</ul>\n<div class="table" role="region" aria-label="Table" tabindex="0"><table><tr><th scope="col">y</th><td>1</td></tr>\n</table>\n</div>\n',
    );
  });

  it('is its text alone: menus, head and foot, what stands beside it and programs are left out, and told', () => {
    const read = page(
      '<html><body><header>The Lantern</header>\n<nav><a href="/">Home</a></nav>\n<script>track()</script><style>p{}</style>\n<div role="navigation">more menu</div><article><header><h1>Old</h1><p>By Ada</p></header><p>Kept.</p><footer>Set in Besley.</footer></article><aside>Advert</aside><footer>1999</footer><!-- nobody reads this -->',
    );
    expect(read.body.text).toBe('By Ada\n\nKept.\n\nSet in Besley.');
    const said = remarks(read);
    for (const words of ['The Lantern', 'Home', 'more menu', 'Advert', '1999'])
      expect(said.filter((line) => line.includes(`“${words}”`))).toHaveLength(1);
    expect(said.join('\n')).toMatch(/note 2: What is in <nav>/);
    expect(said.join('\n')).toMatch(/<script>[\s\S]*<style>/);
    expect(said.join('\n')).toContain('A comment is not shown');
  });

  it('is what stands in <main>, with the heading above it', () => {
    const read = page(
      '<body><header><h1>Old</h1></header><div>Teaser</div><main><p>Kept.</p></main><div>Share</div>',
    );
    expect([read.fields.title, read.body.text]).toEqual(['Old', 'Kept.']);
    expect(remarks(read).join()).toMatch(/“Teaser”.*“Share”|“Share”.*“Teaser”/);
  });

  it('has its front matter in its head', () => {
    const read = page(
      '<html lang="en-GB"><head><meta name="Author" content="Ada Low"><meta name="keywords" content="rail, work"><meta name="description" content="It closed."><meta property="article:published_time" content="2001-05-03T10:00:00+01:00"></head><h1>T</h1><p>x',
    );
    expect(read.fields).toMatchObject({
      authors: ['Ada Low'],
      tags: ['rail', 'work'],
      standfirst: 'It closed.',
      published: '2001-05-03T09:00Z',
      language: 'en-GB',
    });
    expect(remarks(read).join()).toContain(
      'Taken from the head of the page: author, description, date, keywords.',
    );
    const odd = page('<meta name="date" content="third of May"><h1>T</h1><p>x');
    expect(remarks(odd).join()).toContain('The date “third of May”');
  });

  it('has the pictures of its upload, and tells of those that are not there', () => {
    const picture = page('<h1>T</h1><p><img src="pics/a%20box.png" alt="A box"></p>', ['pics/a box.png']);
    expect(picture.body.html).toMatch(/^<figure><picture>.*alt="A box"/);
    expect(picture.uses).toEqual(['pics/a box.png']);
    const missing = page(
      '<h1>T</h1>\n<img src="b.png" alt="B"><img src="https://example.org/c.png" alt="See">',
    );
    expect(missing.missing).toEqual(['b.png']);
    expect(remarks(missing).join('\n')).toMatch(
      /warning 2: Missing: the picture “b\.png”[\s\S]*lies on another site/,
    );
  });

  it('keeps the links within it and to other pages of the upload', () => {
    const read = page(
      '<h1>T</h1><p><a href="#n1">1</a> <a href="two.html#x">two</a></p><p><a name="n1">Note</a></p>',
    );
    expect(read.linked).toEqual(['two.html']);
    expect(read.body.html).toContain('<a href="#n1">1</a>');
    expect(read.body.html).toContain('<a id="n1">Note</a>');
  });

  it('keeps nothing that could do harm', () => {
    const html = bodyOf(
      '<p onclick="x()">a<a href="javascript:x()">b</a><svg onload=x()><text>c</text></svg><iframe src="//x">d</iframe><form action="/x"><input value="e"><p>f</p></form><img src=x onerror=x()>',
    );
    expect(html).not.toMatch(/onclick|onerror|javascript|svg|iframe|form|input/);
    expect(html).toContain('f');
    const told = remarks(page('<h1>T</h1><video>Words of it</video>')).join();
    expect(told).toContain('What is in the HTML tag <video> is not shown to readers: “Words of it”');
  });
});

describe('the encoding of a web page', () => {
  const text = (charset: string) => `<html><head>${charset}<title>T</title></head><p>“café”`;
  const latin = (charset: string) =>
    Buffer.from(text(charset).replace('“', '\u0093').replace('”', '\u0094'), 'latin1');

  it('is the one that it declares', () => {
    expect(ofBytes(latin('<meta charset="windows-1252">'))).toBe('“café”');
    expect(ofBytes(latin('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">'))).toBe(
      '“café”',
    );
    expect(ofBytes(bytesOf(`\ufeff${text('<meta charset="latin1">')}`))).toBe('“café”');
    expect(ofBytes(Buffer.from(`\ufeff${text('')}`, 'utf16le'))).toBe('“café”');
    const sjis = Buffer.concat([
      Buffer.from('<meta charset=shift_jis><h1>T</h1><p>'),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    ]);
    expect(ofBytes(sjis)).toBe('日本');
  });

  it('is UTF-8 else, or what Windows had, which is told', () => {
    expect(ofBytes(bytesOf(text('')))).toBe('“café”');
    const read = readManuscript({ name: 'a.html', bytes: latin('') }, { pictures: new Map() });
    expect(read).toMatchObject({ outcome: 'read', body: { text: '“café”' } });
    expect(remarks(read).join()).toContain('read as Windows-1252');
  });

  it('is not guessed against what the page says', () => {
    expect(ofBytes(latin('<meta charset="utf-8">'))).toContain('says that it is saved as utf-8, and is not');
    expect(ofBytes(latin('<meta charset="nonsense">'))).toContain('says that it is saved as nonsense');
    expect(ofBytes(Buffer.from('%PDF-1.7'))).toContain('This is a PDF document, not a web page');
  });
});

it('whatever is handed in as a web page is read or refused, and safe', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<h1>',
      '</h1>',
      '<p',
      '>',
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '<a href="javascript:x">',
      '<svg>',
      '<main>',
      '<nav>',
      '</nav>',
      '<table><td>',
      '<title>',
      '<![CDATA[',
      '&#1;',
      '&#xD800;',
      '<img src=x onerror=x>',
      '\0',
    ),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const outcome = read(pieces.join(''), [], 'old.html');
      if (outcome.outcome === 'refused') {
        expect(outcome.notices.length).toBeGreaterThan(0);
        return;
      }
      expect(outcome.body.html).not.toMatch(/<script|<svg|<[^>]*\sonerror|href="javascript/i);
      expect(findForbidden(outcome.body.html)).toBe(-1);
    }),
    { numRuns: 500 },
  );
});

it('a page nested thousands of levels deep is told as such by the thread', () => {
  const deep = `<h1>T</h1>${'<div>'.repeat(20_000)}x`;
  expect(() => read(deep, [], 'old.html')).toThrow(RangeError);
});

it('shows a picture of another page of the upload where its path says', () => {
  const pictures = picturesNamed('2001/pics/a.png', '2002/pics/a.png');
  const outcome = readManuscript(
    { name: '2002/old.html', bytes: bytesOf('<h1>T</h1><img src="pics/a.png" alt="A">') },
    { pictures },
  );
  expect(outcome).toMatchObject({ uses: ['2002/pics/a.png'] });
});
