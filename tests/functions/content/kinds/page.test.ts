import { expect, it } from 'vitest';
import { readWell, remarks } from '../a-manuscript.ts';

it('names the author whom it is about by the word that articles have for another one', () => {
  const read = readWell('---\nkind: page\ntitle: T\nauthor: Ines Varga\n---\nText.');
  expect(read.fields).toEqual({ kind: 'page', title: 'T', author: 'Ines Varga' });
  expect(remarks(read)).toEqual([]);
});
