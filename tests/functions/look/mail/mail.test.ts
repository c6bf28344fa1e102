import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coloursOf, contrast } from '../../../../functions/look/colours.ts';
import { mailOf } from '../../../../functions/look/mail/mail.tsx';
import type { MailBlock } from '../../../../functions/look/mail/text.ts';
import { aConfig } from '../a-config.ts';

const link = 'https://lantern.example/newsletters/confirm/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6/and/on/and/on/and/on';
const letter = (blocks: MailBlock[], more: Partial<Parameters<typeof mailOf>[0]> = {}) =>
  mailOf({ config: aConfig, subject: 'Please confirm', blocks, ...more });

const confirm = letter(
  [
    { heading: 'One step more' },
    {
      paragraph:
        'Somebody, most likely you, asked for the weekly letter of The Quayside Lantern at this address. If it was you, please finish below.',
    },
    { button: 'Finish subscribing', link },
    {
      list: [
        'The weekly, on Fridays',
        ['See ', { text: 'what it looks like', link: 'https://lantern.example/l/' }],
      ],
    },
  ],
  {
    preview: 'Finish subscribing to the weekly',
    footer: [
      {
        smallPrint: ['Not you? Do nothing, or ', { text: 'tell us', link: 'https://lantern.example/t' }, '.'],
      },
    ],
  },
);

/** What a reader sees of HTML: tags and what is not shown are left out. */
const seen = (html: string) =>
  html
    .replace(/^[\s\S]*<body/, '<body')
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? '&');

describe('the text of a letter', () => {
  it('reads well', () =>
    expect(confirm.text).toBe(`The Quayside Lantern

One step more
-------------

Somebody, most likely you, asked for the weekly letter of The Quayside
Lantern at this address. If it was you, please finish below.

Finish subscribing:
${link}

- The weekly, on Fridays
- See what it looks like:
  https://lantern.example/l/

-- 
Not you? Do nothing, or tell us.
https://lantern.example/t

The Quayside Lantern
7 Rope Walk
Port Ellery
`));

  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
    .filter((text) => !/\s/.test(text));
  const sentence = fc.array(word, { minLength: 1, maxLength: 40 }).map((all) => all.join(' '));

  it('is wrapped at 72 columns, and loses nothing', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const lines =
          letter([{ paragraph: text }])
            .text.split('\n\n')[1]
            ?.split('\n') ?? [];
        expect(lines.join(' ')).toBe(text);
        for (const line of lines) if (line.includes(' ')) expect([...line].length).toBeLessThanOrEqual(72);
      }),
    );
  });

  it('has every link whole, on a line of its own', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), sentence, (url, text) => {
        const lines = letter([
          { button: text, link: url },
          { paragraph: [text, { text: 'here', link: `${url}p` }, text] },
          { list: [{ text, link: `${url}l` }] },
        ]).text.split('\n');
        for (const wanted of [url, `${url}p`]) expect(lines).toContain(wanted);
        expect(lines).toContain(`  ${url}l`);
      }),
    );
  });
});

describe('a letter', () => {
  it('shows the same blocks in HTML, and ends with the postal address', () => {
    const text = seen(confirm.html);
    for (const piece of [
      'One step more',
      'Finish subscribing',
      'what it looks like',
      '7 Rope Walk\nPort Ellery',
    ])
      expect(text).toContain(piece);
    expect(confirm.html).toContain(`href="${link}"`);
    expect(confirm.html).toContain('>Finish subscribing to the weekly</div>');
    expect(confirm.subject).toBe('Please confirm');
  });

  it('brings every character as it was written', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom(
        '{{name}}',
        '<script>alert(1)</script>',
        '&amp; & &lt;',
        '"\'',
        '{{{a}}}',
        '%7B',
        '$& $1',
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const blocks: MailBlock[] = [
          { heading: text },
          { paragraph: text },
          { list: [text] },
          { smallPrint: { text, link: 'https://lantern.example/' } },
          { button: text, link: 'https://lantern.example/' },
        ];
        const mail = letter(blocks, { preview: text });
        expect(seen(mail.html).split(text.replace(/\r/g, '\r')).length).toBeGreaterThan(blocks.length);
        expect(mail.html).not.toContain('<script');
        const unwrapped = (all: string) => all.replace(/\s+/g, ' ').trim();
        expect(unwrapped(mail.text)).toContain(unwrapped(text));
      }),
    );
  });

  it('names the sender once, whether the postal address begins with the name or not', () => {
    const of = (imprint?: string) => letter([], { config: { ...aConfig, imprint } }).text.split('-- \n')[1];
    expect(of('The Quayside Lantern, 7 Rope Walk')).toBe('The Quayside Lantern, 7 Rope Walk\n');
    expect(of('7 Rope Walk')).toBe('The Quayside Lantern\n7 Rope Walk\n');
    expect(of()).toBe('The Quayside Lantern\n');
  });

  it('runs from right to left where its language does', () => {
    expect(confirm.html).toContain('<html lang="en" dir="ltr">');
    const arabic = letter([{ paragraph: 'مرحبا' }], { language: 'ar' });
    expect(arabic.html).toContain('<html lang="ar" dir="rtl">');
    expect(arabic.html).toMatch(/<div[^>]*lang="ar"[^>]*dir="rtl"/);
  });

  it('asks for nothing from elsewhere, and is of use without styles of the head', () => {
    expect(confirm.html).not.toMatch(/<link|<img|@import|@font-face|url\(|<script|var\(|color-mix/);
    expect(confirm.html.length).toBeLessThan(10_000);
  });

  it('can be read by day and by night in any colours', () => {
    const colour = fc.stringMatching(/^#[0-9a-f]{6}$/);
    fc.assert(
      fc.property(fc.record({ accent: colour, paper: colour, ink: colour }), (colours) => {
        const { html } = letter(
          [{ paragraph: [{ text: 'a', link }] }, { button: 'b', link }, { smallPrint: 'c' }],
          { config: { ...aConfig, colours: coloursOf(colours) } },
        );
        const [head = '', body = ''] = html.split('</head>');
        const day = /class="paper" style="[^"]*background-color:(#\w{6})/.exec(body)?.[1] ?? '';
        const night = /\.paper\{background-color:(#\w{6})/.exec(head)?.[1] ?? '';
        const inDay = (name: string) =>
          new RegExp(`class="${name}"[^>]*[;"]color:(#\\w{6})`).exec(body)?.[1] ?? '';
        const inNight = (name: string) => new RegExp(`\\.${name}\\{color:(#\\w{6})`).exec(head)?.[1] ?? '';
        for (const name of ['ink', 'soft', 'link']) {
          expect(contrast(inDay(name), day)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(inNight(name), night)).toBeGreaterThanOrEqual(4.5);
        }
        const ground = /class="button"[^>]*style="background-color:(#\w{6})/.exec(body)?.[1] ?? '';
        const onIt = /<a class="button"[^>]*color:(#\w{6})/.exec(body)?.[1] ?? '';
        expect(contrast(onIt, ground)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});
