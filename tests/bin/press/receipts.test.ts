import { expect, it } from 'vitest';
import {
  hasEverything,
  type Notice,
  type ReceiptDocument,
  receiptLines,
  receiptSummary,
  receiptsLines,
} from '../../../bin/press/receipts.ts';
import { readManuscript } from '../../../functions/content/manuscripts/read-manuscript.ts';

const aDocument = (slug: string, status = 'published'): ReceiptDocument => ({
  ...{ slug, kind: 'article', title: slug.toUpperCase(), revision: 1, status, url: `http://press/${slug}/` },
});
const unchanged = (file: string): Notice => ({ level: 'note', file, text: 'Unchanged: it is there.' });
const link = (line: number): Notice => ({ level: 'warning', file: 'a.md', line, text: 'A link.' });
const upload = {
  id: '1',
  state: 'done' as const,
  manuscripts: ['a.md', 'bad.md', 'c.md', 'd.md'],
  documents: [aDocument('a'), aDocument('c'), aDocument('d', 'draft')],
  notices: [
    link(3),
    link(5),
    link(9),
    { level: 'error' as const, file: 'bad.md', line: 1, text: 'No title.' },
    unchanged('c.md'),
  ],
};

it('tells each document with what there is to say of its file, the same thing once', () => {
  expect(receiptLines(upload)).toEqual([
    '✓ A — published, revision 1: http://press/a/',
    '! a.md:3: A link. … and 2 more like it',
    '✓ C — unchanged: http://press/c/',
    '✓ D — draft, revision 1',
    '✗ bad.md:1: No title.',
  ]);
});

it('tells documents first where it cannot be known which files they came from', () => {
  const lines = receiptLines({ ...upload, manuscripts: ['a.md'] });
  expect(lines.map((line) => line[0]).join('')).toBe('✓✓✓!✗');
});

it('tells once, at the end, what several files have alike', () => {
  const field = (file: string, line: number, name = 'layout'): Notice => ({
    ...{ level: 'warning', file, line, text: `There is no field “${name}”; it was left out.` },
  });
  const taken = (file: string): Notice => ({ level: 'note', file, line: 4, text: 'Taken for tags.' });
  const notices = [
    field('a.md', 2),
    field('a.md', 7),
    link(3),
    field('c.md', 3),
    taken('a.md'),
    taken('c.md'),
  ];
  const other = {
    ...upload,
    id: '2',
    notices: [field('a.md', 9), field('d.md', 5, 'weight'), unchanged('c.md')],
  };
  const refused: Notice = { level: 'error', file: 'bad.md', line: 1, text: 'No title.' };
  const lines = receiptsLines([
    { ...upload, notices: [...notices, refused] },
    { ...other, notices: [...other.notices, refused] },
  ]);
  expect(lines).toEqual([
    '✓ A — published, revision 1: http://press/a/',
    '! a.md:3: A link.',
    '✓ C — published, revision 1: http://press/c/',
    '✓ D — draft, revision 1',
    '✗ bad.md:1: No title.',
    '✓ A — published, revision 1: http://press/a/',
    '✓ C — unchanged: http://press/c/',
    '✓ D — draft, revision 1',
    '! d.md:5: There is no field “weight”; it was left out.',
    '✗ bad.md:1: No title.',
    '! a.md:2 and 2 more files: There is no field “layout”; it was left out.',
    '· a.md:4 and 1 more file: Taken for tags.',
  ]);
});

it('adds up', () => {
  expect(receiptSummary([upload])).toBe('3 documents taken, 1 of them unchanged; 1 file refused; 3 remarks.');
  expect(receiptSummary([{ ...upload, notices: [] }])).toBe('3 documents taken.');
  const unanswered = { ...upload, state: 'waiting' as const, documents: [] };
  expect(receiptSummary([unanswered])).toBe(
    '0 documents taken, 1 of them unchanged; 1 file without a receipt; 3 remarks.',
  );
});

it('counts a picture that is not there as missing, and nothing that is only doubtful', () => {
  const receiptOf = (text: string) => {
    const { notices } = readManuscript(
      { name: 'a.md', bytes: new TextEncoder().encode(text) },
      { pictures: new Map() },
    );
    return { id: '1', state: 'done' as const, documents: [aDocument('a')], notices };
  };
  expect(hasEverything(receiptOf('# A\n\n![A door](door.png?width=300)'))).toBe(false);
  expect(hasEverything(receiptOf(`# A\n\n![A door](${'d'.repeat(600)}.png)`))).toBe(false);
  expect(hasEverything(receiptOf('# A\n\n[Where](wall.svg) <marquee>is it</marquee>'))).toBe(true);
});
