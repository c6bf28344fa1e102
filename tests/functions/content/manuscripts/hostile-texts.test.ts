import { expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';

/** As many of them as make 400 KB, or so many characters. */
const repeated = (text: string, length = 400_000) => text.repeat(Math.ceil(length / text.length));
const titled = (text: string) => `---\ntitle: A\n---\n\n${text}`;

const begun = Array.from({ length: 200_000 }, (_, n) => `<a${n.toString(36)}\n`).join('');

/** Where work grows with the square of the length, each takes from ten seconds to hours. */
const hostile: [string, string][] = [
  ['a first line of dashes that is no fence', `${repeated('-')}x\ntitle: A\n`],
  ['a last line of dashes that is none', `---\ntitle: A\n${repeated('-')}x\n\nText.`],
  ['dashes with blanks', `${repeated('- ')}x\ntitle: A\n`],
  ['a comment for a program, full of blanks, that nothing closes', titled(`<!--wp:${repeated(' ')}x`)],
  [
    'scripts before what only begins like their end',
    titled(`<div>${repeated('<script>', 800_000)}</scripts>`),
  ],
  [
    'styles before what only begins like their end',
    titled(`<div>${repeated('<style>', 800_000)}</stylesheet `),
  ],
  [
    'codes of another program that nothing closes',
    titled(`<div>\n${repeated('[gallery ', 900_000)}\n</div>`),
  ],
  ['empty tags with blanks between them', titled(repeated('<b></b> ', 1_200_000))],
  ['marks of footnotes that nothing closes', titled(repeated('[^'))],
  ['tags that only begin, no two alike', titled(begun)],
  ['a link full of question marks', titled(`<a href="${repeated('?')}\n">It</a>`)],
  ['cells without a table', titled(`<div>${repeated('<td></td>', 1_200_000)}x</div>`)],
];

/** Processor time of this thread, in milliseconds: others may use the machine. */
const spent = () => process.threadCpuUsage().user / 1000;

it.each(hostile)(
  'reads %s in time',
  (_, text) => {
    const began = spent();
    const { notices } = readManuscript({ name: 'a.md', bytes: Buffer.from(text) }, { pictures: new Map() });
    expect(spent() - began).toBeLessThan(5_000);
    expect(notices.length).toBeLessThan(50);
  },
  120_000,
);
