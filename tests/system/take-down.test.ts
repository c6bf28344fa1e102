import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({ edgeCache: true });
});
afterAll(() => press.end());

const text = '---\ntitle: The stairwell\n---\nUnheard of. ![Stairs](stairs.png)\n';

it('takes a picture from its address, at the edge too, and makes it again when it is published again', async () => {
  const create = { width: 30, height: 20, channels: 3 as const, background: '#803010' };
  const picture = await sharp({ create }).png().toBuffer();
  await press.handIn({ 'stairwell.md': text, 'stairs.png': picture });
  const page = await eventually(
    () => press.get('/articles/the-stairwell/'),
    ({ status }) => status === 200,
  );
  const [path = ''] = page.text.match(/\/media\/[a-z0-9.-]+/) ?? [];
  expect((await press.get(path)).status).toBe(200);
  expect((await press.get(path)).headers.get('x-cache')).toContain('Hit');

  await press.api('POST', '/documents/the-stairwell/withdraw', { reason: 'Wrong.' });
  const gone = await eventually(
    () => press.get(path),
    ({ status }) => status === 404,
    60,
  );
  expect(gone.status).toBe(404);

  await press.handIn({ 'stairwell.md': text });
  expect((await press.get(path)).status).toBe(200);

  await press.api('DELETE', '/documents/the-stairwell');
  const deleted = await eventually(
    () => press.get(path),
    ({ status }) => status === 404,
    60,
  );
  expect(deleted.status).toBe(404);
}, 180_000);
