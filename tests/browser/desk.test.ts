import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPress, eventually, type PressUnderTest } from '../system/a-press.ts';
import { openBrowser } from './a-browser.ts';
import { type AtDesk, drop, hindrances, openDesk, openTab, signIn } from './a-desk.ts';

let press: PressUnderTest;
let browser: Browser;
const open: AtDesk[] = [];

beforeAll(async () => {
  [press, browser] = await Promise.all([aPress(), openBrowser()]);
  // The page stands when the first render is done.
  await eventually(
    () => press.get('/desk/'),
    ({ status }) => status === 200,
    60,
  );
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await press?.end();
});

const desk = async (options: Parameters<typeof openDesk>[2]): Promise<AtDesk> => {
  const at = await openDesk(browser, press.site, options);
  open.push(at);
  return at;
};

const picture = readFileSync(new URL('../../examples/press/pictures/bench.jpg', import.meta.url));
const piece = (title: string, text = 'It floods.', more = '') =>
  `---\ntitle: ${title}\n${more}---\n${text}\n`;
const handIn = (page: Page) => page.getByRole('button', { name: /^Hand in th/ }).click();
const taken = (page: Page) => page.getByRole('heading', { name: /^Taken/ }).waitFor();
const area = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });
const article = (slug: string, words: string) =>
  eventually(
    () => press.get(`/articles/${slug}/`),
    ({ text }) => text.includes(words),
    20,
  );
const frame = (page: Page) => page.frameLocator('iframe');

/** The revision of a document that was handed in last, and the document. */
const shown = (slug: string) =>
  press.api<{ status: string; pending?: { revision: number; overtaken?: boolean }; revision: number }>(
    'GET',
    `/documents/${slug}`,
  );

describe('signing in', () => {
  it('leads to the sign-in and back; no token is stored but one that works once', async () => {
    const { page, wrongs } = await desk({ who: 'edda' });
    const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    expect(Object.keys(JSON.parse(stored))).toEqual(['desk-refresh']);
    expect(stored).not.toContain('eyJ');
    expect(page.url()).toBe(`${press.site}/desk/`);
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Desk' }).innerText()).toMatch(
      /Hand in\s+Write\s+Documents/,
    );
    expect(wrongs).toEqual([]);
  });

  it('refuses a code that this tab has not asked for', async () => {
    const { page } = await desk({});
    await page.goto('/desk/?code=stolen&state=other');
    await page.getByText('was not begun in this tab').waitFor();
    expect(page.url()).toBe(`${press.site}/desk/`);
  });

  it('ends everywhere, and erases what is kept where one says so', async () => {
    const { page } = await desk({ who: 'wim' });
    await page.getByRole('link', { name: 'Write' }).click();
    await page.getByRole('button', { name: 'Begin a text' }).click();
    await area(page).fill('Something private.');
    await page.getByText('Kept in this browser').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out and erase it' }).click();
    await page.getByRole('heading', { name: 'The desk' }).waitFor();
    await signIn(page, 'edda');
    const kept = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('desk');
          opening.onsuccess = () => {
            const all = opening.result.transaction('kept').objectStore('kept').getAllKeys();
            all.onsuccess = () => resolve(all.result);
          };
        }),
    );
    expect(kept).toEqual([]);
  });
});

describe('handing in', () => {
  it('takes what is dropped, asks what a picture shows, and says what became of it', async () => {
    const at = await desk({ width: 390, who: 'edda' });
    const { page } = at;
    const text = piece('The bench', '![](bench.jpg)\n\n![](gone.png)');
    await drop(page, { 'bench.md': text, 'bench.jpg': picture, 'notes.rtf': 'x' });
    await page.getByText('Left out, because the press takes no such files: notes.rtf').waitFor();
    await page.getByLabel('What does it show?').fill('An empty bench by the sea');
    expect(await hindrances(at)).toEqual([]);
    await handIn(page);
    await page.getByRole('heading', { name: 'Taken, with one remark' }).waitFor();
    expect(await hindrances(at)).toEqual([]);
    expect((await article('the-bench', 'An empty bench')).text).toContain('alt="An empty bench by the sea"');

    await page.getByRole('button', { name: 'Line 6' }).click();
    await area(page).waitFor();
    const chosen = await area(page).evaluate(
      (one) => one instanceof HTMLTextAreaElement && one.value.slice(one.selectionStart, one.selectionEnd),
    );
    expect(chosen).toBe('![](gone.png)');
    expect(await hindrances(at)).toEqual([]);
  });

  it('sends no file twice that arrived whole when the line breaks', async () => {
    const { page } = await desk({ who: 'edda' });
    const posted: string[] = [];
    let isBroken = true;
    await page.route(`${press.cloud.place.origins.aws}/**`, async (route) => {
      const body = route.request().postData() ?? '';
      const name = /manuscripts/.test(body) ? 'text' : 'picture';
      posted.push(name);
      if (name === 'picture' && isBroken) await route.abort();
      else await route.continue();
    });
    await drop(page, { 'line.md': piece('The line', '![A bench](bench.jpg)'), 'bench.jpg': picture });
    await handIn(page);
    await page.getByText('The line is broken.').waitFor();
    isBroken = false;
    // A slow machine sees it go on by itself before the button is reached.
    const again = page.getByRole('button', { name: 'Try now' });
    await again.or(page.getByRole('heading', { name: /^Taken/ })).click();
    await taken(page);
    expect(posted.filter((name) => name === 'text')).toEqual(['text']);
    expect((await article('the-line', 'bench')).text).toContain('alt="A bench"');
  });

  it('asks what is a new version and what another piece, and goes by what one says', async () => {
    const first = 'In which nobody pays, and the stairs are swept by those who live there.';
    const second = 'Another winter altogether: the boiler, the court, the long table in the yard.';
    await press.handIn({ 'winter.md': piece('Winter', first) });
    const { page } = await desk({ who: 'edda' });
    await drop(page, { 'other.md': piece('Winter', second) });
    await handIn(page);
    await page.getByRole('button', { name: 'It is another piece' }).click();
    await taken(page);
    await article('winter-2', 'Another winter');
    expect((await article('winter', 'nobody pays')).status).toBe(200);
    await frame(page).getByText('Another winter').waitFor();
  });

  it('goes on when the tab was closed in the middle of it', async () => {
    const { page, context } = await desk({ who: 'edda' });
    await page.route(`${press.cloud.place.origins.aws}/**`, (route) => route.abort());
    await drop(page, { 'closed.md': piece('The closed tab') });
    await handIn(page);
    await page.getByText('The line is broken.').waitFor();
    await page.close();
    const { page: again } = await openTab(context);
    await signIn(again, 'edda');
    await taken(again);
    expect((await shown('the-closed-tab')).revision).toBe(1);
  });
});

describe('writing', () => {
  it('shows the page as readers will see it, and what is doubtful, without storing anything', async () => {
    const at = await desk({ who: 'wim' });
    const { page } = at;
    await page.getByRole('link', { name: 'Write' }).click();
    expect(await hindrances(at)).toEqual([]);
    await page.getByRole('button', { name: 'Begin a text' }).click();
    await page.getByLabel('Title', { exact: true }).fill('High water');
    await page.getByLabel('Authors').fill('Noor Haldane, Wim');
    await area(page).fill('It *floods*.\n\n<script>alert(1)</script>');
    await frame(page).getByRole('heading', { name: 'High water' }).waitFor();
    expect(await frame(page).locator('em').innerText()).toBe('floods');
    await page.getByRole('button', { name: 'Line 8' }).first().click();
    expect(await hindrances(at)).toEqual([]);
    expect((await press.get('/articles/high-water/')).status).toBe(404);
    await page.getByRole('button', { name: 'Hand in to the editors' }).click();
    await page.getByRole('heading', { name: /^Taken/ }).waitFor();
    expect(await shown('high-water')).toMatchObject({
      status: 'draft',
      fields: { authors: ['Noor Haldane', 'Wim'] },
    });
    await page.getByRole('link', { name: 'High water' }).click();
    await page.getByRole('heading', { name: 'High water' }).waitFor();
    // Nothing is offered that would be refused.
    expect(await page.getByRole('button', { name: /Publish|Withdraw|Delete|Preview/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Correct it' }).click();
    expect(await area(page).inputValue()).toContain('It *floods*.');
  });

  it('brings headings, lists, links, emphasis and footnotes from Word, and says what did not come', async () => {
    const { page } = await desk({ who: 'wim' });
    await page.goto(`${press.site}/desk/#/write/new-paste`);
    await area(page).focus();
    await paste(page, fromWord);
    expect(await area(page).inputValue()).toBe(
      [
        '## The quay',
        'It **floods**[^1] and *leaks*; see [the map](https://maps.example/).',
        '-   Boots\n-   Buckets',
        '[^1]: Every spring.',
      ].join('\n\n'),
    );
    await page.getByText('A picture could not come with it').waitFor();
    await area(page).fill('');
    await paste(page, fromGoogle);
    expect(await area(page).inputValue()).toBe('Plain and **bold** and *slanted*.');
  });

  it('is not lost when the tab is killed in mid-sentence', async () => {
    const { page, context } = await desk({ who: 'wim' });
    await page.goto(`${press.site}/desk/#/write/new-crash`);
    await area(page).pressSequentially('The tide came in befo');
    await page.getByText('Kept in this browser').waitFor();
    await page.close();
    const again = await openTab(context, '#/write/new-crash');
    await signIn(again.page, 'wim');
    await again.page.getByText('It is here again.').waitFor();
    expect(await area(again.page).inputValue()).toBe('The tide came in befo');
    await again.page.getByRole('button', { name: 'Compare' }).click();
    expect(await hindrances(again)).toEqual([]);
    await again.page.getByRole('button', { name: 'Discard it' }).click();
    expect(await area(again.page).inputValue()).toBe('');
  });

  it('stays on the screen when the sign-in ends, and goes on after another', async () => {
    const { page } = await desk({ who: 'edda' });
    await page.goto(`${press.site}/desk/#/write/new-night`);
    await page.getByLabel('Title', { exact: true }).fill('After a night');
    await area(page).fill('Written late.');
    // A night passes: neither token is good any more.
    await page.route('**/oauth2/token', (route) =>
      route.fulfill({ status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' }),
    );
    await page.route('**/api/preview', (route) => route.fulfill({ status: 401, body: '{}' }));
    await area(page).fill('Written late, by lamp.');
    await page.getByRole('button', { name: 'Sign in again' }).waitFor();
    expect(await area(page).inputValue()).toBe('Written late, by lamp.');
    await page.unrouteAll();
    await signIn(page, 'edda');
    expect(await area(page).inputValue()).toBe('Written late, by lamp.');
    await page.getByRole('button', { name: 'Publish' }).click();
    await taken(page);
    await article('after-a-night', 'by lamp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Handed in');
    // What is gone on with began from what was handed in just now: nobody stands in its way.
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await area(page).fill('Written late, by lamp and by daylight.');
    await page.getByRole('button', { name: 'Publish' }).click();
    await taken(page);
    await article('after-a-night', 'daylight');
    expect(await shown('after-a-night')).not.toHaveProperty('pending');
  });

  it('never hands in as a draft what would be published: a web page says itself what it is', async () => {
    await press.handIn({ 'checked.html': '<h1>Checked page</h1><p>Words of the page.</p>' });
    const { page } = await desk({ who: 'edda' });
    await page.goto(`${press.site}/desk/#/write/checked-page%401`);
    await page.getByText('unless the file itself says').waitFor();
    expect(await page.getByRole('button', { name: /draft|Publish/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Hand in', exact: true }).count()).toBe(1);
  });

  it('of two tabs on one text loses nothing, and each hands in its own', async () => {
    const one = await desk({ who: 'edda' });
    await one.page.goto(`${press.site}/desk/#/write/new-both`);
    await one.page.getByLabel('Title', { exact: true }).fill('In two tabs');
    await area(one.page).fill('Begun.');
    await one.page.getByText('Kept in this browser').waitFor();
    const other = await openTab(one.context, '#/write/new-both');
    await signIn(other.page, 'edda');
    await area(other.page).waitFor();
    await area(one.page).fill('Begun, and a thousand words in the first.');
    await area(other.page).fill('Begun, and short in the second.');
    await other.page.getByText('Another tab writes on this text').waitFor();
    expect(await hindrances(other)).toEqual([]);
    await other.page.getByRole('button', { name: 'Hand in as a draft' }).click();
    await taken(other.page);
    await one.page.reload();
    await area(one.page).waitFor();
    expect(await area(one.page).inputValue()).toContain('a thousand words in the first');
  });

  it('says so where the browser keeps nothing, and is handed in all the same', async () => {
    const { page } = await desk({});
    await page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', {
        value: {
          open: () => {
            throw new DOMException('No', 'SecurityError');
          },
        },
      });
    });
    await page.goto(`${press.site}/desk/`);
    await page.reload();
    await signIn(page, 'edda');
    await page.goto(`${press.site}/desk/#/write/new-nowhere`);
    await page.getByLabel('Title', { exact: true }).fill('Kept nowhere');
    await area(page).fill('Words that are in this tab alone.');
    await page.getByText('This browser keeps nothing of it').waitFor();
    expect(await page.getByText('Kept in this browser').count()).toBe(0);
    await page.getByRole('button', { name: 'Publish' }).click();
    await taken(page);
    await article('kept-nowhere', 'in this tab alone');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'The desk' }).waitFor();
  });

  it('replaces nothing that somebody else handed in meanwhile: both are there', async () => {
    await press.handIn({ 'shared.md': piece('Shared', 'As it was, in nine words or a few more.') });
    const [one, other] = [await desk({ who: 'edda' }), await desk({ who: 'edda' })];
    for (const { page } of [one, other]) {
      await page.goto(`${press.site}/desk/#/write/shared%401`);
      await area(page).waitFor();
    }
    await area(one.page).fill('As the first has it, in nine words or a few more.\n');
    await one.page.getByRole('button', { name: 'Publish' }).click();
    await taken(one.page);
    await area(other.page).fill('As the second has it, in nine words or a few more.\n');
    await other.page.getByRole('button', { name: 'Publish' }).click();
    await other.page.getByText('Nothing was replaced').first().waitFor();
    expect((await article('shared', 'the first')).text).not.toContain('the second');
    expect((await shown('shared')).pending).toMatchObject({ revision: 3, overtaken: true });
    await other.page.getByRole('link', { name: 'Look at both' }).click();
    await other.page.getByRole('button', { name: 'Compare both' }).click();
    await other.page
      .getByRole('region', { name: /which waits/ })
      .getByText('As the second')
      .waitFor();
    await other.page
      .getByRole('region', { name: /which stands/ })
      .getByText('As the first')
      .waitFor();
    expect(await hindrances(other)).toEqual([]);
    // Nothing is offered that would be refused.
    expect(await other.page.getByRole('button', { name: /^Publish/ }).count()).toBe(0);
    await other.page.getByRole('button', { name: 'Take up both' }).click();
    await area(other.page).fill('As both have it, in nine words or a few more.\n');
    await other.page.getByRole('button', { name: 'Publish' }).click();
    await taken(other.page);
    await article('shared', 'As both');
    // Who opens what one saw first is told before a word is written.
    await one.page.getByRole('button', { name: 'Hand in something else' }).click();
    await one.page.goto(`${press.site}/desk/#/write/shared%401`);
    await one.page.getByText('This is version 1').waitFor();
    await area(one.page).fill('As the first has it once more, in nine words or a few.\n');
    await one.page.getByRole('button', { name: 'Publish' }).click();
    await one.page.getByText('Nothing was replaced').first().waitFor();
    await one.page.getByRole('link', { name: 'Look at both' }).click();
    await one.page.getByRole('button', { name: /^Put it in place of version/ }).click();
    await article('shared', 'first has it once more');
  });
});

describe('documents', () => {
  it('are listed, published, withdrawn with a reason, and deleted by typing', async () => {
    await press.handIn({ 'life.md': piece('A life', 'Short.', 'status: draft\n') });
    const at = await desk({ who: 'edda' });
    const { page } = at;
    await page.getByRole('link', { name: 'Documents' }).click();
    await page.getByRole('link', { name: 'A life' }).waitFor();
    expect(await hindrances(at)).toEqual([]);
    await page.getByLabel('Words').fill('no such words');
    await page.getByText('None is like that.').waitFor();
    await page.getByLabel('Words').fill('life');
    await page.getByLabel('State').selectOption('draft');
    await page.getByRole('link', { name: 'A life' }).waitFor();
    expect(await page.getByRole('list', { name: 'Documents' }).getByRole('listitem').count()).toBe(1);
    await page.getByRole('link', { name: 'A life' }).click();
    await page.getByRole('button', { name: 'Publish version 1' }).click();
    await article('a-life', 'Short.');
    expect(await hindrances(at)).toEqual([]);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByLabel('Why').fill('It was wrong.');
    await page.route('**/withdraw', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    expect(await page.getByLabel('Why').inputValue()).toBe('It was wrong.');
    await page.unroute('**/withdraw');
    // The browser's own word of the 503.
    at.wrongs.length = 0;
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('withdrawn: It was wrong.').first().waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    const forGood = page.getByRole('button', { name: 'Delete for good' });
    expect(await forGood.isDisabled()).toBe(true);
    await page.getByLabel('Type a-life').fill('a-life');
    expect(await hindrances(at)).toEqual([]);
    await forGood.click();
    await page.getByText('“A life” (a-life) is deleted.').waitFor();
  });

  it('tell what differs from an old version, and have it back', async () => {
    await press.handIn({ 'back.md': piece('Back', 'As it was at first, and as it is wanted again.') });
    await press.handIn({ 'back.md': piece('Back', 'As it was later, and as it is wanted no more.') });
    const at = await desk({ who: 'edda' });
    const { page } = at;
    await page.goto(`${press.site}/desk/#/documents/back`);
    await page.getByRole('button', { name: 'What differs version 1' }).click();
    await page
      .locator('del', { hasText: 'first' })
      .or(page.locator('del', { hasText: 'at' }))
      .first()
      .waitFor();
    expect(await hindrances(at)).toEqual([]);
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await article('back', 'wanted again');
    await page.getByText('version 3').first().waitFor();
  });

  it('of a writer are their own', async () => {
    const { page } = await desk({ who: 'wim' });
    await page.getByRole('link', { name: 'Documents' }).click();
    await page.getByRole('link', { name: 'High water' }).waitFor();
    expect(await page.getByRole('link', { name: 'The bench' }).count()).toBe(0);
  });
});

describe.each([
  { width: 320, colorScheme: 'light' as const },
  { width: 1280, colorScheme: 'dark' as const },
])('at $width pixels, $colorScheme', (options) => {
  it('every view is for everyone, with text twice as large too', async () => {
    const at = await desk(options);
    expect(await hindrances(at)).toEqual([]);
    await signIn(at.page, 'edda');
    for (const hash of ['#/', '#/write', '#/write/new-look', '#/documents', '#/documents/the-bench']) {
      await at.page.goto(`${press.site}/desk/${hash}`);
      await at.page.locator('h1').first().waitFor();
      expect(await hindrances(at), hash).toEqual([]);
      await at.page.evaluate("document.documentElement.style.fontSize = '200%'");
      expect(await hindrances(at), `${hash}, larger`).toEqual([]);
    }
  });
});

it('nobody’s browser found anything wrong', () => {
  // A refused or broken call is told in the console by the browser itself.
  const expected = /Failed to load resource|net::ERR/;
  expect(open.flatMap(({ wrongs }) => wrongs).filter((wrong) => !expected.test(wrong))).toEqual([]);
});

const paste = (page: Page, html: string) =>
  page.evaluate((markup) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', markup);
    clipboardData.setData('text/plain', 'plain');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, html);

const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<h2>The quay<o:p></o:p></h2>
<p class=MsoNormal>It <b>floods</b><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>
and <i>leaks</i>; see <a href="https://maps.example/">the map</a>.<img src="file:///C:/clip.png"></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Boots</p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Buckets</p>
<div style='mso-element:footnote-list'><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Every spring.</p></div></div>
</body></html>`;

const fromGoogle = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">Plain and </span><span style="font-weight:700">bold</span><span> and </span><span style="font-style:italic">slanted</span><span>.</span></p></b>`;
