import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createManuscriptReader,
  type ManuscriptReader,
  type ReaderLimits,
  type ReadTurn,
} from '../../../../functions/content/manuscripts/manuscript-reader.ts';
import { bytesOf, picturesNamed } from '../a-manuscript.ts';

const open: ManuscriptReader[] = [];
afterEach(() => Promise.all(open.splice(0).map((reader) => reader.close())));

const always = { upload: 'u', hasTime: () => true };

function aReader(limits?: Partial<ReaderLimits>) {
  const reader = createManuscriptReader(limits);
  open.push(reader);
  return (text: string, name = 'a.md', yaml: string | null = 'title: T', turn: Partial<ReadTurn> = {}) =>
    reader.read(
      { name, bytes: bytesOf(yaml === null ? text : `---\n${yaml}\n---\n${text}`) },
      { pictures: picturesNamed('a.jpg') },
      { ...always, ...turn },
    );
}

const stillReads = { outcome: 'read', body: { text: 'Well.' } };

describe('the reader of manuscripts', () => {
  it('reads in a thread as it would read here', async () => {
    const read = aReader();
    expect(await read('![x](a.jpg)')).toMatchObject({ outcome: 'read', uses: ['a.jpg'] });
    expect(await read('![x](b.jpg)')).toMatchObject({ outcome: 'read', missing: ['b.jpg'] });
  });

  it('answers each its own, however many ask at once', async () => {
    const read = aReader();
    const readings = await Promise.all(
      Array.from({ length: 30 }, (_, index) => read(`Text ${index}`, `${index}.md`)),
    );
    expect(readings.map((ingestQueue) => ingestQueue.outcome === 'read' && ingestQueue.body.text)).toEqual(
      Array.from({ length: 30 }, (_, index) => `Text ${index}`),
    );
  });

  it('gives up what takes too long, and reads the next', async () => {
    const read = aReader({ seconds: 1 });
    await read('warm');
    const [slow, next] = await Promise.all([read('word *word* '.repeat(1_000_000)), read('Well.')]);
    expect(slow).toMatchObject({
      outcome: 'refused',
      notices: [{ level: 'error', file: 'a.md', text: expect.stringContaining('more than 1 seconds') }],
    });
    expect(next).toMatchObject(stillReads);
  });

  it('gives up what takes too much memory, and reads the next', async () => {
    const read = aReader({ megabytes: 48 });
    const large = await read('*a* [b](/c) '.repeat(200_000));
    expect(large).toMatchObject({
      outcome: 'refused',
      notices: [{ text: expect.stringContaining('too much memory') }],
    });
    expect(await read('Well.')).toMatchObject(stillReads);
  });
});

describe('uploads that are read at once', () => {
  it('take turns, a manuscript each: many slow ones hold up nobody for longer than one of them', async () => {
    const read = aReader({ seconds: 1 });
    const slow = 'word *word* '.repeat(1_000_000);
    const ended: string[] = [];
    const ask = (upload: string, text: string) =>
      read(text, 'a.md', 'title: T', { upload }).then(({ outcome }) => ended.push(`${upload} ${outcome}`));
    await read('warm');
    const slowOnes = Array.from({ length: 4 }, () => ask('slow', slow));
    const others = Array.from({ length: 9 }, (_, at) => ask(`other ${at}`, 'Well.'));
    const twice = ask('other 0', 'Well.');
    await Promise.all([...slowOnes, ...others, twice]);
    const first = ['slow refused', ...Array.from({ length: 9 }, (_, at) => `other ${at} read`)];
    expect(ended).toEqual([...first, 'slow refused', 'other 0 read', 'slow refused', 'slow refused']);
  }, 60_000);

  it('are not begun when the call could end before they are stored', async () => {
    const read = aReader({ seconds: 1 });
    let left = 31_001;
    const hasTime = (milliseconds: number) => left > milliseconds;
    expect(await read('Well.', 'a.md', 'title: T', { hasTime })).toMatchObject(stillReads);
    left = 31_000;
    expect(await read('Well.', 'a.md', 'title: T', { hasTime })).toEqual({ outcome: 'postponed' });
    expect(await read('Well.')).toMatchObject(stillReads);
  });
});

const noticesOf = (read: Awaited<ReturnType<ManuscriptReader['read']>>) =>
  read.outcome === 'postponed' ? [] : read.notices;

/** Every one of these has held up some reader of Markdown, HTML or YAML. */
const hostile: Record<string, string> = {
  'a hundred thousand quotations in each other': `${'>'.repeat(100_000)} x`,
  'a staircase of lists': Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join(
    '\n',
  ),
  'lists in one line': `${'- '.repeat(5000)}x`,
  'quotations and lists in turn': `${'> - '.repeat(3000)}x`,
  'a megabyte on one line': 'word '.repeat(200_000),
  'a megabyte without a space': 'a'.repeat(1_000_000),
  'stars that open and never close': '*a '.repeat(100_000),
  'stars of two lengths': '***a** b* '.repeat(20_000),
  'open brackets': '['.repeat(200_000),
  'open links': '[a]('.repeat(100_000),
  'open pictures': '!['.repeat(100_000),
  'runs of backticks of every length': Array.from({ length: 2000 }, (_, length) => '`'.repeat(length)).join(
    ' ',
  ),
  'footnotes in footnotes': `${'^['.repeat(5000)}x${']'.repeat(5000)}`,
  'one footnote, ten thousand times': `${'a[^1] '.repeat(10_000)}\n\n[^1]: x`,
  'five thousand footnotes': Array.from({ length: 5000 }, (_, n) => `a[^${n}]\n\n[^${n}]: n\n`).join('\n'),
  'a table of twenty thousand rows': `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(20_000)}`,
  'a table of five thousand columns': `|${'a|'.repeat(5000)}\n|${'-|'.repeat(5000)}\n|${'b|'.repeat(5000)}`,
  'ten thousand equal headings': '## Same\n\n'.repeat(10_000),
  'open tags': '<a<a '.repeat(100_000),
  'tags in tags': '<div>'.repeat(50_000),
  'open comments': '<!--'.repeat(100_000),
  'an attribute without end': `<p ${'a="'.repeat(100_000)}>`,
  'tags with quotes in quotes': `<a x='"<a y="' `.repeat(20_000),
  'twenty thousand pictures that are not there': '![x](no.jpg)\n\n'.repeat(20_000),
  'half a million accents on one letter': `x${'\u0301'.repeat(500_000)}`,
};

const hostileYaml: Record<string, string> = {
  'deep brackets': `a: ${'['.repeat(30_000)}`,
  'deep maps': `a: ${'{a: '.repeat(10_000)}`,
  'aliases that multiply': `a: &a [x, x]\n${Array.from({ length: 20 }, (_, n) => `b${n}: &b${n} [*a, *a]`).join('\n')}`,
  'thousands of fields': Array.from({ length: 3000 }, (_, n) => `k${n}: 1`).join('\n'),
  'a field that goes in and in': Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
};

/** What a file begins with tells what it is, if it is no text. */
const hostileBeginnings: Record<string, string> = {
  'hundreds of empty comments': '<!---->'.repeat(800),
  'comments that look like a drawing to come': `${'<!-- --> '.repeat(500)}<sv`,
  'a comment without end': `<!--${' --'.repeat(2000)}`,
  'nothing but spaces': ' '.repeat(4096),
};

describe('hostile manuscripts end in an answer, and the next is read', () => {
  let read: ReturnType<typeof aReader>;
  let last: ManuscriptReader | undefined;
  beforeAll(() => {
    read = aReader();
    last = open.pop();
  });
  afterAll(() => last?.close());

  it.each(Object.entries(hostile))(
    '%s',
    async (_, text) => {
      const answer = await read(text);
      const notices = noticesOf(answer);
      expect(answer.outcome === 'read' || notices[0]?.level === 'error').toBe(true);
      expect(notices.length).toBeLessThanOrEqual(41);
      expect(await read('Well.')).toMatchObject(stillReads);
    },
    30_000,
  );

  it.each(Object.entries(hostileYaml))('front matter: %s', async (_, yaml) => {
    const notices = noticesOf(await read('x', 'a.md', `title: T\n${yaml}`));
    expect(notices.length).toBeGreaterThan(0);
    expect(notices.length).toBeLessThanOrEqual(41);
    expect(await read('Well.')).toMatchObject(stillReads);
  });

  it.each(Object.entries(hostileBeginnings))('beginning: %s', async (_, text) => {
    expect(await read(text, 'a.md', null)).toMatchObject({ outcome: 'refused' });
    expect(await read('Well.')).toMatchObject(stillReads);
  });
});
