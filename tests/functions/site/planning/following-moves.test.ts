import { describe, expect, it } from 'vitest';
import { ASite } from '../a-site.ts';
import { aFront, anArticle, anEvent, aPress } from '../an-article.ts';

const strike = (slug: string, former: string[] = [], head: Parameters<typeof anArticle>[1] = {}) => ({
  ...anArticle({ title: 'Rent strike', section: 'Housing' }, { slug, id: 'id-1', ...head }),
  ...(former.length && { former }),
});
const marker = (slug: string, to: string) =>
  anArticle({ title: '' }, { slug, id: 'id-1', status: 'moved', to, published: undefined });

/** A press whose front page leads with an article that another one names as related; both by its first slug. */
async function aSite(): Promise<ASite> {
  const site = new ASite();
  const citing = anArticle({ title: 'Boilers', section: 'Work', related: ['strike'] }, { id: 'id-2' });
  const others = Array.from({ length: 12 }, (_, at) =>
    anArticle({ title: `News ${at}`, section: 'Work', published: '2026-04-01' }),
  );
  site.put(aPress(), aFront({ lead: 'strike' }), strike('strike'), citing, ...others);
  await site.settle();
  return site;
}

const text = (site: ASite, path: string) => Buffer.from(site.pages.pages.get(path)?.body ?? '').toString();

describe('a piece that moves', () => {
  it('stays the lead of the front page, and related, through every move', async () => {
    const site = await aSite();
    for (const path of ['/', '/articles/boilers/']) expect(text(site, path)).toContain('"/articles/strike/"');
    site.put(strike('walkout', ['strike']), marker('strike', 'walkout'));
    await site.settle();
    site.put(strike('victory', ['strike', 'walkout']), marker('walkout', 'victory'));
    await site.settle();
    for (const path of ['/', '/articles/boilers/'])
      expect(text(site, path)).toContain('"/articles/victory/"');
    expect(await site.fromScratch()).toEqual(site.pages.pages);
  });

  it('is dropped there when it is withdrawn under its new slug, and shown again when it comes back', async () => {
    const site = await aSite();
    site.put(strike('walkout', ['strike']), marker('strike', 'walkout'));
    await site.settle();
    site.put(strike('walkout', ['strike'], { status: 'withdrawn', revision: 2 }));
    await site.settle();
    expect(text(site, '/articles/boilers/')).not.toContain('walkout');
    expect(await site.fromScratch()).toEqual(site.pages.pages);
    site.put(strike('walkout', ['strike'], { revision: 3 }));
    await site.settle();
    expect(text(site, '/articles/boilers/')).toContain('"/articles/walkout/"');
    expect(await site.fromScratch()).toEqual(site.pages.pages);
  });

  it('is named as a translation only while it is published, and where it stands', async () => {
    const site = new ASite();
    const naming = anArticle({ title: 'Boilers', translations: [{ language: 'cy', slug: 'strike' }] });
    const linksTo = () => /href="([^"]*)" hreflang="cy"/.exec(text(site, '/articles/boilers/'))?.[1];
    const becomes = async (...heads: Parameters<ASite['put']>) => {
      site.put(...heads);
      await site.settle();
      expect(await site.fromScratch()).toEqual(site.pages.pages);
    };
    await becomes(aPress(), strike('strike', [], { status: 'draft' }), naming);
    expect(linksTo()).toBeUndefined();
    await becomes(strike('strike'));
    expect(linksTo()).toBe('/articles/strike/');
    await becomes(strike('walkout', ['strike']), marker('strike', 'walkout'));
    expect(linksTo()).toBe('/articles/walkout/');
    await becomes(strike('walkout', ['strike'], { status: 'withdrawn', revision: 2 }));
    expect(linksTo()).toBeUndefined();
    await becomes(strike('walkout', ['strike'], { revision: 3 }));
    expect(linksTo()).toBe('/articles/walkout/');
    await becomes(strike('walkout', ['strike'], { status: 'deleted', revision: 4 }));
    expect(linksTo()).toBeUndefined();
  });

  it('keeps the id of its entry in feeds', async () => {
    const id = '01HQWKXM700W3GE1R70W3GE1R7-0';
    const site = new ASite();
    site.put(aPress(), strike('strike', [], { id }), anArticle({ title: 'Old' }, { id: 'older-name' }));
    await site.settle();
    const ids = () =>
      [...text(site, '/feed.xml').matchAll(/<entry[^>]*>\s*<id>([^<]*)</g)].map(([, one]) => one);
    const before = ids();
    expect(
      before.filter((one) => /^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(one ?? '')),
    ).toHaveLength(1);
    expect(before).toContain('https://lantern.example/articles/older-name/');
    site.put(strike('walkout', ['strike'], { id }), { ...marker('strike', 'walkout'), id });
    await site.settle();
    expect(text(site, '/feed.xml')).toContain('/articles/walkout/');
    expect(ids().toSorted()).toEqual(before.toSorted());
  });
});

describe('an event', () => {
  const school = (slug: string, head: Parameters<typeof anEvent>[1] = {}, fields = {}) =>
    anEvent({ title: 'Summer school', ...fields }, { slug, id: 'id-7', ...head });

  it('has its boxes while it is published, where it stands, as it is now', async () => {
    const site = new ASite();
    const naming = anArticle({ title: 'Boilers', event: 'school' });
    const boxes = () =>
      ['/', '/articles/boilers/'].map((path) => {
        const [, box] = /<aside class="event-box"(.*?)<\/aside>/s.exec(text(site, path)) ?? [];
        return box && `${/href="([^"]*)"/.exec(box)?.[1]} ${/<time[^>]*>([^<]*)/.exec(box)?.[1]}`;
      });
    const becomes = async (...heads: Parameters<ASite['put']>) => {
      site.put(...heads);
      await site.settle();
      expect(await site.fromScratch()).toEqual(site.pages.pages);
    };
    await becomes(aPress(), school('school', { status: 'draft' }), naming, aFront({ events: ['school'] }));
    expect(boxes()).toEqual([undefined, undefined]);
    await becomes(school('school'));
    const days = '1–2 July 2027';
    expect(boxes()).toEqual([`/events/school/ ${days}`, `/events/school/ ${days}`]);
    await becomes(school('school', { revision: 2 }, { ends: '2027-07-01T12:00' }));
    const hours = 'Thursday 1 July 2027, 10:00–12:00';
    expect(boxes()).toEqual([`/events/school/ ${hours}`, `/events/school/ ${hours}`]);
    const ended = { ends: '2027-07-01T12:00' };
    await becomes(
      { ...school('july', { revision: 3 }, ended), former: ['school'] },
      anEvent({ title: '' }, { slug: 'school', id: 'id-7', status: 'moved', to: 'july' }),
    );
    expect(boxes()).toEqual([`/events/july/ ${hours}`, `/events/july/ ${hours}`]);
    await becomes({ ...school('july', { revision: 4, status: 'withdrawn' }, ended), former: ['school'] });
    expect(boxes()).toEqual([undefined, undefined]);
  });
});

describe('pieces that name one another', () => {
  const welsh = (fields = {}, head = {}) =>
    anArticle(
      {
        title: 'Streic rhent',
        language: 'cy',
        translations: [{ language: 'en', slug: 'strike' }],
        repliesTo: ['strike'],
        ...fields,
      },
      { slug: 'streic', id: 'id-3', ...head },
    );
  const shownOn = (site: ASite, path: string) => ({
    translations: [...text(site, path).matchAll(/<a href="([^"]*)" hreflang/g)].map(([, href]) => href),
    debate: [...text(site, path).matchAll(/<ul class="debate">(.*?)<\/ul>/gs)].flatMap(([, list = '']) =>
      [...list.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href),
    ),
  });
  const becoming =
    (site: ASite) =>
    async (...heads: Parameters<ASite['put']>) => {
      site.put(...heads);
      await site.settle();
      expect(await site.fromScratch()).toEqual(site.pages.pages);
    };
  const there = { translations: ['/articles/streic/'], debate: ['/articles/streic/'] };
  const nothing = { translations: [], debate: [] };

  it('show it on both pages, through moves and withdrawals of either', async () => {
    const site = new ASite();
    const becomes = becoming(site);
    await becomes(aPress(), strike('strike'), welsh());
    expect(shownOn(site, '/articles/strike/')).toMatchObject(there);
    expect(shownOn(site, '/articles/streic/').translations).toEqual(['/articles/strike/']);
    await becomes(strike('walkout', ['strike']), marker('strike', 'walkout'));
    expect(shownOn(site, '/articles/walkout/')).toMatchObject(there);
    expect(shownOn(site, '/articles/streic/').translations).toEqual(['/articles/walkout/']);
    await becomes(welsh({}, { status: 'withdrawn', revision: 2 }));
    expect(shownOn(site, '/articles/walkout/')).toMatchObject(nothing);
    await becomes(welsh({ title: 'Y streic' }, { revision: 3 }));
    expect(text(site, '/articles/walkout/')).toContain('Y streic');
    await becomes(welsh({ translations: [], repliesTo: [] }, { revision: 4 }));
    expect(shownOn(site, '/articles/walkout/')).toMatchObject(nothing);
  });

  it('show it at whatever stands now where one was named', async () => {
    const site = new ASite();
    const becomes = becoming(site);
    await becomes(aPress(), strike('strike'), welsh());
    await becomes(strike('walkout', ['strike']), marker('strike', 'walkout'));
    await becomes(anArticle({ title: 'Another strike' }, { slug: 'strike', id: 'id-9', revision: 2 }));
    expect(shownOn(site, '/articles/walkout/')).toMatchObject(nothing);
    expect(shownOn(site, '/articles/strike/')).toMatchObject(there);
  });

  it('have the same list of languages in their heads, themselves included', async () => {
    const site = new ASite();
    await becoming(site)(aPress(), strike('strike'), welsh());
    const languages = (path: string) =>
      [...text(site, path).matchAll(/<link rel="alternate" hreflang="(\w+)" href="[^"]*?([^"/]+)\/"/g)]
        .map(([, language, slug]) => `${language} ${slug}`)
        .sort();
    expect(languages('/articles/strike/')).toEqual(['cy streic', 'en strike']);
    expect(languages('/articles/streic/')).toEqual(['cy streic', 'en strike']);
  });
});

describe('the parts of a series', () => {
  const part = (number: number | undefined, published: string, head = {}) =>
    anArticle(
      { title: `Part ${number} of ${published}`, published, series: { title: 'The wall', part: number } },
      { slug: `wall-${number}-${published}`, ...head },
    );
  const beside = (site: ASite, slug: string) => {
    const [, box = ''] = /<nav class="series-box"(.*?)<\/nav>/s.exec(text(site, `/articles/${slug}/`)) ?? [];
    return [...box.matchAll(/href="\/articles\/([^"]*)\/" rel="(\w+)"/g)].map(
      ([, to, rel]) => `${rel} ${to}`,
    );
  };

  it('lead to those before and after them, by their numbers and then their dates', async () => {
    const site = new ASite();
    site.put(aPress(), part(3, '2024'), part(1, '2026'), part(2, '2025'), part(undefined, '2026'));
    await site.settle();
    expect(beside(site, 'wall-1-2026')).toEqual(['prev wall-undefined-2026', 'next wall-2-2025']);
    expect(beside(site, 'wall-3-2024')).toEqual(['prev wall-2-2025']);
    site.put(part(2, '2025', { status: 'withdrawn' }));
    await site.settle();
    expect(beside(site, 'wall-1-2026')).toEqual(['prev wall-undefined-2026', 'next wall-3-2024']);
    expect(beside(site, 'wall-3-2024')).toEqual(['prev wall-1-2026']);
    expect(await site.fromScratch()).toEqual(site.pages.pages);
  });

  it('touch two more pages at most, however many there are', async () => {
    const site = new ASite();
    site.put(aPress(), ...Array.from({ length: 200 }, (_, at) => part(at + 1, '2026')));
    await site.settle();
    site.put(part(100, '2026', { revision: 2, status: 'withdrawn' }));
    await site.plan(0, 1);
    const articles = site.paths.filter((path) => path.startsWith('/articles/'));
    expect(articles.sort()).toEqual(
      ['wall-100-2026', 'wall-101-2026', 'wall-99-2026'].map((slug) => `/articles/${slug}/`),
    );
  });
});
