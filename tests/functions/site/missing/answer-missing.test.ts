import { beforeEach, describe, expect, it } from 'vitest';
import { answerMissing } from '../../../../functions/site/missing/answer-missing.ts';
import { origin } from '../a-site.ts';
import { anArticle, aPress, aStandingPage } from '../an-article.ts';
import { type ContentInMemory, contentInMemory } from '../content-in-memory.ts';

let content: ContentInMemory;
beforeEach(() => {
  content = contentInMemory();
  content.put(aPress({ sections: ['News'] }));
});
const ask = (path: string) => answerMissing(path, { content, site: origin });
const moved = (slug: string, to: string) => content.put(anArticle({}, { slug, status: 'moved', to }));

describe('where no page stands', () => {
  it('a reader is led to where the article went, over several moves', async () => {
    content.put(anArticle({ title: 'Newest name' }));
    moved('old', 'newer');
    moved('newer', 'newest-name');
    expect(await ask('/articles/old/')).toEqual({ outcome: 'moved', to: '/articles/newest-name/' });
  });

  it('a reader hears why an article was withdrawn, in the editors’ words and no markup of theirs', async () => {
    content.put(anArticle({}, { status: 'withdrawn', reason: 'It was <b>wrong</b>.' }));
    expect(await ask('/articles/rent-strike/')).toMatchObject({
      outcome: 'gone',
      html: expect.stringContaining('It was &lt;b>wrong&lt;/b>.'),
    });
  });

  it.each(['deleted', 'draft'] as const)('nothing is shown of what is %s', async (status) => {
    content.put(anArticle({ title: 'Secret plan' }, { status }));
    const answer = await ask('/articles/secret-plan/');
    expect(answer).toMatchObject({ outcome: 'missing', html: expect.not.stringContaining('Secret') });
  });

  it('a page that is not rendered yet is on its way', async () => {
    content.put(anArticle());
    expect((await ask('/articles/rent-strike/index.html')).outcome).toBe('pending');
    expect((await ask('/index.html')).outcome).toBe('pending');
  });

  it.each([
    ['/Articles/Rent-Strike/', '/articles/rent-strike/'],
    ['/articles/rent-strike', '/articles/rent-strike/'],
    ['//articles//rent-strike/', '/articles/rent-strike/'],
    ['/rent-strike/', '/articles/rent-strike/'],
    ['/articles/about-us/', '/about-us/'],
    ['/ABOUT-US', '/about-us/'],
    ['/sections/News', '/sections/news/'],
    ['/authors/%CE%95%CE%BB%CE%AD%CE%BD%CE%B7/', '/authors/%CE%B5%CE%BB%CE%AD%CE%BD%CE%B7/'],
    ['/FEED.xml', '/feed.xml'],
    ['/archive/2026', '/archive/2026/'],
  ])('%s leads to %s', async (path, to) => {
    content.put(anArticle());
    content.put(aStandingPage('About us'));
    expect(await ask(path)).toEqual({ outcome: 'moved', to });
  });

  it.each([
    '/sections/none/',
    '/articles/none/',
    '/x/y/z/',
    '/%E0%A4%A/',
    '/wp-login.php',
    '/archive/1066/',
    '/press/',
    '/articles/press/',
    `/articles/${'x'.repeat(3_000)}/`,
  ])('nothing stands at %s', async (path) => {
    const answer = await ask(path);
    expect(answer.outcome).toBe('missing');
    expect('html' in answer && answer.html).toContain('href="/sections/news/"');
  });

  it('no answer repeats what was asked', async () => {
    const answer = await ask('/<script>alert(1)</script>/');
    expect(JSON.stringify(answer)).not.toContain('alert');
  });

  it('a press that has just begun answers too', async () => {
    content = contentInMemory();
    expect(await ask('/articles/none/')).toMatchObject({
      outcome: 'missing',
      html: expect.stringContaining('Nothing stands here'),
    });
  });
});
