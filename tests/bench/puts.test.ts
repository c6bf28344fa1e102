import { expect, it } from 'vitest';
import { Puts } from './puts.ts';

it('tells of a put that came between two questions', async () => {
  const puts = new Puts();
  const known = await puts.after('/pages/index.html', -1);
  puts.note('/pages/index.html');
  expect(await puts.after('/pages/index.html', known)).toBe(1);
});

it('waits for the next put of the same page, and tells all who wait', async () => {
  const puts = new Puts();
  const both = Promise.all([puts.after('/pages/a', 0), puts.after('/pages/a', 1)]);
  puts.note('/pages/b');
  puts.note('/pages/a');
  puts.note('/pages/a');
  expect(await both).toEqual([2, 2]);
});

it('says what it waited for when nothing comes', async () => {
  await expect(new Puts().after('/pages/a', 0, 50)).rejects.toThrow('/pages/a within 0.05 s; 0 came before');
});
