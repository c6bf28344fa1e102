import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../../functions/content/manuscripts/read-manuscript.ts';
import { aPicture, bytesOf, htmlOf, read, readWell, remarks } from '../../a-manuscript.ts';

const underTitle = (body: string, pictures: string[] = []) =>
  readWell(`---\ntitle: T\n---\n${body}`, pictures);

describe('headings', () => {
  it('takes the heading the text begins with for its title', () => {
    const { fields, body } = readWell('# Rent *strike*\n\nText.\n\n## Why\n');
    expect(fields.title).toBe('Rent strike');
    expect(body.html).toBe('<p>Text.</p>\n<h2 id="why">Why</h2>\n');
  });

  it('shows a heading that repeats the title once', () =>
    expect(htmlOf('# t!\n\nText.')).toBe('<p>Text.</p>\n'));

  it('moves all headings down if one is as high as the title', () =>
    expect(htmlOf('# A\n\n## B\n\n###### C')).toBe(
      '<h2 id="a">A</h2>\n<h3 id="b">B</h3>\n<h6 id="c">C</h6>\n',
    ));

  it('gives every heading an anchor of its own, in Latin letters', () =>
    expect(
      htmlOf('## Why\n\n## Why\n\n## Why 2\n\n## Почему\n\n## fn 1\n\n## Related').match(/id="[^"]*"/g),
    ).toEqual(['id="why"', 'id="why-2"', 'id="h-why-2"', 'id="pochemu"', 'id="h-fn-1"', 'id="h-related"']));

  it('refuses a text without a title', () => {
    expect(remarks(read('Text.'))[0]).toMatch(/^error 1: There is no title/);
    expect(read('').outcome).toBe('refused');
    expect(read('#\n\nText.').outcome).toBe('refused');
  });

  it('takes a long heading whole, and refuses one too long for a title', () => {
    const words = '🔥'.repeat(150);
    expect(readWell(`# ${words}`).fields.title).toBe(words);
    expect(remarks(read(`# ${words}x\n\nText.`))[0]).toMatch(/^error 1: .*at most 300 characters/);
  });
});

describe('text', () => {
  it.each([
    ['~~old~~ **new**', '<p><s>old</s> <strong>new</strong></p>\n'],
    ['a\\\nb', '<p>a<br />\nb</p>\n'],
    ['```js\nx < 1\n```', '<pre><code class="language-js">x &lt; 1\n</code></pre>\n'],
    ['3. three', '<ol start="3">\n<li>three</li>\n</ol>\n'],
    [
      '<details open><summary>S</summary>\n\nText\n\n</details>',
      '<details open><summary>S</summary>\n<p>Text</p>\n</details>',
    ],
    ['<h1>Big</h1>', '<h2>Big</h2>'],
  ])('makes of %j clean HTML', (markdown, html) => expect(htmlOf(markdown)).toBe(html));

  it('makes tables that can be read and scrolled without styles', () =>
    expect(htmlOf('| a | b |\n|---|--:|\n| 1 | 2 |')).toBe(
      '<div class="table" role="region" aria-label="Table" tabindex="0"><table>\n<thead>\n<tr>\n<th scope="col">a</th>\n<th scope="col" class="align-right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td class="align-right">2</td>\n</tr>\n</tbody>\n</table>\n</div>\n',
    ));

  it('reads line ends of every system, and a byte order mark', () => {
    const html = '<p>a\nb</p>\n';
    for (const end of ['\n', '\r\n', '\r'])
      expect(readWell(['\ufeff---', 'title: T', '---', 'a', 'b'].join(end)).body.html).toBe(html);
  });

  it('warns of an empty text', () =>
    expect(remarks(underTitle(''))).toEqual([
      'warning 4: There is no text, so readers see the title alone.',
    ]));

  it('keeps the words for the API', () =>
    expect(
      underTitle(
        '## A & B\n\nOne[^x] *two*\nthree.\n\n- x\n- y\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n[^x]: Note.',
      ).body.text,
    ).toBe('A & B\n\nOne[1] two three.\n\nx\ny\n\na\tb\n1\t2\n\n[1] Note.'));
});

describe('footnotes', () => {
  it('leads there and back, each by a name of its own', () => {
    const html = htmlOf('A[^x] b[^x] c[^y] d^[inline].\n\n[^x]: X.\n[^y]: Y.');
    const ids = [...html.matchAll(/id="([^"]*)"/g)].map(([, id]) => id);
    const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.every((link) => ids.includes(link))).toBe(true);
    expect(html).toContain('aria-label="Back to reference 1-2"');
  });

  it.each([
    [
      'A[^x].\n\n[^x]: X.\n[^y]: Y.',
      'warning 7: The footnote [^y], to which nothing points, is not shown to readers: “Y.”.',
    ],
    [
      'A[^x].\n\n[^x]: X.\n\n[^x]: Y.',
      'warning 6: The first of two footnotes [^x] is not shown to readers: “X.”.',
    ],
    ['A\nb[^x].', 'warning 5: There is no footnote [^x]'],
  ])('tells what would be lost in %j', (body, remark) =>
    expect(remarks(underTitle(body)).join()).toContain(remark),
  );
});

describe('links', () => {
  it.each([
    'https://a.example/x?y=1&z=2',
    'http://a.example',
    'mailto:a@b.example',
    'tel:+441234',
    '/about/',
    '#why',
    '../x/',
  ])('keeps %s', (href) => {
    const ingestQueue = underTitle(`[x](${href})`);
    expect(ingestQueue.body.html).toContain(`href="${href.replace('&', '&amp;')}"`);
    expect(ingestQueue.notices).toEqual([]);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:x',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://a.example',
  ])('keeps the words but not the link %s', (href) => {
    const ingestQueue = underTitle(`one\n[two](${href})`);
    expect(ingestQueue.body.html).toBe('<p>one\ntwo</p>\n');
    expect(remarks(ingestQueue)[0]).toMatch(/^warning 5: Links with/);
  });

  it('leads to the picture that is meant', () =>
    expect(htmlOf('[big](img/a.jpg)', ['img/a.jpg'])).toContain('href="/media/imgajpg-960.jpg"'));

  it('takes out a link to a file whose page is not known', () => {
    const text = underTitle('one [x](other.md)');
    expect(text.body.html).toBe('<p>one x</p>\n');
    expect(remarks(text)[0]).toContain('warning 4: No page yet for “other.md”');
  });
});

describe('code of other programs', () => {
  it('is remarked on once a file, with its lines', () => {
    const text = `See {% include box.html %} and {{< youtube abc >}}.

![Gate]({{ "/img/gate.png" | url }})

[Minutes]({% post_url 2020-01-01-minutes %})

<div>
{{ page.title }}
</div>

[gallery ids="1,2"]`;
    expect(remarks(underTitle(text)).filter((each) => each.includes('another program'))).toEqual([
      'warning 4: “{% include box.html %}” is code of another program, which readers see as it is written. So is what stands in line 6, 8, 11, 14. Write what it stands for, or take it out.',
    ]);
  });

  it.each([
    'Write `{% include box.html %}` so.',
    '```\n{{ page.title }}\n```',
    'A {set} of [things], {{}, 50 {%} and [gallery](/gallery/).',
  ])('is not seen in %j', (text) => expect(underTitle(text).notices).toEqual([]));
});

describe('pictures', () => {
  const html =
    '<picture><source type="image/webp" srcset="/media/ajpg-480.webp 480w, /media/ajpg-960.webp 960w" sizes="(min-width: 45rem) 42rem, 100vw" /><img src="/media/ajpg-960.jpg" alt="A &quot;B&quot;" width="1200" height="800" loading="lazy" decoding="async" /></picture>';

  it('become figures where they stand alone', () => {
    const ingestQueue = underTitle('![A "B"](a.jpg "Caption")', ['a.jpg']);
    expect(ingestQueue.body.html).toBe(`<figure>${html}<figcaption>Caption</figcaption></figure>\n`);
    expect(ingestQueue.body.pictures).toMatchObject([{ name: 'a.jpg', alt: 'A "B"', caption: 'Caption' }]);
    expect(ingestQueue).toMatchObject({ uses: ['a.jpg'], missing: [], notices: [] });
  });

  it('stay in the line where they stand among words', () =>
    expect(htmlOf('see ![A "B"](a.jpg) here', ['a.jpg'])).toBe(`<p>see ${html} here</p>\n`));

  it('take their words from the front matter too', () =>
    expect(
      readWell('---\ntitle: T\npictures: [{file: a.jpg, alt: "A \\"B\\"", credit: C}]\n---\n![](a.jpg)', [
        'a.jpg',
      ]).body.html,
    ).toBe(`<figure>${html}<figcaption><span class="credit">C</span></figcaption></figure>\n`));

  it('are found in HTML', () =>
    expect(htmlOf('<p><img src="a.jpg" alt=\'A "B"\'></p>', ['a.jpg'])).toBe(`<p>${html}</p>`));

  it.each([
    ['2024/rent.md', 'img/a.jpg', ['2024/img/a.jpg', 'img/a.jpg'], '2024/img/a.jpg'],
    ['2024/rent.md', '../a.jpg', ['a.jpg'], 'a.jpg'],
    ['2024/rent.md', 'x/a.jpg', ['pics/a.jpg', 'pics/b.jpg'], 'pics/a.jpg'],
    ['rent.md', 'A%20b.jpg', ['A b.jpg'], 'A b.jpg'],
    ['rent.md', 'straße.jpg', ['straße.jpg'], 'straße.jpg'],
    ['rent.md', '/a.jpg', ['a.jpg'], 'a.jpg'],
    ['rent.md', 'a.JPG', ['a.jpg'], 'a.jpg'],
    ['rent.md', 'a.jpg?width=300', ['a.jpg'], 'a.jpg'],
    ['rent.md', 'a.jpg#left', ['a.jpg'], 'a.jpg'],
    ['rent.md', '<a #1.jpg>', ['a #1.jpg'], 'a #1.jpg'],
    ['rent.md', 'a.jpg', ['x/a.jpg', 'y/a.jpg'], undefined],
    ['rent.md', '/y/a.jpg', ['static/x/a.jpg', 'static/y/a.jpg'], 'static/y/a.jpg'],
    ['rent.md', '../y/a.jpg', ['x/a.jpg', 'y/a.jpg'], 'y/a.jpg'],
    ['rent.md', '../x/a.jpg', ['x/a.jpg', 'beside/x/a.jpg'], 'beside/x/a.jpg'],
    ['rent.md', 'x/a.jpg', ['x/a.jpg', 'beside/x/a.jpg'], 'x/a.jpg'],
  ])('in %s, %s of %j is %s', (name, path, there, found) => {
    const ingestQueue = readWell(`# T\n\n![x](${path})`, there, name);
    expect(ingestQueue.uses).toEqual(found ? [found] : []);
    expect(ingestQueue.missing).toEqual(found ? [] : [path]);
  });

  it('that are missing are named, and the rest is read', () => {
    const ingestQueue = underTitle('one\n\ntwo\n![](no.jpg)', []);
    expect(ingestQueue.body.html).toBe('<p>one</p>\n<p>two\n</p>\n');
    expect(remarks(ingestQueue)).toEqual([
      expect.stringMatching(/^warning 7: Missing: the picture “no.jpg” did not come/),
    ]);
  });

  it.each(['door.png?width=300', 'wall.png#frag', 'gate.JPG?a=1#b.svg'])(
    'that are missing are called so, whatever follows the name: %s',
    (path) =>
      expect(remarks(underTitle(`Words.\n\n![](${path})\n\n<img src="${path}" alt="">`))).toEqual([
        expect.stringContaining(`Missing: the picture “${path}”`),
        expect.stringContaining(`Missing: the picture “${path}”`),
      ]),
  );

  it('of another format are called so', () =>
    expect(remarks(underTitle('Words ![](plan.psd?a.png)'))).toEqual([
      expect.stringMatching(/pictures are JPEG, PNG, WebP, GIF, AVIF, TIFF or SVG/),
    ]));

  it('are taken from the revision before only if they are not handed in', () => {
    const manuscript = { name: 'text.md', bytes: bytesOf('# T\n\n![x](a.jpg)') };
    const [now, earlier] = ['now', 'earlier'].map(
      (src) => new Map([['a.jpg', { ...aPicture('a.jpg'), src }]]),
    );
    const sources = [
      { pictures: now ?? new Map(), earlier },
      { pictures: new Map(), earlier },
    ].map((shelf) => {
      const ingestQueue = readManuscript(manuscript, shelf);
      return ingestQueue.outcome === 'read' && ingestQueue.body.pictures[0]?.src;
    });
    expect(sources).toEqual(['now', 'earlier']);
  });

  it.each([
    ['![](a.jpg)', 'warning 4: The picture “a.jpg” has no alt text'],
    ['![x](https://a.example/b.jpg)', 'warning 4: This picture lies on another site'],
    ['<img src="https://a.example/b.jpg">', 'warning 4: This picture lies on another site'],
  ])('warns of %s', (body, remark) => expect(remarks(underTitle(body, ['a.jpg']))[0]).toContain(remark));

  it('on another site become links', () =>
    expect(htmlOf('![x](https://a.example/b.jpg)')).toBe('<p><a href="https://a.example/b.jpg">x</a></p>\n'));
});

describe('HTML in the text', () => {
  it.each([
    ['<script>alert(1)</script>', 'warning 4: The HTML tag <script>'],
    ['a\n\n<div>\n<iframe src="x"></iframe></div>', 'warning 7: The HTML tag <iframe>'],
    ['a\nb <p onclick="x()">c</p>', 'note 5: “onclick” of the HTML tag <p>'],
    ['<a href="javascript:x">c</a>', 'warning 4: Links with “javascript:”'],
  ])('%j: tells what is left out', (body, remark) =>
    expect(remarks(underTitle(body)).join()).toContain(remark),
  );

  it.each([
    ['<a href="//a.example/x">c</a>', '<a href="https://a.example/x">c</a>'],
    [
      `<A title="x > href=y" HREF='//a.example/"x"'>c</A>`,
      '<a title="x &gt; href=y" href="https://a.example/&quot;x&quot;">c</a>',
    ],
    ['<a href=img/a.jpg>c</a>', '<a href="/media/imgajpg-960.jpg">c</a>'],
    ['<a href="/about/?a=1&amp;b=2">c</a>', '<a href="/about/?a=1&amp;b=2">c</a>'],
    ['<a href="javascript:x">c</a>', '<a>c</a>'],
    ["<p title=it's>c</p>", '<p title="it\'s">c</p>'],
  ])('%j becomes %s', (body, html) => expect(htmlOf(body, ['img/a.jpg'])).toContain(html));

  it('finds pictures whose words hold any sign', () => {
    const ingestQueue = underTitle('<p><img alt="a > b < c" src="a.jpg"></p>', ['a.jpg']);
    expect(ingestQueue.body.pictures).toMatchObject([{ name: 'a.jpg', alt: 'a > b < c' }]);
    expect(underTitle('<p><a href="a.jpg">big</a></p>', ['a.jpg']).uses).toEqual(['a.jpg']);
  });

  it('takes nothing in comments for HTML', () =>
    expect(remarks(underTitle('<!-- <script> -->\n\nx <!-- <img src=a> -->'))).toEqual([
      'note 4: A comment (<!-- … -->) is not shown to readers: “<script>”.',
      'note 6: A comment (<!-- … -->) is not shown to readers: “<img src=a>”.',
    ]));
});

it('shows at most forty remarks', () => {
  const { notices } = underTitle(
    Array.from({ length: 300 }, (_, index) => `![](n${index}.jpg)\n`).join('\n'),
  );
  expect(notices).toHaveLength(41);
  expect(notices.at(-1)?.text).toContain('261 more');
});
