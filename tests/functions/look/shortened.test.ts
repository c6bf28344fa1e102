import { expect, it } from 'vitest';
import { shortened } from '../../../functions/look/shortened.ts';

it('cuts between words, or where it must in text without any', () => {
  expect(shortened(' The  ferry\nruns again ', 12)).toBe('The ferry …');
  expect(shortened('渡船今日復航', 4)).toBe('渡船今日 …');
  expect(shortened('The ferry', 12)).toBe('The ferry');
  expect(shortened(' \n', 12)).toBeUndefined();
});
