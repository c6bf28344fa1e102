import { describe, expect, it } from 'vitest';
import { ASite, origin } from '../a-site.ts';
import { aBulletin, aFront, anArticle, anEvent, aPress, aStandingPage } from '../an-article.ts';

const press = aPress({
  strapline: 'Light & news',
  sections: ['News', 'Work'],
  pages: [{ slug: 'about', title: 'About' }],
});

async function siteOf(...heads: Parameters<ASite['put']>): Promise<(path: string) => string> {
  const site = new ASite();
  site.put(press, ...heads);
  const pages = await site.fromScratch();
  return (path) => Buffer.from(pages.get(path)?.body ?? `There is no ${path}`).toString();
}

const many = (count: number, fields = {}) =>
  Array.from({ length: count }, (_, at) => {
    const day = String(1 + (at % 28)).padStart(2, '0');
    const month = String(1 + Math.floor(at / 28)).padStart(2, '0');
    return anArticle({ title: `Text ${at}`, published: `2025-${month}-${day}`, ...fields });
  });

describe('an article', () => {
  it('says all that is known of it', async () => {
    const page = await siteOf(
      anArticle({ title: 'Streic rhent', language: 'cy' }),
      anArticle({
        title: 'Rent strike',
        standfirst: 'Nobody pays.',
        section: 'News',
        tags: ['housing'],
        authors: ['A. Baker', 'B. Cook', 'C. Day'],
        written: '1949-05',
        published: '2026-03-01',
        series: { title: 'The long strike', part: 2 },
        reviews: [
          { title: 'Low Water', authors: ['M. Solander'], publisher: 'Halyard', year: 2025, isbn: '978' },
        ],
        corrections: [{ date: '2026-03-04', text: 'It was Tuesday.' }],
        licence: 'CC BY 4.0',
        translations: [{ language: 'cy', slug: 'streic-rhent', title: 'Streic rhent' }],
        provenance: {
          publication: 'The Beacon',
          issue: 'No. 3',
          dates: ['1949-06'],
          treatment: 'abridged',
          note: 'From a scan.',
        },
      }),
    );
    const text = textIn(page('/articles/rent-strike/'));
    for (const words of [
      'Nobody pays.',
      'By A. Baker, B. Cook and C. Day',
      'Written May 1949',
      'Published 1 March 2026',
      'Part 2 of The long strike',
      'Low Water by M. Solander. Halyard, 2025, ISBN 978.',
      'Correction4 March 2026It was Tuesday.',
      'Corrected 4 March 2026',
      'CC BY 4.0',
      'Cymraeg: Streic rhent',
      'First published in The Beacon, no. 3, June 1949; abridged.',
      'From a scan.',
    ]) {
      expect(text).toContain(words);
    }
    const html = page('/articles/rent-strike/');
    for (const href of [
      '/sections/news/',
      '/tags/housing/',
      '/authors/b-cook/',
      '/series/the-long-strike/',
      '/written/1949/',
      '/archive/2026/',
      '/articles/streic-rhent/',
    ]) {
      expect(html).toContain(`href="${href}"`);
      if (!href.startsWith('/articles/')) expect(page(href)).toContain('Rent strike');
    }
  });

  it('shows corrections before the text, the newest first, in the language of the press, and to machines', async () => {
    const corrections = [
      { date: '2026-03', text: 'It was <Tuesday>.' },
      { date: '2026-03-04', text: 'See there.', html: 'See <a href="/a/">there</a>.' },
    ];
    const page = await siteOf(aPress({ language: 'cy' }), anArticle({ language: 'en', corrections }));
    const html = page('/articles/rent-strike/');
    const box = /<section class="box corrections".*?<\/section>/s.exec(html)?.[0] ?? '';
    expect(textIn(box)).toBe('Corrections4 Mawrth 2026See there.Mawrth 2026It was &lt;Tuesday>.');
    expect(box).toContain('See <a href="/a/">there</a>.');
    expect(html.indexOf(box)).toBeLessThan(html.indexOf('class="body"'));
    const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      dateModified: '2026-03-04',
      correction: [
        { '@type': 'CorrectionComment', text: 'See there.', datePublished: '2026-03-04' },
        { '@type': 'CorrectionComment', text: 'It was <Tuesday>.', datePublished: '2026-03' },
      ],
    });
  });

  it('tells nobody that it was updated where it was only handed in again', async () => {
    const page = await siteOf(anArticle({ published: '2026-03-01' }, { at: '2026-05-05T10:00:00.000Z' }));
    const html = page('/articles/rent-strike/');
    expect(html).not.toMatch(/dateModified|correction|Corrected/);
    expect(page('/feed.xml')).toContain('<updated>2026-03-01T00:00:00Z</updated>');
    const [shard = ''] = /sitemaps?\/[^<]+xml/.exec(page('/sitemap.xml')) ?? [];
    expect(page(`/${shard}`)).toContain('<lastmod>2026-03-01</lastmod>');
    for (const path of ['/feed.xml', `/${shard}`, '/articles/rent-strike/'])
      expect(page(path)).not.toContain('2026-05');
  });

  it('says when it was corrected in feeds and sitemaps', async () => {
    const corrections = [{ date: '2026-03-04', text: 'It was Tuesday.' }];
    const page = await siteOf(anArticle({ published: '2026-03-01', corrections }));
    expect(page('/feed.xml')).toContain('<updated>2026-03-04T00:00:00Z</updated>');
    const [shard = ''] = /sitemaps?\/[^<]+xml/.exec(page('/sitemap.xml')) ?? [];
    expect(page(`/${shard}`)).toContain('<lastmod>2026-03-04</lastmod>');
  });

  it('names translations that are published here, or elsewhere, and no others', async () => {
    const page = await siteOf(
      anArticle({ title: 'Draft' }, { status: 'draft' }),
      anArticle({ title: 'Gone' }, { status: 'withdrawn' }),
      anArticle({ title: 'Deleted' }, { status: 'deleted' }),
      aStandingPage('About us'),
      anArticle({
        title: 'Rent strike',
        translations: [
          ...['draft', 'gone', 'deleted', 'about-us', 'never'].map((slug) => ({ language: 'cy', slug })),
          { language: 'el', slug: 'gone', url: 'https://elsewhere.example/el' },
          { language: 'ga', url: 'https://elsewhere.example/ga' },
        ],
      }),
      anArticle({ title: 'Alone', translations: [{ language: 'cy', slug: 'draft' }] }),
    );
    const links = [...page('/articles/rent-strike/').matchAll(/href="([^"]*)" hreflang/g)];
    expect(links.map(([, href]) => href)).toEqual([
      'https://elsewhere.example/el',
      'https://elsewhere.example/ga',
    ]);
    expect(page('/articles/alone/')).not.toContain('In other languages');
  });

  it('names those that its front matter says to read next, else the next older ones of its section', async () => {
    const older = many(5, { section: 'News' });
    const page = await siteOf(
      ...older,
      anArticle({ title: 'Newest', section: 'News', published: '2026-01-01' }),
      anArticle({
        title: 'Choosy',
        section: 'News',
        related: ['text-0', 'no-such', 'newest'],
        published: '2026-02-01',
      }),
    );
    expect(relatedIn(page('/articles/newest/'))).toEqual(['text-4', 'text-3', 'text-2']);
    expect(relatedIn(page('/articles/choosy/'))).toEqual(['text-0', 'newest']);
  });

  it('calls to the event that it names, with a button that leads there', async () => {
    const page = await siteOf(
      anEvent({ standfirst: 'Learn to organise.', venue: { name: 'The Net Loft' }, online: 'By link' }),
      anEvent({ title: 'On the line', online: 'https://meet.example/secret', language: 'cy' }),
      anArticle({ title: 'Rally', event: 'summer-school' }),
      anArticle({ title: 'Call', event: 'on-the-line' }),
      anArticle({ title: 'Wrong', event: 'rally' }),
    );
    const html = page('/articles/rally/');
    expect(textIn(html)).toContain(
      'Summer school1–2 July 2027The Net Loft, and onlineLearn to organise.Book a place',
    );
    expect(html).toContain(
      '<a class="button" href="/events/summer-school/" aria-label="Book a place: Summer school">Book a place</a>',
    );
    expect(page('/articles/call/')).toContain('<aside class="event-box" aria-label="On the line" lang="cy">');
    expect(textIn(page('/articles/call/'))).toContain('2027Online');
    expect(page('/articles/call/')).not.toContain('meet.example');
    expect(page('/articles/wrong/')).not.toContain('Book a place');
  });

  it('carries no markup that its author did not have made', async () => {
    const title = '<script>alert(1)</script> & "more"';
    const page = await siteOf(anArticle({ title, standfirst: title, authors: [title] }, { slug: 'evil' }));
    for (const path of ['/', '/articles/evil/', '/archive/', '/feed.xml']) {
      expect(page(path)).not.toContain('<script>alert');
      expect(page(path)).not.toContain('</script> &');
    }
    expect(dataIn(page('/articles/evil/'))).toMatchObject({ headline: title });
  });

  it('stands in its own language and direction', async () => {
    const page = await siteOf(anArticle({ title: 'Bread', language: 'ar' }));
    expect(page('/articles/bread/')).toContain('<html lang="en" dir="ltr">');
    expect(page('/articles/bread/')).toContain('<article class="story" lang="ar" dir="rtl">');
    expect(page('/')).toContain('lang="ar" dir="rtl"');
  });

  it('has metadata for search engines and link previews', async () => {
    const picture = {
      name: 'a.jpg',
      src: '/media/a.jpg',
      width: 1200,
      height: 800,
      variants: [],
      alt: 'A boat',
    };
    const html = (await siteOf(anArticle({ standfirst: 'Nobody pays.', picture })))('/articles/rent-strike/');
    for (const said of [
      '<link rel="canonical" href="https://lantern.example/articles/rent-strike/"/>',
      '<meta name="description" content="Nobody pays."/>',
      '<meta property="og:image" content="https://lantern.example/media/a.jpg"/>',
      '<title>Rent strike · The Lantern</title>',
    ]) {
      expect(html).toContain(said);
    }
    expect(dataIn(html)).toMatchObject({ '@type': 'NewsArticle', url: `${origin}/articles/rent-strike/` });
  });
});

describe('the front page', () => {
  it('shows an empty press that all is well', async () => {
    expect(textIn((await siteOf())('/'))).toContain('Nothing published yet');
  });

  it('leads with what the front document names, fills up with the newest, and shows nothing twice', async () => {
    const page = await siteOf(
      ...many(14, { section: 'News' }),
      aFront({ lead: 'text-3', features: ['text-1', 'gone'] }),
    );
    const slugs = slugsIn(page('/'));
    expect(slugs.slice(0, 5)).toEqual(['text-3', 'text-1', 'text-13', 'text-12', 'text-11']);
    expect(new Set(slugs).size).toBe(slugs.length);
  });
});

describe('events on the front page', () => {
  const named = aFront({ events: ['evening', 'summer-school', 'evening', 'gone', 'news'] });
  const events = [
    anEvent(),
    anEvent({ title: 'Evening', starts: '2027-01-09T19:00', ends: '2027-01-09T21:00' }),
    anEvent({ title: 'Gone' }, { status: 'withdrawn' }),
  ];

  it('are those that the front document names, if they are published, in its order', async () => {
    const page = await siteOf(named, ...events, anArticle({ title: 'News' }));
    const boxes = [...page('/').matchAll(/<aside class="event-box" aria-label="([^"]*)"/g)];
    expect(boxes.map(([, title]) => title)).toEqual(['Evening', 'Summer school']);
    expect(page('/')).toContain('<h2 id="events" class="rubric"><a href="/events/">Events</a></h2>');
  });

  it('are there before there is an article', async () => {
    const page = await siteOf(named, ...events);
    expect(textIn(page('/'))).toMatch(/Nothing published yet.*EveningSaturday 9 January 2027, 19:00–21:00/);
  });

  it('are none where it names none', async () => {
    const page = await siteOf(...events, anArticle({ title: 'News' }));
    expect(page('/')).not.toMatch(/\/events\/[^"]/);
  });
});

describe('dates and words of the press', () => {
  const german = anArticle({ title: 'Mietstreik', language: 'de', published: '2026-03-01' });
  const datesOn = (html: string) =>
    [...html.matchAll(/<time dateTime="2026-03-01"([^>]*)>([^<]*)/gi)].map(
      ([, at = '', date]) => at.trim() + date,
    );

  it('are in its language around a piece in another, at its head and in lists alike', async () => {
    const page = await siteOf(german);
    expect(page('/articles/mietstreik/')).toContain('<p class="dates" lang="en">');
    expect(datesOn(page('/articles/mietstreik/'))).toEqual(['1 March 2026']);
    for (const list of ['/', '/archive/']) expect(datesOn(page(list))).toEqual(['lang="en"1 March 2026']);
  });

  it('are so too where its language is that of the piece', async () => {
    const page = await siteOf(aPress({ language: 'de' }), german);
    for (const path of ['/articles/mietstreik/', '/', '/archive/'])
      expect(datesOn(page(path))).toEqual(['1. März 2026']);
  });
});

describe('a list', () => {
  it('falls into pages that together hold every article once, each reached from the one before', async () => {
    const page = await siteOf(...many(150, { section: 'News' }));
    for (const head of ['/archive/', '/sections/news/']) {
      const slugs: string[] = [];
      for (let path: string | undefined = head; path; path = olderIn(page(path)))
        slugs.push(...slugsIn(page(path)));
      expect(slugs).toEqual(
        many(150)
          .map(({ slug }) => slug)
          .reverse(),
      );
    }
  });

  it('of a section that the press names can be empty', async () => {
    const page = await siteOf();
    expect(textIn(page('/sections/work/'))).toContain('Nothing published here yet.');
    expect(page('/sections/work/feed.xml')).toContain('<title>The Lantern: Work</title>');
    expect(page('/sections/arts/')).toBe('There is no /sections/arts/');
  });

  it('of a series runs from its first part on', async () => {
    const parts = [2, 1, 3].map((part) =>
      anArticle({ title: `Part no ${part}`, series: { title: 'Saga', part } }),
    );
    expect(slugsIn((await siteOf(...parts))('/series/saga/'))).toEqual([
      'part-no-1',
      'part-no-2',
      'part-no-3',
    ]);
  });

  it('of names has letters once they are not seen at a glance', async () => {
    const authors = Array.from({ length: 12 }, (_, at) => `${String.fromCharCode(65 + at)}. Baker`);
    const few = await siteOf(anArticle({ authors: authors.slice(1) }));
    expect(few('/authors/')).toContain('<ul class="index-names">');
    expect(few('/authors/')).not.toContain('index-group');
    expect((await siteOf(anArticle({ authors })))('/authors/').match(/class="index-group"/g)).toHaveLength(
      12,
    );
  });

  it('of years names only those in which something is left', async () => {
    const old = anArticle({ title: 'Old', published: '1949', written: '1948' });
    const page = await siteOf(old, anArticle({ published: '2026-03-01' }), { ...old, status: 'withdrawn' });
    expect(textIn(page('/archive/years/'))).toMatch(/2020s\s*2026/);
    expect(page('/archive/years/')).not.toMatch(/194[89]/);
  });
});

describe('feeds and sitemaps', () => {
  it('an Atom feed names a language once, and that of an entry only where it is another', async () => {
    const page = await siteOf(
      anArticle({ title: 'One' }),
      anArticle({ title: 'Two', language: 'en' }),
      anArticle({ title: 'Tri', language: 'cy' }),
    );
    const entries = [...page('/feed.xml').matchAll(/<entry.*?>|xml:lang="\w+"/g)].map(([one]) => one);
    expect(entries.toSorted()).toEqual(['<entry xml:lang="cy">', '<entry>', '<entry>', 'xml:lang="en"']);
  });

  it('an Atom feed has full addresses, ids that stay, and dates to the second', async () => {
    const page = await siteOf(anArticle({ section: 'News', published: '1949-05', standfirst: 'A & B' }));
    for (const path of ['/feed.xml', '/sections/news/feed.xml']) {
      const feed = page(path);
      expect(feed).toContain(
        `<link rel="self" type="application/atom+xml" href="https://lantern.example${path}"/>`,
      );
      expect(feed).toContain('<id>https://lantern.example/articles/rent-strike/</id>');
      expect(feed).toContain('<published>1949-05-01T00:00:00Z</published>');
      expect(feed).toContain('<updated>1949-05-01T00:00:00Z</updated>');
      expect(feed).toContain('<summary>A &amp; B</summary>');
      expect(feed).not.toMatch(/href="\//);
    }
  });

  it('sitemaps name every article, standing page and event once', async () => {
    const site = await siteOf(...many(40), aStandingPage('About us'), anEvent());
    const maps = [...site('/sitemap.xml').matchAll(/<loc>https:\/\/lantern.example([^<]+)/g)].map(
      ([, path = '']) => path,
    );
    const all = maps.flatMap((path) =>
      [...site(path).matchAll(/<loc>([^<]+)/g)].map(([, address = '']) => address),
    );
    expect(all.filter((address) => address.includes('/articles/')).sort()).toEqual(
      many(40)
        .map(({ slug }) => `${origin}/articles/${slug}/`)
        .sort(),
    );
    expect(all).toContain(`${origin}/about-us/`);
    expect(all.filter((address) => address.includes('/events/'))).toEqual([
      `${origin}/events/`,
      `${origin}/events/summer-school/`,
    ]);
    expect(site('/robots.txt')).toContain(`Sitemap: ${origin}/sitemap.xml`);
  });
});

describe('every page of the readers', () => {
  it('holds no script that runs, no inline style, and asks only for files that are there', async () => {
    const site = new ASite();
    site.put(press, ...many(30, { section: 'News', tags: ['a'] }), aStandingPage('About us'));
    const pages = await site.fromScratch();
    for (const [path, { type, body }] of pages) {
      // The desk is the editors', with scripts and a policy of its own.
      if (!type.startsWith('text/html') || path.startsWith('/desk/')) continue;
      const html = Buffer.from(body).toString();
      expect(html.replaceAll('<script type="application/ld+json">', '')).not.toContain('<script');
      expect(html).not.toMatch(/ style=| on[a-z]+=|javascript:/);
      const links = [...html.matchAll(/(?:href|src)="(\/[^"#]*)"/g)].map(([, link = '']) => decodeURI(link));
      // The room of bookings shows what is on.
      const dead = links.filter((link) => !pages.has(link) && link !== '/about/' && link !== '/events/');
      expect(dead, path).toEqual([]);
      expect(html.length).toBeLessThan(24_000);
    }
  });
});

const textIn = (html: string) => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
const slugsIn = (html: string) =>
  [...html.matchAll(/<h[23]><a href="\/articles\/([^/]+)\/"/g)].map(([, slug = '']) => slug);
const relatedIn = (html: string) => slugsIn(html.slice(html.indexOf('class="related"')));
const olderIn = (html: string) => /href="([^"]+)" rel="next"/.exec(html)?.[1];
const dataIn = (html: string): unknown => JSON.parse(/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null');

describe('a bulletin', () => {
  it('says above its title which number of what it is, unless the title does', async () => {
    const page = await siteOf(
      aBulletin({ number: '12' }),
      aBulletin({ title: 'A wet spring', number: '13' }, { slug: 'spring' }),
    );
    const kicker = (slug: string) =>
      textIn(/<p class="kicker".*?<\/p>/s.exec(page(`/bulletins/quay-letter/${slug}/`))?.[0] ?? '');
    expect(kicker('quay-letter-no-12')).toBe('Bulletin');
    expect(kicker('spring')).toBe('Quay Letterno. 13');
  });
});
