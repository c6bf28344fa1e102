import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPress, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress();
});
afterAll(() => press.end());

const bench = join(import.meta.dirname, '../../examples/press/pictures/bench.jpg');

describe('an upload', () => {
  const refused = async (files: Record<string, string | Uint8Array>) => {
    const [receipt] = await press.handIn(files);
    expect(receipt?.state).toBe('refused');
    return receipt?.notices.filter(({ level }) => level === 'error') ?? [];
  };

  it.each([
    ['no title', '---\nsection: News\n---\nText', undefined],
    ['a bad date', '---\ntitle: X\nwritten: 1949-13\n---\nText', 3],
    ['a broken YAML line', '---\ntitle: X\ntags: [a, b\nsection: News\n---\nText', undefined],
  ])('is refused for %s, by file and line', async (_, text, line) => {
    const [error] = await refused({ 'broken.md': text });
    expect(error).toMatchObject({ file: 'broken.md', ...(line ? { line } : {}) });
    expect(error?.text.length).toBeGreaterThan(10);
  });

  it('is refused when a picture calls itself a manuscript', async () => {
    const [error] = await refused({ 'really.md': await readFile(bench) });
    expect(error?.text).toMatch(/JPEG/i);
  });

  it('is read without a broken picture, and the receipt names that', async () => {
    const [receipt] = await press.handIn({
      'p.md': '---\ntitle: With a picture\n---\n![x](p.jpg)',
      'p.jpg': 'not a picture',
    });
    expect(receipt?.notices).toContainEqual(expect.objectContaining({ level: 'error', file: 'p.jpg' }));
  });
});

describe('a request', () => {
  it.each([
    ['POST', '/api/uploads'],
    ['GET', '/api/documents'],
    ['DELETE', '/api/documents/x'],
  ])('%s %s is refused without a token', async (method, path) => {
    expect((await fetch(new URL(path, press.site), { method })).status).toBe(401);
  });

  it("is refused at the API's own address", async () => {
    expect((await fetch(`${press.cloud.place.origins.api}/api/articles`)).status).toBe(403);
  });

  it('is answered with the security headers', async () => {
    const { headers } = await press.get('/');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
