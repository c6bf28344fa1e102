import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handIn } from '../../bin/press/hand-in.ts';
import { aPress, eventually, type PressUnderTest } from '../system/a-press.ts';
import { openBrowser, visit } from './a-browser.ts';

const smallest = 320;
const phone = 360;
const desktop = 1280;
const school = '/events/summer-school/';
const article = '/articles/ferry-crews-win-the-winter-timetable/';
const book = '/books/the-year-of-steam/';
const olderEdition = `${book}first/`;
const calling = '/articles/come-and-learn-what-we-had-to-find-out/';

let press: PressUnderTest;
let browser: Browser;
beforeAll(async () => {
  [press, browser] = await Promise.all([aPress(), openBrowser()]);
  await handIn([join(import.meta.dirname, '../../examples/press')], press.editor);
  await handInLongWords();
  for (const path of [
    article,
    calling,
    book,
    olderEdition,
    '/books/',
    ...longWordPages,
    '/sections/memory/',
    '/about/',
  ])
    await rendered(path);
  await rendered('/', 'Ferry crews', 'Seventeen hours', 'Two days on holding the line');
  await rendered(calling, 'Book a place');
  await rendered('/authors/', 'Pavel Okonjo');
  await rendered(school, 'Book places');
});
afterAll(async () => {
  await browser.close();
  await press.end();
});

const longWord = 'Donaudampfschifffahrtsgesellschaft';
const longAddress = `https://press.example/${'archive-of-minutes/'.repeat(12)}`;
const longWordPages = [
  '/articles/long-words/',
  '/articles/long-address/',
  `/tags/${longWord.toLowerCase()}/`,
  `/authors/${longWord.toLowerCase()}/`,
];

/** Articles with a word or an address that is wider than any telephone, wherever words can stand. */
async function handInLongWords(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'long-words-'));
  const written = (word: string, fields: string) => `---
title: ${JSON.stringify(word)}
standfirst: ${JSON.stringify(`${word} ${word}`)}
authors: [${JSON.stringify(word.slice(0, 100))}]
tags: [${JSON.stringify(word.slice(0, 60))}]
${fields}
---
${word}

## ${word}

> ${word}

- ${word}

\`${word}\` [${word}](${longAddress})

    ${word} ${word} ${word}

| ${word} | b |
|---|---|
| ${word} | ${word} |

Noted.[^1]

[^1]: ${word}
`;
  const common = `slug: long-words\nlanguage: de\ncorrections: [{ date: 2026-01-01, text: ${longWord} }]`;
  await writeFile(join(folder, 'word.md'), written(longWord, common));
  await writeFile(join(folder, 'address.md'), written(longAddress, 'slug: long-address'));
  await handIn([folder], press.editor);
  await rm(folder, { recursive: true });
}

/** Words that stand out of their block, and so beyond the page or over what is beside them; tables and code scroll. */
const wordsOutside = `(() => {
  const outside = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    let block = text.parentElement;
    if (!text.data.trim() || block.closest('pre, .table, .skip, .honeypot, style, script')) continue;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const range = document.createRange();
    range.selectNodeContents(text);
    const [words, box] = [range.getBoundingClientRect(), block.getBoundingClientRect()];
    if (words.width && (words.right > box.right + 1 || words.left < box.left - 1)) outside.push(text.data);
  }
  return outside;
})()`;

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

it.each([smallest, phone, desktop])('keeps long words in their place at %i pixels', async (width) => {
  const found = await Promise.all(
    ['/', ...longWordPages].map(async (path) => {
      const { page } = await open(path, width);
      const scrollWidth = Number(await page.evaluate('document.documentElement.scrollWidth'));
      const outside = await page.evaluate<string[]>(wordsOutside);
      await page.close();
      return { path, scrollWidth, outside };
    }),
  );
  const asItShouldBe = ({ path }: { path: string }) => ({ path, scrollWidth: width, outside: [] });
  expect(found).toEqual(found.map(asItShouldBe));
});

describe.each([
  ['/', 'the front page'],
  [article, 'an article'],
  [calling, 'an article that calls to an event'],
  ['/sections/memory/', 'a section'],
  ['/archive/', 'the archive'],
  ['/about/', 'a standing page'],
  ['/written/1949/', 'a year'],
  ['/authors/', 'an index of names'],
  ['/api/', 'the description of the API'],
  ['/newsletters/', 'the newsletters'],
  ['/events/', 'what is on'],
  [school, 'an event'],
  [book, 'a book'],
  [olderEdition, 'an older edition of a book'],
  ['/books/', 'the books'],
  ['/articles/the-laundry-strike-1-steam/', 'an article of a series and of a book'],
  ['/articles/coats-for-capstan-house/', 'an appeal'],
  ['/articles/who-owns-the-slipway/', 'an article with a reply'],
  ['/authors/ines-varga/', 'an author'],
])('%s', (path, name) => {
  it.each([smallest, phone, desktop])(`shows ${name} at ${'%i'} pixels without a fault`, async (width) => {
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
      'axe.run({ rules: { "target-size": { enabled: true } } })',
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

/** Opens it where no script runs, as on a telephone. */
async function openWithoutScript(path: string): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: phone, height: 780 },
  });
  const page = await context.newPage();
  await page.goto(press.site + path);
  return page;
}

/** What everybody must be able to use, at a telephone's width. */
async function faultsAt(path: string): Promise<string[]> {
  const { page, wrongs } = await open(path, phone);
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    'axe.run({ rules: { "target-size": { enabled: true } } })',
  );
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth')) > phone;
  await page.close();
  const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  return [...violations, ...wrongs, ...(wide ? ['wider than the telephone'] : [])];
}

const mailsTo = async (address: string): Promise<{ body: { text: string } }[]> =>
  (await (await fetch(`${press.inbox}/store?to=${encodeURIComponent(address)}&limit=9`)).json()).emails;

it('subscribes below an article without a script, finishes, and changes what comes', {
  timeout: 120_000,
}, async () => {
  const reader = 'reader@example.org';
  const page = await openWithoutScript(article);
  const below = page.locator('.subscribing');
  await below.getByLabel('Your e-mail address').fill('reader@');
  await below.getByRole('button', { name: 'Subscribe' }).click();
  expect(await page.locator('.error').first().isVisible()).toBe(true);
  const full = page.locator('main');
  expect(await full.getByLabel('Your e-mail address').inputValue()).toBe('reader@');
  await full.getByLabel('Your e-mail address').fill(reader);
  await full.getByRole('button', { name: 'Subscribe' }).click();
  expect(await page.textContent('h1')).toBe('Please look into your mailbox');

  const mails = await eventually(
    () => mailsTo(reader),
    ({ length }) => length > 0,
    60,
  );
  const path = /\/newsletters\/confirm\/[\w-]+/.exec(mails[0]?.body.text ?? '')?.[0] ?? '';
  expect(await faultsAt(path)).toEqual([]);
  await page.goto(press.site + path);
  await page.getByRole('button', { name: 'Finish subscribing' }).click();
  expect(await page.textContent('h1')).toBe('You are subscribed');
  expect(await faultsAt(path)).toEqual([]);
  await page.getByRole('link', { name: 'Change what you get' }).click();
  expect(await faultsAt(new URL(page.url()).pathname)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.locator('[role=status]').textContent()).toBe('Saved.');
  await page.goto(press.site + path);
  await page.getByRole('link', { name: 'leave' }).click();
  await page.locator('main').getByRole('button', { name: 'Leave' }).click();
  expect(await page.textContent('h1')).toBe('You have left');
  await page.context().close();
});

it('hides from everybody the field that only programs fill in', async () => {
  const { page } = await open('/newsletters/', phone);
  const reached: string[] = [];
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab');
    reached.push(String(await page.evaluate('document.activeElement?.name ?? ""')));
  }
  expect(reached).toContain('email');
  expect(reached).not.toContain('leave-this-empty');
  await page.close();
});
