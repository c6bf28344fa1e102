import { expect, it } from 'vitest';
import { opensPage } from '../../../../functions/content/contract/lists.ts';
import { entryHash, listItemsOf } from '../../../../functions/content/documents/membership.ts';
import { aHead, type anIncoming } from '../a-document.ts';

const lists = (...head: Parameters<typeof aHead>) =>
  listItemsOf(aHead(...head)).map(({ list, sort }) => `${list} ${sort}`);

it('puts an article into the lists of all its names, at its dates', () => {
  const fields = {
    section: 'Housing',
    tags: ['Rent', 'rent', 'Strike'],
    authors: ['A. Baker', 'B. Ashe'],
    series: { title: 'The docks', part: 2 },
    written: '1949-05',
    related: ['may-day'],
    translations: [{ language: 'fr', slug: 'jour-de-mai' }],
    repliesTo: ['the-first-word'],
  };
  expect(
    lists({ slug: 'x' }, { ...fields, published: '2001' }).filter((line) => !line.startsWith('shards')),
  ).toEqual([
    'all 2001#x',
    'section#housing 2001#x',
    'tag#rent 2001#x',
    'tag#strike 2001#x',
    'author#a-baker 2001#x',
    'author#b-ashe 2001#x',
    'series#the-docks 2001#x',
    'year#2001 2001#x',
    'written#1949 1949-05#x',
    'parts#the-docks 0002.2001#x',
    'cites#may-day 2001#x',
    'cites#jour-de-mai t:2001#x',
    'cites#the-first-word r:2001#x',
  ]);
});

it('puts nothing into lists that readers do not see, pages into their own, and front and press into none', () => {
  expect(lists({ draft: true })).toEqual([]);
  expect(lists({ slug: 'about', fields: { kind: 'page', title: 'About' } })).toEqual(['pages about']);
  expect(lists({ slug: 'front', fields: { kind: 'front', title: 'Front' } })).toEqual([]);
});

it('opens a page about every 24 entries, and every list at entries of its own', () => {
  const slugs = Array.from({ length: 24_000 }, (_, n) => `article-${n}`);
  const borders = slugs.filter((slug) => opensPage('all', slug));
  expect(borders.length).toBeGreaterThan(850);
  expect(borders.length).toBeLessThan(1150);
  expect(borders.filter((slug) => opensPage('tag#rent', slug)).length).toBeLessThan(100);
});

it('has another hash when a list would show something else, and only then', () => {
  const changed = (changes: Parameters<typeof anIncoming>[0], fields = {}) =>
    entryHash(aHead(changes, fields));
  expect(changed({ body: 'bodies/2.json' })).toBe(entryHash(aHead()));
  expect(changed({}, { standfirst: 'New.' })).not.toBe(entryHash(aHead()));
});

it('orders two of one minute by their seconds, however precisely they are given', () => {
  const sorts = ['2026-11-30T10:00Z', '2026-11-30T10:00:05Z', '2026-11-30T10:01Z'].map(
    (published) => lists({ slug: 'x' }, { published })[0],
  );
  expect([...sorts].sort()).toEqual(sorts);
});
