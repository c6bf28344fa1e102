import type { Picture } from '../../../../functions/content/contract/values.ts';
import { BodyContext } from '../../../../functions/content/manuscripts/markdown/body-context.ts';
import { readMarkdown } from '../../../../functions/content/manuscripts/markdown/markdown.ts';
import { plainText } from '../../../../functions/content/manuscripts/markdown/plain-text.ts';
import { coloursOf } from '../../../../functions/look/colours.ts';
import type { IssueContent, Piece } from '../../../../functions/newsletters/compose/issue-content.ts';
import { type Press, pressOf } from '../../../../functions/newsletters/press.ts';

export const site = 'https://lantern.example';

/** The sample paper, as `examples/press/press.md` has it. */
export const aPress: Press = pressOf(
  {
    title: 'The Quayside Lantern',
    language: 'en',
    colours: coloursOf({ accent: '#a3341f' }),
    sender: 'The Quayside Lantern <lantern@harrowquay.example>',
    imprint: 'The Quayside Lantern Co-operative, 4 Ropewalk Steps, Harrow Quay',
    lists: [
      { name: 'monthly', title: 'The monthly letter', default: true },
      { name: 'rent-watch', title: 'Rent watch' },
      { name: 'members', title: 'For members', archive: false },
    ],
  },
  site,
);

/** A picture of the sample paper, as the content room stores one. */
export const aPicture = (name: string, words: Partial<Picture> = {}): Picture => ({
  ...{ name: `pictures/${name}.jpg`, width: 1500, height: 1000, src: `/media/${name}-960.jpg` },
  variants: [480, 960, 1500].map((width) => ({
    ...{ path: `/media/${name}-${width}.webp`, width, height: (width * 2) / 3, type: 'image/webp' },
  })),
  ...words,
});

/** A body as a manuscript's Markdown becomes one. */
export function aBody(markdown: string, pictures: readonly Picture[] = []): IssueContent['intro'] {
  const shelf = { pictures: new Map(pictures.map((picture) => [picture.name, picture])) };
  const context = new BodyContext({ file: 'letter.md', shelf, words: [] });
  const { html } = readMarkdown(markdown, { context, firstLine: 1 });
  return { html, text: plainText(html), pictures: [...context.shown] };
}

export const aPiece = (piece: Partial<Piece> = {}): Piece => ({
  ...{ id: 'slipway', slug: 'who-owns-the-slipway', title: 'Who owns the slipway?', section: 'News' },
  standfirst: 'Three departments say it is somebody else’s. The harbour users have started to mow it.',
  authors: ['Pavel Okonjo'],
  ...piece,
});

export const pieces: Piece[] = [
  aPiece({
    ...{
      id: 'ferry',
      slug: 'ferry-crews-win-the-winter-timetable',
      authors: ['Noor Haldane', 'Pavel Okonjo'],
    },
    title: 'Ferry crews win the winter timetable',
    standfirst:
      'After nine weeks of working to rule, the last boat will leave at half past ten again, and the people who run it will be home by midnight.',
    picture: aPicture('ferry', {
      alt: 'A small ferry under a low red sun, its wake drawn in pale bands across dark water.',
      credit: 'Linocut: Ines Varga',
    }),
  }),
  aPiece({ picture: aPicture('slipway', { alt: 'A stone slipway running down into green water.' }) }),
  aPiece({
    ...{ id: 'bench', slug: 'a-bench-for-mrs-adeyemi', title: 'A bench for Mrs Adeyemi', section: 'Memory' },
    standfirst: 'She asked for one in 1987, by the second lamp.',
    line: 'The council has found the letter, and the screws. Come and sit on it on Sunday.',
    authors: ['Ruth Calloway'],
    picture: aPicture('bench', { alt: 'A bench under a lamp.' }),
  }),
  aPiece({
    ...{ id: 'rent', slug: 'rent-books', title: 'Every rent book on Cooper Street', section: 'Housing' },
    standfirst: 'Forty-one tenants laid their books side by side. No two of them had the same rule.',
    authors: ['The tenants’ desk'],
  }),
  aPiece({
    ...{ id: 'arabic', slug: 'khubz-al-mina', title: 'خبز الميناء', section: 'Work', language: 'ar' },
    standfirst: 'مخبز صغير يفتح قبل أول عبّارة.',
    authors: ['سلمى الراوي'],
  }),
];

export const letter = aBody(
  `Friends,

the clocks went back and the harbour went quiet, but for the hammering on the slipway, which is *not ours to explain*.[^1]
What follows is what we printed since the last letter; the **dates to keep free** stand at the end.

> If it is wet and it moves, it is news.

## Dates to keep free

- Monday, in the net loft: [a meeting about the slipway](/articles/who-owns-the-slipway/). Bring a chair.
- Sunday at noon: a bench is unveiled.

![Windows of a laundry, lit from inside.](pictures/laundry.jpg "The laundry at night")

| Boat | Leaves | Last |
| --- | ---: | ---: |
| Harrow Quay | 6.10 | 22.30 |
| North steps | 6.25 | 22.45 |

[^1]: Three departments were asked. See below.`,
  [aPicture('laundry')],
);

export const anIssue = (content: Partial<IssueContent> = {}): IssueContent => ({
  ...{ slug: 'november', title: 'The wet month', subject: 'November: who owns the slipway?' },
  preview: 'A timetable won, a bench found, and forty-one rent books.',
  lists: ['monthly'],
  intro: letter,
  pieces,
  archive: '/newsletters/monthly/november/',
  ...content,
});
