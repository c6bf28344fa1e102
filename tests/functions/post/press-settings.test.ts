import { expect, it } from 'vitest';
import { settingsFrom } from '../../../functions/post/store/press-copy.ts';

it('takes of the press document what letters need', () => {
  const press = { title: 'The Lantern', sender: 'post@lantern.example', imprint: '1 Quay' };
  expect(settingsFrom({ ...press, limits: { hourly: 7 } })).toEqual({
    ...{ sender: press.sender, imprint: press.imprint, ceiling: 7 },
  });
});

it('has the usual ceiling without a press document, and counts what is no more what it should be as absent', () => {
  expect(settingsFrom(undefined)).toEqual({ ceiling: 1000 });
  const old = JSON.parse('{"title":"The Lantern","sender":["a"],"imprint":3,"limits":{"hourly":0}}');
  expect(settingsFrom(old)).toEqual({ ceiling: 1000 });
});
