import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yieldToEventLoop } from '../../../../functions/runtime/yield-to-event-loop.ts';
import { everyPath, pathsFrom, type Step } from '../../../../functions/site/planning/every-path.ts';
import { cursorOf, type PathsCursor } from '../../../../functions/site/planning/messages.ts';
import { pagePlanner } from '../../../../functions/site/planning/plan-pages.ts';
import { renderSnapshot } from '../../../../functions/site/rendering/render-snapshot.ts';
import { anyArticle } from '../a-random-archive.ts';
import { ASite, textOf } from '../a-site.ts';
import { anArticle, aPress } from '../an-article.ts';

const renderAll = { cursor: { part: 'fixed' as const } };
const renderAllNow = { ...renderAll, delay: 0 };

describe('planning a change', () => {
  it('asks for the article first: that is what its author looks at', async () => {
    const site = new ASite();
    site.put(anArticle({ section: 'News' }));
    await site.plan();
    expect(site.paths[0]).toBe('/articles/rent-strike/');
    expect(new Set(site.paths).size).toBe(site.paths.length);
  });

  it('looks at no list before the article and the front page have been sent', async () => {
    const [site, done] = [new ASite(), [] as string[]];
    const positions = site.content.positions.bind(site.content);
    site.content.positions = (list, range) => {
      done.push(list);
      return positions(list, range);
    };
    const send = async (paths: string[]) => {
      await yieldToEventLoop();
      done.push(...paths);
    };
    const plan = pagePlanner({ ...site.planning, queue: { ...site.queue, send } });
    await plan({ change: site.content.put(anArticle({ section: 'News' })) }, '1');
    expect(done.slice(0, 2)).toEqual(['/articles/rent-strike/', '/']);
    expect(done).toEqual(expect.arrayContaining(['all', 'section#news', '/sections/news/']));
  });

  it('asks once for what several of a batch touch, and for the articles first', async () => {
    const site = new ASite();
    site.put(...['One', 'Two', 'Three'].map((title) => anArticle({ title, section: 'News' })));
    await site.plan(0, 3);
    expect(site.paths.slice(0, 3)).toEqual(['/articles/one/', '/articles/two/', '/articles/three/']);
    for (const shared of ['/', '/archive/', '/sections/news/', '/feed.xml'])
      expect(site.paths.filter((path) => path === shared)).toHaveLength(1);
  });

  it('sends also what is asked for when the others of the batch have been sent', async () => {
    const [site, sent] = [new ASite(), [] as string[]];
    const send = async (paths: string[]) => void sent.push(...paths);
    const plan = pagePlanner({ ...site.planning, queue: { ...site.queue, send } });
    await plan({ change: site.content.put(anArticle({ title: 'One', section: 'News' })) }, '1');
    sent.length = 0;
    await plan({ change: site.content.put(anArticle({ title: 'Two', section: 'News' })) }, '2');
    expect(sent).toEqual(expect.arrayContaining(['/articles/two/', '/', '/sections/news/']));
  });

  it('does not let a change that cannot be planned hold up the others of its batch', async () => {
    const site = new ASite();
    site.put(anArticle({ title: 'One', section: 'News' }), anArticle({ title: 'Two', section: 'Broken' }));
    const positions = site.content.positions.bind(site.content);
    site.content.positions = (list, range) =>
      list === 'section#broken' ? Promise.reject(new Error('no')) : positions(list, range);
    await expect(site.plan(0, 2)).rejects.toThrow('no');
    expect(site.paths).toContain('/sections/news/');
    expect(site.paths).not.toContain('/sections/broken/');
  });

  it('renders everything when the press changes, the files that all pages need first', async () => {
    const site = new ASite();
    site.put(aPress());
    await site.plan();
    await site.settle();
    expect([...site.pages.pages.keys()][0]).toMatch(/^\/assets\//);
    expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
  });
});

describe('planning that terms have come', () => {
  it('asks once for what several of a batch touch, and for no page of their lists', async () => {
    const site = new ASite();
    const change = site.content.put(anArticle({ authors: ['A. Baker', 'B. Cook'], tags: ['Rent'] }));
    site.changes.push(...site.content.settle(change).map((term) => ({ cursor: cursorOf(term), delay: 0 })));
    await site.plan(0, 3);
    expect(site.paths.sort()).toEqual(['/archive/', '/authors/', '/sitemaps/pages.xml', '/tags/']);
  });
});

describe('planning that a term is spelled in another way', () => {
  const author = { kind: 'authors', slug: 'jose-munoz' } as const;

  it('renders every page of its list, what names it and no other, however long it is', async () => {
    const site = new ASite();
    const titles = Array.from({ length: 180 }, (_, n) => `Piece ${n}`);
    site.put(...titles.map((title) => anArticle({ title, authors: ['Jose munoz'] })));
    site.changes.push(renderAllNow);
    await site.settle();
    site.content.respell(author, 'José Muñoz');
    expect(textOf(site.pages.pages)).not.toEqual(textOf(await site.fromScratch()));
    site.changes.push({ cursor: { part: 'term', ...author }, delay: 0 });
    await site.plan();
    expect(site.paths.length).toBeGreaterThan(4);
    const naming = ['/authors/', '/archive/', '/sitemaps/pages.xml'];
    expect(site.paths.filter((path) => !path.startsWith('/authors/jose-munoz/'))).toEqual(naming);
    await site.settle();
    expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
  });

  it('renders the feed of a section too', async () => {
    const site = new ASite();
    site.put(anArticle({ section: 'news' }));
    site.changes.push(renderAllNow);
    await site.settle();
    site.content.respell({ kind: 'sections', slug: 'news' }, 'News');
    site.changes.push({ cursor: { part: 'term', kind: 'sections', slug: 'news' }, delay: 0 });
    await site.plan();
    expect(site.paths).toEqual(
      expect.arrayContaining(['/sections/', '/sections/news/', '/sections/news/feed.xml']),
    );
    await site.settle();
    expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
  });
});

describe('planning a full render', () => {
  it('takes what should not be there away, whatever it is', async () => {
    const site = new ASite();
    site.put(anArticle(), aPress({ sections: ['News'] }));
    site.changes.length = 0;
    const page = { body: Buffer.from('old'), type: 'text/html', cacheControl: 'x' };
    const stale = [
      '/articles/never/',
      '/never/',
      '/tags/never/',
      '/archive/from/never/',
      '/archive/from/rent-strike/',
      '/sections/never/feed.xml',
      '/sitemaps/from/rent-strike.xml',
      '/assets/paper-0000000000.css',
      '/desk/desk-0000000000.js',
      '/desk/never.html',
      '/x/y/z.html',
    ];
    for (const path of [...stale, '/articles/rent-strike/', '/']) await site.pages.put(path, page);
    site.changes.push(renderAllNow);
    await site.settle();
    expect(textOf(site.pages.pages)).toEqual(textOf(await site.fromScratch()));
  });

  it('leaves old assets to the pages that show them until all are rendered, and then for a while', async () => {
    const site = new ASite();
    site.put(aPress(), anArticle());
    await site.settle();
    await site.pages.put(old, oldAsset);
    site.changes.push(renderAllNow);
    await site.plan();
    expect(site.changes).toMatchObject([{ cursor: { part: 'assets' }, delay: 900 }]);
    // A page waits for another attempt.
    while (site.paths.length > 1) await site.render(1);
    await site.plan();
    expect(site.changes).toMatchObject([{ cursor: { part: 'assets', rendered: false }, delay: 900 }]);
    await site.render();
    await site.plan();
    expect(site.changes).toMatchObject([{ cursor: { part: 'assets', rendered: true }, delay: 60 }]);
    expect(site.paths).toEqual([]);
    await site.plan();
    expect(site.paths).toEqual([old]);
    await site.settle();
    expect(site.pages.pages.has(old)).toBe(false);
  });

  it('leaves them also to a page that could not be rendered, as long as it is a dead letter', async () => {
    const site = new ASite();
    site.put(aPress(), anArticle());
    await site.settle();
    await site.pages.put(old, oldAsset);
    site.changes.push({ ...renderAllNow });
    await site.plan();
    await site.render(0, 1000);
    await site.plan();
    expect(site.changes).toMatchObject([{ cursor: { rendered: true }, delay: 60 }]);
    // The first look came before the queue's count of it.
    site.queue.dead.push({ path: '/' });
    for (const _ of ['a look', 'and another']) {
      await site.plan();
      expect(site.changes).toMatchObject([{ cursor: { part: 'assets', rendered: false }, delay: 900 }]);
      expect(site.paths).toEqual([]);
    }
    await site.queue.send(site.queue.dead.splice(0).map(() => '/'));
    await site.settle();
    expect(site.pages.pages.has(old)).toBe(false);
  });

  it('leaves them to a newer render when the press has changed meanwhile, though it changed back', async () => {
    const site = new ASite();
    site.put(aPress(), anArticle());
    await site.settle();
    await site.pages.put(old, oldAsset);
    site.changes.push(renderAllNow);
    await site.plan();
    await site.render(0, 1000);
    site.put({ ...aPress({ title: 'The Torch' }), order: '02' }, { ...aPress(), order: '03' });
    await site.plan();
    expect(site.changes.filter((message) => 'cursor' in message)).toEqual([]);
    expect(site.paths).toEqual([]);
    await site.settle();
    expect(site.pages.pages.has(old)).toBe(false);
  });

  it('removes also what a slow renderer wrote after its end, and nothing that pages refer to', async () => {
    const site = new ASite();
    site.put(aPress(), anArticle());
    await site.settle();
    const current = assetsOf(site);
    await site.pages.put(old, oldAsset);
    site.changes.push(renderAllNow);
    await site.plan();
    await site.render(0, 1000);
    await site.pages.put('/assets/paper-1111111111.css', oldAsset);
    await site.pages.put('/desk/desk-1111111111.js', oldAsset);
    await site.settle();
    expect(assetsOf(site)).toEqual(current);
  });

  it.each([
    ['from before, which names no basis', undefined],
    ['of another basis, such as another version of the press', 'a1b2'],
  ])('removes no asset for a message %s', async (_, basis) => {
    const site = new ASite();
    site.put(anArticle());
    await site.settle();
    await site.pages.put(old, oldAsset);
    site.changes.push({ cursor: { part: 'assets', rendered: true }, basis, delay: 0 });
    await site.settle();
    expect(assetsOf(site)).toContain(old);
  });

  it('has nothing left to wait for where there are no old assets', async () => {
    const site = new ASite();
    site.put(aPress(), anArticle());
    await site.plan();
    expect(site.changes.filter((message) => 'cursor' in message)).toEqual([]);
  });

  it('goes on from part to part as pages are rendered, asks for each once, and few wait at any time', async () => {
    const site = new ASite();
    site.put(
      ...Array.from({ length: 2_500 }, (_, at) => anArticle({ title: `Text ${at}`, section: 'News' })),
    );
    site.changes.length = 0;
    site.changes.push(renderAllNow);
    const { asked, most } = await walked(site, () => 0);
    const articles = asked.filter((path) => path.startsWith('/articles/'));
    expect(articles.sort()).toEqual(Array.from({ length: 2_500 }, (_, at) => `/articles/text-${at}/`).sort());
    expect(most).toBeLessThanOrEqual(300);
    expect(most).toBeGreaterThan(50);
  });

  it('asks for every page, in whatever order the queues deliver, each message once or again', async () => {
    const archive = fc.array(anyArticle, { minLength: 20, maxLength: 120 });
    const order = fc.infiniteStream(fc.nat(1_000));
    const checked = fc.asyncProperty(archive, order, async (heads, draws) => {
      const site = new ASite();
      site.put(...heads, ...Array.from({ length: 300 }, (_, at) => anArticle({ title: `Text ${at}` })));
      site.changes.splice(0, site.changes.length, renderAllNow);
      const { asked } = await walked(site, () => draws.next().value ?? 0);
      const all: string[] = [];
      const config = await renderSnapshot(site.planning).config();
      for await (const path of everyPath({ ...site.planning, config })) all.push(path);
      expect(all.length).toBeGreaterThan(300);
      expect(new Set(asked)).toEqual(new Set(all));
    });
    await fc.assert(checked, { numRuns: 30 });
  });

  it('does not fork, however often its messages come, and whatever is published between two tries', async () => {
    const site = new ASite();
    site.put(...Array.from({ length: 900 }, (_, at) => anArticle({ title: `Text ${at}` })));
    site.changes.splice(0, site.changes.length, { ...renderAllNow });
    let [parts, planned] = [0, 0];
    while ((site.changes.length || site.queue.waiting.length) && planned < 500) {
      const [message] = site.changes.splice(0, 1);
      for (const _ of message ? ['once', 'again'] : []) {
        if (message && !('settles' in message)) await pagePlanner(site.planning)(message, site.idOf(message));
        site.content.put(anArticle({ title: `Also ${planned++}` }));
      }
      const received = site.queue.receive(0, 10);
      for (const one of received) {
        if ('path' in one) continue;
        parts++;
        // The renderer requests it, dies, and requests it again.
        site.changes.push({ ...one.next, delay: 0 }, { ...one.next, delay: 0 });
      }
      site.queue.finish(received);
    }
    expect(parts).toBeGreaterThan(5);
    expect(parts).toBeLessThan(25);
    expect(planned).toBe(2 + 4 * parts);
  });

  it('goes on from a step that ends within the list of a term, whichever terms there are by then', async () => {
    const site = new ASite();
    site.put(...Array.from({ length: 200 }, (_, at) => anArticle({ title: `Text ${at}`, tags: ['Rent'] })));
    site.put(...Array.from({ length: 15 }, (_, at) => anArticle({ title: `Other ${at}`, tags: [`S${at}`] })));
    const sources = { ...site.planning, config: await renderSnapshot(site.planning).config() };
    const openings = site.content.openings.bind(site.content);
    const read: string[] = [];
    site.content.openings = (list, below) => {
      read.push(list);
      return openings(list, below);
    };
    const paths: string[] = [];
    for (let cursor: PathsCursor | undefined = { part: 'lists', set: 'tags' }; cursor?.part === 'lists'; ) {
      const step: Step = await pathsFrom(cursor, sources);
      paths.push(...step.paths);
      cursor = step.next;
      // It comes before the one whose list is being read.
      site.put(anArticle({ title: 'Late', tags: ['Harbour'] }));
    }
    const rent = paths.filter((path) => path.startsWith('/tags/rent/'));
    const whole = [];
    for (let below: string | undefined; ; ) {
      const { slugs, next } = await openings('tag#rent', below);
      whole.push(...slugs.map((slug) => `/tags/rent/from/${slug}/`));
      if (next === undefined) break;
      below = next;
    }
    expect(whole.length).toBeGreaterThan(3);
    expect(rent).toEqual(['/tags/rent/', ...whole]);
    expect(read.filter((list) => list === 'tag#s3')).toHaveLength(2);
  });

  it('looks into few lists for what is left over in one part, and goes on with the rest', async () => {
    const site = new ASite();
    const tags = Array.from({ length: 900 }, (_, at) => `Tag ${at}`);
    for (let at = 0; at < 900; at += 15)
      site.put(anArticle({ title: `Text ${at}`, tags: tags.slice(at, at + 15) }));
    for (const tag of tags) await site.pages.put(`/tags/${tag.toLowerCase().replace(' ', '-')}/`, oldAsset);
    const positions = site.content.positions.bind(site.content);
    let looks = 0;
    site.content.positions = (list, range) => {
      looks += 1;
      return positions(list, range);
    };
    await pagePlanner(site.planning)({ cursor: { part: 'leftovers' } }, '1');
    expect(looks).toBeGreaterThanOrEqual(100);
    expect(looks).toBeLessThanOrEqual(400);
    expect(site.queue.waiting).toMatchObject([{ next: { cursor: { part: 'leftovers' } } }]);
  });

  it('looks for the reasons of a few stored pages at a time', async () => {
    const site = new ASite();
    for (let at = 0; at < 150; at++) await site.pages.put(`/tags/never-${at}/`, oldAsset);
    let [open, most, looks] = [0, 0, 0];
    site.content.positions = async () => {
      open += 1;
      looks += 1;
      most = Math.max(most, open);
      await yieldToEventLoop();
      open -= 1;
      return [];
    };
    await pagePlanner(site.planning)({ cursor: { part: 'leftovers' } }, '1');
    expect(looks).toBeGreaterThanOrEqual(100);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('is planned in parts of bounded size, however much there is of anything', async () => {
    const site = new ASite();
    const page = { body: Buffer.from('old'), type: 'text/html', cacheControl: 'x' };
    const tags = Array.from({ length: 20 }, (_, at) => `Tag ${at}`);
    site.put(...Array.from({ length: 400 }, (_, at) => anArticle({ title: `Text ${at}`, tags })));
    for (let at = 0; at < 1_500; at++) await site.pages.put(`/articles/never-${at}/`, page);
    site.changes.splice(0, site.changes.length, renderAllNow);
    const { largest } = await walked(site, () => 0);
    expect(largest).toBeLessThanOrEqual(300);
  });
});

const old = '/assets/paper-0000000000.css';
const assetsOf = (site: ASite) =>
  [...site.pages.pages.keys()].filter((path) => /^\/(assets|desk)\//.test(path));
const oldAsset = { body: Buffer.from('old'), type: 'text/css', cacheControl: 'x' };

/**
 * Plans and receives what is waiting one by one, and renders nothing: every page is taken as rendered. What comes next,
 * and whether it is delivered again, is drawn: 0 for the first, once.
 */
async function walked(site: ASite, draw: () => number) {
  const asked: string[] = [];
  let [most, largest] = [0, 0];
  while (site.changes.length || site.queue.waiting.length) {
    const [message] = site.changes.splice(draw() % Math.max(1, site.changes.length), 1);
    const before = site.paths.length;
    if (message && !('settles' in message)) await pagePlanner(site.planning)(message, site.idOf(message));
    if (message && draw() % 7 === 6) site.changes.push(message);
    largest = Math.max(largest, site.paths.length - before);
    most = Math.max(most, site.paths.length);
    const received = site.queue.receive(draw(), 10);
    for (const one of received) {
      if ('path' in one) asked.push(one.path);
      else site.changes.push({ ...one.next, delay: 0 });
    }
    site.queue.finish(received);
  }
  return { asked, most, largest };
}

describe('what a newer part of the press sends', () => {
  const states = { before: undefined, after: { revision: 1, status: 'on-sale', lists: [], entry: 'e' } };

  it('is ignored and logged, and its batch is planned', async () => {
    const site = new ASite();
    const plan = pagePlanner(site.planning);
    await Promise.all([
      plan({ unknown: 'Booking Opened' }, '1'),
      plan({ change: { slug: 'may-day', kind: 'gathering', ...states } }, '2'),
      plan({ change: site.content.put(anArticle()) }, '3'),
    ]);
    expect(site.paths).toContain('/articles/rent-strike/');
    expect(site.paths.join()).not.toContain('may-day');
    expect(site.log.lines.sort()).toEqual([
      'A change of a kind that the site does not show was planned',
      'A change was planned',
      'An event of an unknown type was ignored',
    ]);
  });

  it('takes an article off its pages when its document becomes of an unknown kind', async () => {
    const site = new ASite();
    const { after } = site.content.put(anArticle({ section: 'News' }));
    const plan = pagePlanner(site.planning);
    await plan(
      { change: { slug: 'rent-strike', kind: 'gathering', before: after, after: states.after } },
      '1',
    );
    expect(site.paths).toEqual(
      expect.arrayContaining(['/articles/rent-strike/', '/', '/archive/', '/sections/news/']),
    );
  });

  it('is rendered no further in a full render: the cursor goes on with the lists', async () => {
    const site = new ASite();
    site.put(anArticle({ tags: ['Rent'] }));
    site.changes.length = 0;
    await pagePlanner(site.planning)({ cursor: { part: 'documents', kind: 'gathering' } }, '1');
    expect(site.paths).toContain('/tags/rent/');
    expect(site.paths).not.toContain('/articles/rent-strike/');
  });
});
