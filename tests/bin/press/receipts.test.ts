import { expect, it } from 'vitest';
import {
  type Notice,
  type ReceiptDocument,
  receiptLines,
  receiptSummary,
} from '../../../bin/press/receipts.ts';

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

it('adds up', () => {
  expect(receiptSummary([upload])).toBe('3 documents taken, 1 of them unchanged; 1 file refused; 3 remarks.');
  expect(receiptSummary([{ ...upload, notices: [] }])).toBe('3 documents taken.');
  const unanswered = { ...upload, state: 'waiting' as const, documents: [] };
  expect(receiptSummary([unanswered])).toBe(
    '0 documents taken, 1 of them unchanged; 1 file without a receipt; 3 remarks.',
  );
});
