import fc from 'fast-check';
import { expect, it } from 'vitest';
import { read, readWell, remarks } from '../../a-manuscript.ts';

const page = (html: string) => readWell(html, [], 'old.html');
const tidy = (html: string) => html.replace(/\s*\n\s*/g, '').replace(/<\/?(?:span|div)>/g, '');
const backTo = (note: number) =>
  ` <a class="footnote-backref" role="doc-backlink" aria-label="Back to reference ${note}" href="#fnref-${note}">↩︎</a>`;
const markOf = (note: number) =>
  `<sup class="footnote-ref"><a id="fnref-${note}" role="doc-noteref" href="#fn-${note}">${note}</a></sup>`;
const listOf = (...notes: string[]) =>
  `<section class="footnotes" role="doc-endnotes"><ol>${notes.map((note, at) => `<li id="fn-${at + 1}" class="footnote-item"><p>${note}${backTo(at + 1)}</p></li>`).join('')}</ol></section>`;

const byWord = (text: string, notes: string) =>
  `<html><head><meta name=Generator content="Microsoft Word 15 (filtered)"></head><body><div class=WordSection1><p class=MsoTitle>The bell</p><p class=MsoNormal>&nbsp;</p>${text}</div><div><br clear=all><hr align=left size=1 width="33%">${notes}</div></body></html>`;
const wordMark = (kind: 'ftn' | 'edn', at: number) =>
  `<a href="#_${kind}${at}" name="_${kind}ref${at}" title=""><span class=MsoFootnoteReference><span class=MsoFootnoteReference>[${at}]</span></span></a>`;
const wordNote = (kind: 'ftn' | 'edn', at: number, text: string) =>
  `<div id=${kind}${at}><p class=MsoFootnoteText><a href="#_${kind}ref${at}" name="_${kind}${at}" title=""><span class=MsoFootnoteReference>[${at}]</span></a> ${text}</p></div>`;

it('has title and notes of a page that Word saved, linked both ways', () => {
  const text = `<h1>Cast</h1><p class=MsoNormal>In 1788${wordMark('ftn', 1)}, they say${wordMark('edn', 1)}.</p>`;
  const { fields, body } = page(
    byWord(text, wordNote('ftn', 1, 'Or 1789.') + wordNote('edn', 1, 'The founder.')),
  );
  expect(fields.title).toBe('The bell');
  expect(tidy(body.html)).toBe(
    `<h2 id="cast">Cast</h2><p>In 1788${markOf(1)}, they say${markOf(2)}.</p>${listOf('Or 1789.', 'The founder.')}`,
  );
});

it('has the notes of a page that LibreOffice saved', () => {
  const { body } = page(
    '<h1>The bell</h1><p>In 1788<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p><div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Or 1789.</p></div>',
  );
  expect(tidy(body.html)).toBe(`<p>In 1788${markOf(1)}.</p>${listOf('Or 1789.')}`);
});

const gap = (marker: string) =>
  `${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span>`;
const wordItem = (marker: string, words: string, margin = '') =>
  `<p class=MsoListParagraph style='${margin}text-indent:-18.0pt'><span>${gap(marker)}</span>${words}</p>\r\n`;

it('has lists of a page that Word saved as lists, with their numbers', () => {
  const deeper = 'margin-left:72.0pt;';
  const items = [
    wordItem('\u00b7', 'rope'),
    wordItem('o', 'hemp', deeper),
    wordItem('\u00b7', 'wood'),
    wordItem('3.', 'third'),
    wordItem('a)', 'inner', deeper),
    wordItem('5.', 'fifth'),
  ].join('');
  expect(tidy(page(`<h1>T</h1>${items}<p>3. May was cold.</p>`).body.html)).toBe(
    '<ul><li>rope<ul><li>hemp</li></ul></li><li>wood</li></ul><ol start="3"><li>third<ol type="a"><li>inner</li></ol></li><li value="5">fifth</li></ol><p>3. May was cold.</p>',
  );
});

it('has a page of Google Docs as its document: title, emphasis, lists, notes, addresses, no comments', () => {
  const read = page(
    `<html><head><style type="text/css">.c0{font-weight:700}.c1{font-style:italic}.c2{font-weight:400}</style></head><body class="doc-content"><p class="c3 title" id="h.a1"><span class="c0">The swim</span></p><p><span class="c0">At</span><span class="c2"> seven</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> <span class="c1">sharp</span></p><ul class="c7 lst-kix_a-0 start"><li>towel</li></ul><ol class="lst-kix_a-1 start"><li>two</li></ol><ul class="lst-kix_a-0"><li>soup</li></ul><p><a href="https://www.google.com/url?q=https://swim.example/rules?a%3D1&amp;sa=D&amp;usg=x">rules</a></p><hr class="c9"><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Joss does.</span></p></div><div class="c5"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is that true?</span></p></div></body></html>`,
  );
  expect(read.fields.title).toBe('The swim');
  expect(tidy(read.body.html).replace('\u00a0', '')).toBe(
    `<p><strong>At</strong> seven${markOf(1)} <em>sharp</em></p><ul><li>towel<ol><li>two</li></ol></li><li>soup</li></ul><p><a href="https://swim.example/rules?a=1">rules</a></p>${listOf('Joss does.')}`,
  );
  expect(remarks(read)).toEqual(['note -: 1 comment was left out.']);
});

it('loses no word of links that look like those of notes, wherever they stand', () => {
  const names = [
    '_ftn1',
    '_ftnref1',
    'ftnt1',
    'ftnt_ref1',
    'sdfootnote1sym',
    'page-footnote-1',
    'page-footnote-ref-1',
  ];
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      fc.constant('word '),
      fc
        .tuple(fc.constantFrom(...names), fc.constantFrom(...names))
        .map(([id, href]) => `<a id="${id}" href="#${href}">mark</a>`),
      fc
        .tuple(
          fc.constantFrom('p', 'div', 'ol', 'li', 'table', 'td', 'h1'),
          fc.array(tie('tree'), { maxLength: 4 }),
        )
        .map(([tag, inside]) => `<${tag}>${inside.join('')}</${tag}>`),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 6 }), (parts) => {
      const numbered = parts
        .join('')
        .split('word')
        .reduce((all, next, at) => `${all}word${at}x${next}`);
      const outcome = read(`<title>T</title><p>Text.</p>${numbered}`, [], 'old.html');
      const shown = outcome.outcome === 'read' ? `${outcome.fields.title} ${outcome.body.text}` : '';
      const all = `${shown} ${remarks(outcome).join(' ')}`;
      for (const [word] of numbered.matchAll(/word\d+x/g)) expect(all).toContain(word);
    }),
    { numRuns: 300 },
  );
});
