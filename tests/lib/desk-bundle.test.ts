import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleDesk } from '../../lib/desk-bundle.ts';

it('is one script and one stylesheet, small enough for a telephone, and the same each time', async () => {
  const [files, again] = [await bundleDesk(), await bundleDesk()];
  expect(files.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^desk-[0-9a-f]{10}\.js$/),
    expect.stringMatching(/^desk-[0-9a-f]{10}\.css$/),
  ]);
  expect(again).toEqual(files);
  const [script = new Uint8Array(), style = new Uint8Array()] = files.map(({ contents }) => contents);
  expect(gzipSync(script).length).toBeLessThan(60_000);
  expect(gzipSync(style).length).toBeLessThan(10_000);
  // What its Trusted Types and its policy of styles would refuse.
  const code = Buffer.from(script).toString();
  expect(code).not.toMatch(/parseFromString\(""|insertAdjacentHTML|document\.write|\beval\(|new Function/);
});
