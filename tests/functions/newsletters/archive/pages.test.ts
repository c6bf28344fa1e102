import { describe, expect, it } from 'vitest';
import type { IssueContent, Piece } from '../../../../functions/newsletters/compose/issue-content.ts';
import { issueHtml, issuePage, withdrawnPage } from '../../../../functions/newsletters/pages/issue-page.tsx';
import { listPage } from '../../../../functions/newsletters/pages/list-page.tsx';
import { pressOf } from '../../../../functions/newsletters/press.ts';
import { site } from '../a-newsroom.ts';
import { aContent } from './a-sent-issue.ts';

const evil = `<script>alert("1")</script> & 'co' {{leave}}`;
const escapedEvil = "&lt;script>alert(&quot;1&quot;)&lt;/script> &amp; 'co' {{leave}}";

const press = pressOf({ title: 'The Lantern', lists: [{ name: 'weekly', title: evil, about: evil }] }, site);
const [list] = press.lists;

const picture = {
  ...{ name: 'dock.jpg', width: 1200, height: 800, src: '/media/dock-1200.jpg', alt: evil },
  variants: [
    { path: '/media/dock-400.webp', width: 400, height: 267, type: 'image/webp' },
    { path: '/media/dock-800.webp', width: 800, height: 533, type: 'image/webp' },
  ],
};

const aPiece = (members: Partial<Piece> = {}): Piece => ({
  ...{ id: 'p1', slug: 'dock-strike', title: 'The dock strike', authors: ['A', 'B', 'C'] },
  ...members,
});

function shown(content: Partial<IssueContent> = {}): string {
  if (!list) throw new Error('There is no list');
  const startedAt = '2026-05-01T12:00:00.000Z';
  const older = { id: 'a', slug: 'april', title: evil, startedAt };
  const view = { slug: 'may', list, canonical: '/newsletters/weekly/may/', startedAt, older };
  return issuePage(press, { content: aContent(content), ...view });
}

describe('the page of an issue', () => {
  it('has no script, and every word as it was written', () => {
    const pieces = [aPiece({ title: evil, line: evil, section: evil, authors: [evil], slug: 'a' })];
    const html = shown({ title: evil, preview: evil, pieces });
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
    expect(html.split(escapedEvil).length - 1).toBeGreaterThanOrEqual(7);
  });

  it('links each piece, with the editors’ own line in place of its standfirst', () => {
    const html = shown({
      pieces: [
        aPiece({ standfirst: 'Its own.', line: 'The editors say.', section: 'Work & Life', picture }),
        aPiece({ id: 'p2', slug: 'second', standfirst: 'Its standfirst.', authors: [] }),
      ],
      more: { count: 12, path: '/archive/' },
    });
    expect(html).toContain('<a href="/articles/dock-strike/">The dock strike</a>');
    expect(html).toContain('<a href="/sections/work-and-life/">Work &amp; Life</a>');
    expect(html).toContain('A, B and C');
    expect(html).toContain('The editors say.');
    expect(html).not.toContain('Its own.');
    expect(html).toContain('Its standfirst.');
    expect(html).toContain('<a href="/archive/">12 more pieces</a>');
  });

  it('names itself to search engines and link previews', () => {
    const html = shown({
      intro: { html: '<p>Dear</p>', text: `Dear readers, ${'much '.repeat(80)}`, pictures: [] },
      pieces: [aPiece({ picture })],
    });
    expect(html).toContain('<title>May · The Lantern</title>');
    expect(html).toMatch(/<meta name="description" content="Dear readers, (much )+…"\/>/);
    expect(html).toContain(`<meta property="og:image" content="${site}/media/dock-1200.jpg"/>`);
    expect(html).not.toContain('noindex');
  });

  it('has one form, for this list', () => {
    const html = shown();
    expect(html.match(/<form\b/g)).toHaveLength(1);
    expect(html).toContain('<input type="hidden" name="lists" value="weekly"/>');
    expect(html).toContain('name="page" value="/newsletters/weekly/may/"');
  });

  it('runs from right to left where its language does, and its pieces each in their own', () => {
    const html = shown({
      language: 'ar',
      pieces: [
        aPiece({ language: 'ar' }),
        aPiece({ id: 'p2', slug: 'two', language: 'cy', line: 'اقرأ' }),
        aPiece({ id: 'p3', slug: 'three', standfirst: 'In the language of the press.' }),
      ],
    });
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('<article class="story" lang="ar" dir="rtl">');
    expect(html).toContain('<article class="teaser">');
    expect(html).toContain('<article class="teaser" lang="cy" dir="ltr">');
    expect(html).toContain('<p class="teaser-standfirst" lang="ar" dir="rtl">اقرأ</p>');
    expect(html).toContain('<article class="teaser" lang="en" dir="ltr">');
    expect(html).toContain('<p class="dates" lang="en" dir="ltr">');
  });
});

it('an issue for other programs leads to the site, whatever its words are', () => {
  const html = issueHtml(
    press,
    aContent({
      intro: {
        html: '<p><img src="/media/a.jpg" alt="a > b" /> href="/not/" <a href="#n">1</a> <a href="https://e.example/">e</a></p>',
        ...{ text: '', pictures: [] },
      },
      pieces: [aPiece({ picture })],
    }),
    `${site}/newsletters/weekly/may/`,
  );
  expect(html).toContain(`src="${site}/media/a.jpg"`);
  expect(html).toContain('href="/not/"');
  expect(html).toContain(`href="${site}/newsletters/weekly/may/#n"`);
  expect(html).toContain('href="https://e.example/"');
  expect(html).toContain(`href="${site}/articles/dock-strike/"`);
  expect(html).toContain(`srcset="${site}/media/dock-400.webp 400w, ${site}/media/dock-800.webp 800w"`);
});

it('a list and what was withdrawn say no more than they should', () => {
  if (!list) throw new Error('There is no list');
  const issue = { id: 'a', slug: 'a', title: evil, preview: evil, startedAt: '2026-05-01T12:00:00.000Z' };
  const html = listPage(press, { list, issues: [{ ...issue, language: 'he' }] });
  expect(html).not.toContain('<script');
  expect(html).toContain(escapedEvil);
  expect(html).toContain('<article class="teaser" lang="he" dir="rtl">');
  expect(html).toContain('href="/newsletters/weekly/feed.xml"');
  const gone = withdrawnPage(press, list);
  expect(gone).toContain('<meta name="robots" content="noindex"/>');
  expect(gone).toContain('href="/newsletters/weekly/"');
});
