import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reservedPaths } from '../../../functions/runtime/reserved-paths.ts';
import { addressOf } from '../../../functions/site/find-address.ts';
import { indexedKinds } from '../../../functions/site/lists.ts';
import {
  type Address,
  articleAddress,
  hrefOf,
  pathOf,
  standingAddress,
} from '../../../functions/site/routes.ts';

const slug = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/, { maxLength: 20 }).filter((text) => text !== '');
const year = fc.integer({ min: 1000, max: 2999 }).map(String);
const name = fc.oneof(slug, fc.constantFrom('ελένη-καράβα', 'سلمى-الراوي', '100%'));

const list = fc.oneof(
  fc.constant('all'),
  name.map((one) => `section#${one}`),
  name.map((one) => `tag#${one}`),
  name.map((one) => `author#${one}`),
  name.map((one) => `series#${one}`),
  name.map((one) => `serial#${one}`),
  year.map((one) => `year#${one}`),
  year.map((one) => `written#${one}`),
);

const address: fc.Arbitrary<Address> = fc.oneof(
  fc.constantFrom<Address>(
    { page: 'front' },
    { page: 'years' },
    { page: 'sitemap-index' },
    { page: 'standing-sitemap' },
    { page: 'robots' },
    { page: 'desk' },
    { page: 'asset', name: 'desk-0123456789.js' },
    { page: 'sitemap' },
    { page: 'feed', list: 'all' },
  ),
  slug.map(articleAddress),
  slug.filter((slug) => !reservedPaths.has(slug)).map(standingAddress),
  list.map((list) => ({ page: 'list' as const, list })),
  fc.tuple(list, slug).map(([list, from]) => ({ page: 'list' as const, list, from })),
  name.map((one) => ({ page: 'feed' as const, list: `section#${one}` })),
  name.map((one) => ({ page: 'feed' as const, list: `serial#${one}` })),
  name.map((serial) => ({ page: 'latest' as const, serial })),
  fc
    .tuple(
      name.filter((serial) => serial !== 'from'),
      slug.filter((slug) => slug !== 'latest'),
    )
    .map(([serial, slug]) => ({ page: 'bulletin' as const, serial, slug })),
  slug.map((from) => ({ page: 'sitemap' as const, from })),
  slug.map((one) => ({ page: 'asset' as const, name: `${one}.css` })),
  fc.constantFrom(...indexedKinds).map((kind) => ({ page: 'term-index' as const, kind })),
  fc.tuple(fc.constantFrom(...indexedKinds), name).map(([kind, from]) => ({
    page: 'term-index' as const,
    kind,
    from,
  })),
);

describe('an address', () => {
  it('is found again by its path', () => {
    fc.assert(
      fc.property(address, (one) => {
        expect(addressOf(pathOf(one))).toEqual(one);
      }),
    );
  });

  it('has a link that leads to its path', () => {
    const site = 'https://lantern.example';
    fc.assert(
      fc.property(address, (one) => {
        const url = new URL(hrefOf(one), site);
        expect(decodeURIComponent(url.pathname)).toBe(pathOf(one));
        expect(url.search + url.hash).toBe('');
      }),
    );
  });

  it.each([
    ['/archive/', { page: 'list', list: 'all' }],
    ['/archive/2026/', { page: 'list', list: 'year#2026' }],
    ['/archive/from/rent-strike/', { page: 'list', list: 'all', from: 'rent-strike' }],
    ['/sections/news/from/rent-strike/', { page: 'list', list: 'section#news', from: 'rent-strike' }],
    ['/tags/', { page: 'term-index', kind: 'tags' }],
    ['/tags/from/', { page: 'list', list: 'tag#from' }],
    ['/tags/from/rent/', { page: 'term-index', kind: 'tags', from: 'rent' }],
    ['/tags/from/from/rent/', { page: 'list', list: 'tag#from', from: 'rent' }],
    ['/bulletins/', { page: 'term-index', kind: 'serials' }],
    ['/bulletins/bench/', { page: 'list', list: 'serial#bench' }],
    ['/bulletins/bench/from/no-3/', { page: 'list', list: 'serial#bench', from: 'no-3' }],
    ['/bulletins/bench/feed.xml', { page: 'feed', list: 'serial#bench' }],
    ['/about/', { page: 'document', folder: '/', slug: 'about' }],
    ['/articles/about/', { page: 'document', folder: '/articles/', slug: 'about' }],
  ])('%s', (path, expected) => expect(addressOf(path)).toEqual(expected));

  it.each([
    '/articles/',
    '/archive/12/',
    '/articles/a/b/',
    '/about',
    '//',
    '/api/',
    '/x/y/',
    '/archive/feed.xml',
    '/tags/rent/feed.xml',
    '/written/all/',
    '/written/',
    '/feed.xml/',
    '/bulletins/quay-letter/feed.xml/',
    '',
  ])('is none of ours: %s', (path) => expect(addressOf(path)).toBeUndefined());

  it.each([...reservedPaths])('of a standing page is never /%s/', (path) => {
    expect(addressOf(`/${path}/`)?.page).not.toBe('document');
  });
});
