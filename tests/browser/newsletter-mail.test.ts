import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composedOf, sampleLinks } from '../../functions/newsletters/compose/compose-issue.ts';
import type { IssueContent } from '../../functions/newsletters/compose/issue-content.ts';
import { filled } from '../../functions/newsletters/compose/placeholders.ts';
import {
  aBody,
  anIssue,
  aPicture,
  aPiece,
  aPress,
  pieces,
  site,
} from '../functions/newsletters/compose/an-issue.ts';
import { openBrowser } from './a-browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** A mail with the pictures of the sample paper, as a mail program without own styles shows it. */
async function open(content: IssueContent, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const html = filled(composedOf(content, aPress).html, sampleLinks);
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  await page.route('**/*', (route) => {
    const name = /\/media\/(\w+)-960\.jpg$/.exec(route.request().url())?.[1];
    return name
      ? route.fulfill({ path: `examples/press/pictures/${name}.jpg` })
      : route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
  });
  await page.goto(`${site}/mail`);
  return page;
}

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const arabic = aPiece({
  ...{ id: 'arabic', title: 'خبز الميناء', section: 'عمل', authors: ['سلمى الراوي'], language: 'ar' },
  ...{ standfirst: 'مخبز صغير يفتح قبل أول عبّارة.', picture: aPicture('slipway', { alt: 'رصيف' }) },
});

const issues: Record<string, IssueContent> = {
  'the sample': anIssue(),
  'without pictures': anIssue({ pieces: pieces.map((piece) => ({ ...piece, picture: undefined })) }),
  'with long words': anIssue({
    title: `${long} and what became of it`,
    intro: aBody(`${long}\n\n\`${long}${long}\`\n\n| ${long} | B |\n| - | - |\n| 1 | 2 |`),
    pieces: pieces.map((piece) => ({ ...piece, title: `${piece.title}: ${long}` })),
  }),
  'from right to left': anIssue({
    ...{ language: 'ar', title: 'رسالة الشهر المبلّل', intro: aBody('أصدقاءنا،\n\n> خبر') },
    pieces: [arabic, { ...arabic, id: 'second' }, aPiece()],
  }),
  'of 40 pieces': anIssue({
    pieces: Array.from({ length: 40 }, (_, at) => aPiece({ ...pieces[at % pieces.length], id: `${at}` })),
    more: { count: 23, path: '/archive/' },
  }),
};

describe.each(Object.entries(issues))('a mail %s', (_, content) => {
  it.each([320, 390, 700])('fits a window of %i pixels', async (width) => {
    const page = await open(content, width, 'light');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });
});

describe('a mail', () => {
  it('shows every picture at its size', async () => {
    const page = await open(anIssue(), 390, 'light');
    const sizes = await page.$$eval('img', (all) => all.map(({ width, height }) => [width, height]));
    expect(sizes).toEqual([
      ...[350, 350].map((width) => [width, Math.round((width * 2) / 3)]),
      ...[104, 104].map((width) => [width, 69]),
    ]);
    await page.close();
  });

  it('is dark where the reader likes it dark', async () => {
    const ground = async (scheme: 'light' | 'dark') => {
      const page = await open(anIssue(), 390, scheme);
      const colours = await page.$$eval('.paper, p.ink', (all) =>
        all.map((each) => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color].join()),
      );
      await page.close();
      return new Set(colours);
    };
    const [day, night] = [await ground('light'), await ground('dark')];
    expect([...day].filter((colour) => night.has(colour))).toEqual([]);
    expect(night).toContain('rgba(0, 0, 0, 0),rgb(236, 231, 220)');
  });

  it('has its pictures on the left where it runs from right to left', async () => {
    const page = await open(issues['from right to left'] ?? anIssue(), 390, 'light');
    const [, beside] = await page.$$eval('img', (all) =>
      all.map((each) => each.getBoundingClientRect().left),
    );
    expect(beside).toBe(20);
    await page.close();
  });
});
