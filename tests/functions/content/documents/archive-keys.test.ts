import { expect, it } from 'vitest';
import { bodyKey } from '../../../../functions/content/documents/archive-keys.ts';

it('gives a body one key, in whatever order the store returns the fields of its pictures', () => {
  const shown = { name: 'a.png', src: '/media/a.png', width: 2, height: 1, variants: [] };
  const returned = { variants: [], height: 1, width: 2, src: '/media/a.png', name: 'a.png' };
  const text = { html: '<p>x</p>', text: 'x' };
  expect(bodyKey({ ...text, pictures: [returned] })).toBe(bodyKey({ ...text, pictures: [shown] }));
});
