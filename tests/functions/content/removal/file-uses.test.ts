import { expect, it } from 'vitest';
import { type FileUse, picturesIn } from '../../../../functions/content/removal/file-uses.ts';

const aUse = (order: string, media?: string): FileUse => ({
  file: 'originals/1',
  slug: 'a',
  order,
  upload: order,
  at: '2024-03-01T09:00:00.000Z',
  media,
});

it('finds every address of a picture that was made in two ways, each once', () => {
  const uses = [aUse('1', '/media/1-'), aUse('2', '/media/2-'), aUse('3', '/media/1-'), aUse('4')];
  expect(picturesIn(uses)).toEqual([
    { file: 'originals/1', media: '/media/1-' },
    { file: 'originals/1', media: '/media/2-' },
  ]);
});
