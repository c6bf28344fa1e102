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

  /** Moves `document` from slug to slug; each marker leads to the next slug, as when it was written. */
  const movedAlong = (slugs: string[], id: string, document: Parameters<typeof anArticle>[1]) => {
    for (const [at, slug] of slugs.entries()) {
      const to = slugs[at + 1];
      content.put(anArticle({}, to ? { slug, id, status: 'moved', to } : { slug, id, ...document }));
    }
  };
  const nine = Array.from({ length: 9 }, (_, at) => `name-${at}`);

  it('each of eight old addresses leads to the present one at once', async () => {
    movedAlong(nine, 'id-1', {});
    const lookUps: number[] = [];
    const counting = {
      lookUp: (wanted: Parameters<typeof content.lookUp>[0]) => {
        lookUps.push(wanted.documents.length);
        return content.lookUp(wanted);
      },
    };
    for (const slug of nine.slice(0, -1)) {
      const answer = await answerMissing(`/articles/${slug}/`, { content: counting, site: origin });
      expect(answer).toEqual({ outcome: 'moved', to: '/articles/name-8/' });
    }
    expect(lookUps.length).toBeLessThanOrEqual(8 * 3);
  });

  it('markers from before there were ids lead on too, through any number', async () => {
    for (const [at, slug] of nine.slice(0, -1).entries()) moved(slug, nine[at + 1] ?? '');
    content.put(anArticle({}, { slug: 'name-8' }));
    expect(await ask('/articles/name-0/')).toEqual({ outcome: 'moved', to: '/articles/name-8/' });
    moved('name-8', 'name-0');
    expect((await ask('/articles/name-3/')).outcome).toBe('missing');
  });

  it.each([
    ['withdrawn', 'gone'],
    ['deleted', 'missing'],
  ] as const)('old addresses of what is %s answer as the present one does', async (status, outcome) => {
    movedAlong(nine, 'id-1', { status, reason: 'Wrong.' });
    for (const slug of nine) expect((await ask(`/articles/${slug}/`)).outcome).toBe(outcome);
  });

  it('no old address leads to another document at the slug that its own one had', async () => {
    movedAlong(nine, 'id-1', { status: 'deleted' });
    content.put(anArticle({ title: 'Another piece' }, { slug: 'name-8', id: 'id-2' }));
    for (const slug of nine.slice(0, -1)) expect((await ask(`/articles/${slug}/`)).outcome).toBe('missing');
    expect((await ask('/articles/name-8/')).outcome).toBe('pending');
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
