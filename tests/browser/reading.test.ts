import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handIn } from '../../bin/press/hand-in.ts';
import { aPress, eventually, type PressUnderTest } from '../system/a-press.ts';
import { openBrowser, visit } from './a-browser.ts';

const phone = 360;
const desktop = 1280;
const article = '/articles/ferry-crews-win-the-winter-timetable/';

let press: PressUnderTest;
let browser: Browser;
beforeAll(async () => {
  [press, browser] = await Promise.all([aPress(), openBrowser()]);
  await handIn([join(import.meta.dirname, '../../examples/press')], press.editor);
  for (const path of [article, '/sections/memory/', '/about/']) await rendered(path);
  await rendered('/', 'Ferry crews', 'Seventeen hours');
  await rendered('/authors/', 'Pavel Okonjo');
});
afterAll(async () => {
  await browser.close();
  await press.end();
});

/** Waits until the page is there and says these words. */
async function rendered(path: string, ...words: string[]): Promise<void> {
  const found = ({ status, text }: { status: number; text: string }) =>
    status === 200 && words.every((word) => text.includes(word));
  expect(found(await eventually(() => press.get(path), found)), `${path} ${words}`).toBe(true);
}

const open = (path: string, width: number) => visit(browser, press.site + path, width);

/** Scrolls through, so that pictures that wait for it are loaded. */
async function seeAll(page: Page): Promise<void> {
  const height = await page.evaluate('document.body.scrollHeight');
  for (let y = 0; y < Number(height); y += 500) await page.mouse.wheel(0, 500);
  await page.waitForFunction('[...document.images].every((image) => image.complete)');
}

describe.each([
  ['/', 'the front page'],
  [article, 'an article'],
  ['/sections/memory/', 'a section'],
  ['/archive/', 'the archive'],
  ['/about/', 'a standing page'],
  ['/written/1949/', 'a year'],
  ['/authors/', 'an index of names'],
  ['/api/', 'the description of the API'],
])('%s', (path, name) => {
  it.each([phone, desktop])(`shows ${name} at ${'%i'} pixels without a fault`, async (width) => {
    const { page, wrongs } = await open(path, width);
    await seeAll(page);
    expect(wrongs).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate('[...document.images].filter((image) => !image.naturalWidth).length')).toBe(0);
    expect(
      await page.evaluate('document.scripts.length - document.querySelectorAll("script[type$=json]").length'),
    ).toBe(0);
    await page.close();
  });

  it(`lets everyone read ${name}`, async () => {
    const { page } = await open(path, phone);
    await page.evaluate(axe.source);
    const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    );
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.close();
  });
});

it('follows a footnote there and back', async () => {
  const { page } = await open(article, phone);
  await page.click('.footnote-ref a');
  expect(await page.evaluate('location.hash')).toMatch(/^#fn/);
  await page.click('.footnote-backref');
  expect(await page.evaluate('document.querySelector(location.hash) !== null')).toBe(true);
  await page.close();
});

it('lets the keyboard skip to the text', async () => {
  const { page } = await open('/', desktop);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.querySelector(location.hash)?.tagName')).toBe('MAIN');
  await page.close();
});

it('goes dark at night', async () => {
  const { page } = await open(article, phone);
  const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  await page.emulateMedia({ colorScheme: 'light' });
  const day = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await paper()).not.toBe(day);
  await page.close();
});

it('prints an article without what only makes sense on a screen', async () => {
  const { page } = await open(article, desktop);
  await page.emulateMedia({ media: 'print' });
  expect(await page.isVisible('h1')).toBe(true);
  expect(await page.isVisible('nav')).toBe(false);
  expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
  await page.close();
});

it('finds its way from the front page to an article by clicking', async () => {
  const { page } = await open('/', phone);
  await page.click('text=Ferry crews win the winter timetable');
  await page.waitForURL(`**${article}`);
  expect(await page.textContent('h1')).toBe('Ferry crews win the winter timetable');
  await page.close();
});
