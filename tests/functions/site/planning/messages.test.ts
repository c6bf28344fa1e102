import { describe, expect, it } from 'vitest';
import {
  type Cursor,
  readMessage,
  readPageMessage,
  renderMessage,
  writePageMessage,
} from '../../../../functions/site/planning/messages.ts';

const renderAll = { cursor: { part: 'fixed' } };
const message = (type: string, detail?: unknown) =>
  readMessage(JSON.stringify({ 'detail-type': type, source: 'broadside.content', detail }));
const change = {
  slug: 'rent-strike',
  kind: 'article',
  after: {
    revision: 1,
    status: 'published',
    lists: [{ list: 'all', sort: 'x', border: true }],
    entry: 'e',
  },
};

describe('a message of the queue of changes', () => {
  it('from the bus says what changed', () => {
    expect(message('Document Changed', change)).toEqual({ change });
  });

  it('from the bus has its id, and names the render that it begins, however often it comes', () => {
    const event = (type: string, detail: object) =>
      readMessage(JSON.stringify({ 'detail-type': type, id: 'e-1', detail }));
    const walk = { id: 'e-1', part: 0 };
    expect(event('Document Changed', change)).toMatchObject({ event: 'e-1' });
    expect(event('Term Changed', { kind: 'tags', slug: 'rent' })).toMatchObject({ walk });
    expect(event('CloudFormation Stack Status Change', {})).toMatchObject({ walk });
  });

  it('may name a kind and a state that the site does not know', () => {
    const newer = { ...change, kind: 'gathering', after: { ...change.after, status: 'on-sale' } };
    expect(message('Document Changed', newer)).toEqual({ change: newer });
  });

  it('asks to render everything, from the beginning or a cursor on', () => {
    expect(message('Render Requested', {})).toEqual(renderAll);
    const cursor = { part: 'lists', set: 'tags', after: 'rent' };
    expect(message('Render Requested', { cursor })).toEqual({ cursor });
  });

  it('from the bus says how a term is spelled now, and goes on within its list', () => {
    const term = { kind: 'authors', slug: 'jose-munoz' };
    expect(message('Term Changed', term)).toEqual({ cursor: { part: 'term', ...term } });
    expect(message('Term Changed', { ...term, respelled: true })).toEqual({
      cursor: { part: 'term', ...term },
    });
    const listing = { cursor: { part: 'term-index', ...term } };
    expect(message('Term Changed', { ...term, respelled: false })).toEqual(listing);
    const cursor: Cursor = { part: 'term', kind: 'tags', slug: 'rent', below: '2024-01-01#march' };
    expect(readMessage(renderMessage({ cursor }))).toEqual({ cursor });
    expect(() => message('Term Changed', { kind: 'colours', slug: 'red' })).toThrow();
  });

  it('of a finished deploy asks to render everything', () => {
    expect(message('CloudFormation Stack Status Change', { 'stack-id': 'x' })).toEqual(renderAll);
  });

  it('of a type that the site does not know is no error', () => {
    expect(message('Booking Opened', { any: 'thing' })).toEqual({ unknown: 'Booking Opened' });
    expect(message('Booking Opened')).toEqual({ unknown: 'Booking Opened' });
    // A document that did not change: its pages are what they should be.
    expect(message('Document Backfilled', { slug: 'a' })).toEqual({ unknown: 'Document Backfilled' });
  });

  it.each([
    ['no JSON', ''],
    ['no event', '{}'],
    ['a type that is no text', '{"detail-type":1}'],
    ['a change of nothing', '{"detail-type":"Document Changed","detail":{}}'],
    ['a change without detail', '{"detail-type":"Document Changed"}'],
    ['a kind that is no text', JSON.stringify(event({ ...change, kind: 7 }))],
    ['a state without lists', JSON.stringify(event({ ...change, after: { ...change.after, lists: null } }))],
    ['a newer kind without a slug', JSON.stringify(event({ kind: 'gathering' }))],
    ['a cursor of no part', '{"detail-type":"Render Requested","detail":{"cursor":{"part":"x"}}}'],
    ['lists of no term', '{"detail-type":"Render Requested","detail":{"cursor":{"part":"lists","set":"x"}}}'],
  ])('that is malformed is refused, so that it becomes a dead letter: %s', (_, body) =>
    expect(() => readMessage(body)).toThrow(),
  );
});

function event(detail: unknown) {
  return { 'detail-type': 'Document Changed', detail };
}

describe('the message for the next part of a full render', () => {
  const cursors: Cursor[] = [
    { part: 'fixed' },
    { part: 'documents', kind: 'article', below: '2026#a' },
    { part: 'documents', kind: 'page' },
    { part: 'documents', kind: 'gathering', below: 'x' },
    { part: 'lists', set: 'written', after: '1949' },
    { part: 'lists', set: 'written', within: { slug: '1949', below: 'y' } },
    { part: 'leftovers', after: '/a/' },
    { part: 'assets' },
    { part: 'assets', rendered: true },
  ];
  it.each(cursors)('is read as the cursor it was made of: %o', (cursor) => {
    expect(readMessage(renderMessage({ cursor }))).toEqual({ cursor });
  });

  it.each(cursors)(
    'says what is removed at the end, also on its way through the queue of pages: %o',
    (cursor) => {
      const next = { cursor, basis: 'a1b2', walk: { id: 'e-1', part: 3 } };
      expect(readMessage(renderMessage(next))).toEqual(next);
      expect(readPageMessage(writePageMessage({ next }))).toEqual({ next });
    },
  );

  it('from before lists named the term they were in begins that list again', () => {
    const cursor = { part: 'lists', set: 'tags', after: 'rent' };
    expect(message('Render Requested', { cursor: { ...cursor, below: '2024-01-01#march' } })).toEqual({
      cursor,
    });
  });

  it('without a cursor begins at the beginning', () => {
    expect(readMessage(renderMessage())).toEqual(renderAll);
  });

  it.each([
    ['article', 'articles'],
    ['page', 'standing'],
  ])('names the part of kind %s as messages of earlier versions do: %s', (kind, part) => {
    expect(JSON.parse(renderMessage({ cursor: { part: 'documents', kind, below: 'x' } }))).toEqual({
      'detail-type': 'Render Requested',
      detail: { cursor: { part, below: 'x' } },
    });
  });
});

describe('a message of the queue of pages', () => {
  it('names a page', () => {
    expect(readPageMessage(writePageMessage({ path: '/authors/ελένη/' }))).toEqual({
      path: '/authors/ελένη/',
    });
  });

  it.each(['', '{}', '{"path":7}', '{"next":{}}', '{"next":{"cursor":{"part":"x"}}}'])(
    'that is malformed is refused: %s',
    (body) => expect(() => readPageMessage(body)).toThrow(),
  );
});
