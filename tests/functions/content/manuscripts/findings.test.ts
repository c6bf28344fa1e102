import { describe, expect, it } from 'vitest';
import { hasEverything } from '../../../../bin/press/receipts.ts';
import { shortened } from '../../../../functions/content/manuscripts/findings.ts';
import { read } from '../a-manuscript.ts';

const long = '🔥'.repeat(50_000);

describe('what a receipt says', () => {
  it.each([
    ['a picture that is not there', `![x](${long}.jpg)`, 'Hand in the text and the picture together.'],
    ['a link', `[x](${long}.md)`, 'such as /articles/its-slug/.'],
    ['a footnote', `x[^${long}]`, 'or take the mark out.'],
    ['a tag', `<x${'y'.repeat(50_000)}>`, 'was left out.'],
    ['an attribute', `<p a${'y'.repeat(50_000)}="">`, 'was left out.'],
  ])('of %s fits a table, and still says what to do', (_, text, wayOut) => {
    const { notices } = read(`---\ntitle: T\n---\n${text}\n`);
    const told = notices.filter((notice) => notice.text.includes(wayOut));
    expect(told).toHaveLength(1);
    for (const notice of notices) expect([...notice.text].length).toBeLessThanOrEqual(300);
  });

  it('of a field that does not exist fits too', () => {
    const { notices } = read(`---\ntitle: T\n? ${long}\n: 1\n---\nText.`);
    expect(notices[0]?.text.length).toBeLessThanOrEqual(600);
  });

  it('is of a missing picture and lost words first, however often the same is said of other lines', () => {
    const fonts = Array.from({ length: 60 }, () => '<font>old</font>').join('\n\n');
    const fields = Array.from({ length: 60 }, (_, n) => `x${n}: 1\n`).join('');
    for (const head of ['', fields]) {
      const { notices } = read(
        `---\ntitle: T\n${head}---\n${fonts}\n\n![](gone.png)\n\n<!-- for the editor -->\n`,
      );
      expect(notices).toHaveLength(41);
      expect(hasEverything({ id: '1', state: 'done', documents: [], notices })).toBe(false);
      expect(notices.map(({ text }) => text)).toContainEqual(expect.stringContaining('“for the editor”'));
      expect(notices.map(({ level }) => level)).toEqual(
        notices
          .map(({ level }) => level)
          .sort()
          .reverse(),
      );
    }
  });

  it('has the lines on which the same is to be said, while there is room', () => {
    const { notices } = read('---\ntitle: T\n---\n<font>a</font>\n\n<font>b</font>\n');
    expect(notices.map(({ line }) => line)).toEqual([4, 6]);
  });

  it('is no longer than a table item, however much there is to say', () => {
    const links = Array.from({ length: 500 }, (_, n) => `![x](${n}${'🔥'.repeat(2000)}.jpg)`).join('\n\n');
    const { notices } = read(`---\ntitle: T\n---\n${links}`);
    expect(Buffer.byteLength(JSON.stringify(notices))).toBeLessThan(100_000);
    expect(notices.at(-1)?.text).toContain('more remarks');
  });
});

describe('shortening', () => {
  it.each([
    ['short', 300, 'short'],
    ['abcdefgh', 5, 'ab…gh'],
    ['🔥🔥🔥🔥🔥', 5, '🔥🔥🔥🔥🔥'],
    ['🔥🔥🔥🔥🔥🔥', 5, '🔥🔥…🔥🔥'],
  ])('%s to %d characters gives %s', (text, longest, short) => expect(shortened(text, longest)).toBe(short));
});
