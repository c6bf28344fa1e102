import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleLine } from '../../functions/bookings/settle-line.ts';
import { aGathering, aText } from '../functions/bookings/a-gathering.ts';
import { aSchool } from '../functions/bookings/a-school.ts';
import { aReadersDesk, ask, putOnSale, take } from '../functions/bookings/readers-desk.ts';
import { openBrowser } from './a-browser.ts';
import { openSite } from './readers-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const school = '/events/who-owns-the-water-side/';

/** The room with two events, and telephones to read it. */
async function aSite() {
  const desk = aReadersDesk();
  await putOnSale(desk.bookings, aSchool());
  await putOnSale(desk.bookings, aGathering());
  const site = await openSite((asked) => ask(desk, asked));
  const contexts: BrowserContext[] = [];
  const open = async (width: number, javaScriptEnabled: boolean) => {
    const viewport = { width, height: 844 };
    const context = await browser.newContext({ javaScriptEnabled, viewport, baseURL: site.origin });
    contexts.push(context);
    return context.newPage();
  };
  const close = async () => {
    for (const context of contexts) await context.close();
    await site.close();
  };
  return { desk, open, close };
}

/** What everybody must be able to use: WCAG's rules, no fault of the browser's, nothing wider than the window. */
async function faultsOf(page: Page, wrongs: string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    'axe.run({ rules: { "target-size": { enabled: true } } })',
  );
  const width = page.viewportSize()?.width ?? 0;
  const scrollWidth = Number(await page.evaluate('document.documentElement.scrollWidth'));
  const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  return [...violations, ...wrongs, ...(scrollWidth > width ? [`${scrollWidth} wide`] : [])];
}

/** Opens it and gives what is wrong with it. Refusals are pages as well. */
async function faultsAt(page: Page, path: string): Promise<string[]> {
  const wrongs: string[] = [];
  const hear = (message: { type(): string; text(): string }) =>
    void (
      message.type() === 'error' &&
      !/status of 4\d\d/.test(message.text()) &&
      wrongs.push(message.text())
    );
  page.on('console', hear);
  await page.goto(path);
  page.off('console', hear);
  return faultsOf(page, wrongs);
}

const count = (page: Page, ticket: string, many: string) =>
  page.getByLabel(`How many: ${ticket}`).selectOption(many);
const press = (page: Page, name: string) => page.locator('main').getByRole('button', { name }).click();

async function fillIn(page: Page, name: string, email: string): Promise<void> {
  const main = page.locator('main');
  await main.getByLabel('Your name').fill(name);
  await main.getByLabel('Your e-mail address').fill(email);
}

describe.each([320, 1280])('at %i pixels', (width) => {
  it('every page of events and bookings is for everyone', { timeout: 120_000 }, async () => {
    const { desk, open, close } = await aSite();
    const page = await open(width, true);
    const book = (query: string) => `${school}book/?${query}`;
    for (const path of [
      ...[
        '/events/',
        school,
        '/events/past/',
        '/events/never/',
        '/events/bookings/',
        '/events/bookings/?sent',
      ],
      ...[book('n.waged=2&n.solidarity=1&n.saturday=1'), book('code=stew'), book('code=nope&n.waged=1')],
    ])
      expect(await faultsAt(page, path), path).toEqual([]);

    await page.goto(book('n.waged=2&n.solidarity=1'));
    await press(page, 'Book now');
    expect(await faultsOf(page, []), 'a form with faults').toEqual([]);
    await fillIn(page, 'Mara Quill', 'mara@home.example');
    for (const box of await page.getByLabel('Pie').all()) await box.check();
    await press(page, 'Book now');
    expect(await faultsOf(page, []), 'a booking').toEqual([]);
    const own = new URL(page.url()).pathname;
    for (const query of ['?back=1', '?cancel', '?details=done'])
      expect(await faultsAt(page, own + query), query).toEqual([]);

    await take(desk.bookings, 'summer-school-1', { all: 100 });
    expect(await faultsAt(page, '/events/summer-school/')).toEqual([]);
    await page.goto('/events/summer-school/book/?n.unwaged=2');
    await fillIn(page, 'Noor Haldane', 'noor@home.example');
    await press(page, 'Join the waiting list');
    expect(await faultsOf(page, []), 'somebody who waits').toEqual([]);
    const waiting = new URL(page.url()).pathname;
    await desk.bookings.make({
      gathering: 'summer-school-1',
      at: desk.clock.at,
      quotas: [{ name: 'all', add: { booked: -2, passing: 2 } }],
      line: { unsettled: true },
    });
    await settleLine('summer-school-1', desk);
    expect(await faultsAt(page, waiting), 'an offer').toEqual([]);
    await close();
  });
});

it('books two kinds of ticket on a telephone without scripts, gives one back, and a group gets it', {
  timeout: 120_000,
}, async () => {
  const { desk, open, close } = await aSite();
  const page = await open(390, false);
  await take(desk.bookings, 'summer-school-1', { all: 97 });
  await page.goto('/events/');
  await page.getByRole('link', { name: aText.title }).click();
  await page.getByRole('link', { name: 'Book a place' }).click();
  await count(page, 'Waged', '1');
  await count(page, 'Unwaged', '2');
  await press(page, 'Book');
  expect(await page.textContent('main')).toContain('£10.50');
  await fillIn(page, 'Mara Quill', 'mara@');
  await press(page, 'Book now');
  expect(await page.locator('.error').textContent()).toContain('An e-mail address looks like');
  await fillIn(page, 'Mara Quill', 'mara@home.example');
  await page.getByLabel('At the door').check();
  await press(page, 'Book now');
  expect(await page.textContent('main')).toContain('Please bring £10.50 to the door.');
  expect(desk.bookings.letters.map(({ kind }) => kind)).toEqual(['held']);
  const own = page.url();

  await page.goto('/events/summer-school/');
  expect(await page.textContent('main')).toContain('Full: you can wait for a place');
  await count(page, 'Unwaged', '1');
  await press(page, 'Join the waiting list');
  await fillIn(page, 'Noor Haldane', 'noor@home.example');
  await press(page, 'Join the waiting list');
  expect(await page.textContent('main')).toContain('You are the first in the line.');
  const waiting = page.url();

  await page.goto(own);
  await page.getByRole('link', { name: 'Give this place back' }).last().click();
  await press(page, 'Give it back');
  expect(await page.locator('[role=status]').textContent()).toContain('The place is given back.');
  await settleLine('summer-school-1', desk);

  await page.goto(waiting);
  expect(await page.textContent('main')).toContain('There is a place for you');
  await press(page, 'Take it');
  expect(await page.textContent('main')).toContain('You are coming: 1 place.');
  await page.getByRole('link', { name: 'Send me my booking’s link again' }).click();
  await page.locator('main').getByLabel('Your e-mail address').fill('noor@home.example');
  await press(page, 'Send me the link');
  expect(await page.textContent('h1')).toBe('Please look into your mailbox');
  expect(desk.wanted).toHaveLength(1);
  await close();
});
