import { expect, it } from 'vitest';
import { calendar } from '../../../bin/press/calendar.ts';
import { aPress } from './an-answering-press.ts';

const month = { timezone: 'Europe/Dublin', from: '2026-11-30', to: '2026-12-30', items: [], complete: true };

it('calendar tells what goes out from day to day, and that there is more', async () => {
  const items = [
    { at: '2026-12-01T07:00:00Z', what: 'publish', slug: 'rent', title: 'Rent strike' },
    { at: '2026-12-01T07:30:00Z', what: 'send', slug: 'december', title: 'December' },
  ];
  const { press } = await aPress({
    'GET /calendar?from=2026-12-01&to=2026-12-02': [[200, { ...month, items, complete: false }]],
  });
  expect((await calendar(press, ['2026-12-01', '2026-12-02'])).lines).toEqual([
    '2026-12-01 07:00 UTC  Rent strike (rent) becomes live',
    '2026-12-01 07:30 UTC  December (december) goes out by mail',
    'There is more than this tells: name fewer days.',
  ]);
});

it('calendar without days asks for the coming month, and says when nothing goes out', async () => {
  const { press } = await aPress({ 'GET /calendar?': [[200, month]] });
  expect((await calendar(press, [])).lines).toEqual([
    'Nothing goes out by itself from 2026-11-30 to 2026-12-30 (Europe/Dublin).',
  ]);
  await expect(calendar(press, ['1', '2', 'three'])).rejects.toThrow('“three” is too much');
});
