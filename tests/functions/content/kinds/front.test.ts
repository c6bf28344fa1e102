import { describe, expect, it } from 'vitest';
import { namedIn, sectionsIn } from '../../../../functions/content/uploads/named-documents.ts';
import { read, readWell, remarks } from '../a-manuscript.ts';

const front = (...lines: string[]) => ['---', 'kind: front', ...lines, '---', ''].join('\n');

describe('the blocks of a front document', () => {
  it('are read as they are written, and name what has to be there', () => {
    const { fields } = readWell(
      front(
        'blocks:',
        '  - {pieces: [a, b], size: large}',
        '  - {section: News, count: 3}',
        '  - {books: newest}',
        '  - {books: [c]}',
        '  - {newsletter: yes}',
        '  - {text: "Hello.", title: T}',
      ),
    );
    expect(fields).toEqual({
      kind: 'front',
      title: 'Front page',
      blocks: [
        { pieces: ['a', 'b'], size: 'large' },
        { section: 'News', count: 3 },
        { books: ['newest'] },
        { books: ['c'] },
        { newsletter: true },
        { text: 'Hello.', title: 'T' },
      ],
    });
    expect(namedIn(fields)).toEqual([
      { slug: 'a', list: 'all' },
      { slug: 'b', list: 'all' },
      { slug: 'c', list: 'books' },
    ]);
    expect(sectionsIn(fields)).toEqual(['News']);
  });

  it.each([
    ['blocks: [{title: T}]', 'Block 1 says nothing of what stands in it'],
    ['blocks: [{section: News, text: Hello}]', 'Block 1 has section and text. Make it as many blocks'],
    ['blocks: [{section: News, count: 99}]', 'must be a whole number from 1 to 12'],
  ])('are refused with the way out: %s', (line, words) => {
    const found = read(front(line));
    expect(found.outcome).toBe('refused');
    expect(remarks(found).join('\n')).toContain(words);
  });

  it('take the place of events and sections, which is told', () => {
    const found = remarks(readWell(front('sections: [News]', 'blocks: [{newest: yes}]')));
    expect(found.join()).toContain('Where there are blocks, `sections` is left out');
  });
});
