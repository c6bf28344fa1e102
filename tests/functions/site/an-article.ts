import type { Head } from '../../../functions/content/contract/document.ts';
import type { ArticleFields } from '../../../functions/content/kinds/article.ts';
import type { BookFields } from '../../../functions/content/kinds/book.ts';
import type { BulletinFields } from '../../../functions/content/kinds/bulletin.ts';
import type { EditionFields } from '../../../functions/content/kinds/edition.ts';
import type { EventFields } from '../../../functions/content/kinds/event.ts';
import type { FrontBlock } from '../../../functions/content/kinds/front.ts';
import type { PressFields } from '../../../functions/content/kinds/press.ts';

/** A published article; what a test does not name is plain. */
export function anArticle(fields: Partial<ArticleFields> = {}, head: Partial<Head> = {}): Head {
  const title = fields.title ?? 'Rent strike';
  const slug = head.slug ?? title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    ...stored(slug),
    published: fields.published ?? '2026-03-01',
    fields: { kind: 'article', tags: [], authors: [], ...fields, title },
    ...head,
  };
}

export const aStandingPage = (title = 'About us', head: Partial<Head> = {}): Head => ({
  ...stored(title.toLowerCase().replaceAll(' ', '-')),
  fields: { kind: 'page', title },
  ...head,
});

export const aPress = (fields: Partial<PressFields> = {}): Head => ({
  ...stored('press'),
  fields: { kind: 'press', title: 'The Lantern', ...fields },
});

export function aBook(fields: Partial<BookFields> = {}, head: Partial<Head> = {}): Head {
  const title = fields.title ?? 'Low Water';
  const slug = head.slug ?? title.toLowerCase().replaceAll(' ', '-');
  const editions = [{ id: 'first', formats: [{ format: 'paperback', price: 1200 }] }];
  return {
    ...stored(slug),
    published: fields.published ?? '2026-03-01',
    fields: { kind: 'book', authors: [], currency: 'GBP', editions, ...fields, title },
    ...head,
  };
}

/** No. 12 of the Quay Letter, unless a test says otherwise. */
export function aBulletin(fields: Partial<BulletinFields> = {}, head: Partial<Head> = {}): Head {
  const { serial = { slug: 'quay-letter', title: 'Quay Letter' }, number = '12' } = fields;
  const title = fields.title ?? `${serial.title}, no. ${number}`;
  return {
    ...stored(head.slug ?? title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')),
    published: fields.published ?? '2026-03-01',
    fields: { kind: 'bulletin', ...fields, serial, number, title },
    ...head,
  };
}

/** No. 7, unless a test says otherwise. */
export const anEdition = (fields: Partial<EditionFields> = {}, head: Partial<Head> = {}): Head => ({
  ...stored(head.slug ?? 'no-7'),
  published: fields.published ?? '2026-03-01',
  fields: { kind: 'edition', title: 'No. 7', documents: [], ...fields },
  ...head,
});

export function anEvent(fields: Partial<EventFields> = {}, head: Partial<Head> = {}): Head {
  const title = fields.title ?? 'Summer school';
  const times = { starts: '2027-07-01T10:00', ends: '2027-07-02T17:00', timezone: 'Europe/London' };
  const tickets = [{ id: 'place', name: 'Place', price: 0 }];
  return {
    ...stored(title.toLowerCase().replaceAll(' ', '-')),
    fields: { kind: 'event', ...times, tickets, ...fields, title },
    ...head,
  };
}

export const aFront = (fields: {
  lead?: string;
  features?: string[];
  events?: string[];
  sections?: string[];
  blocks?: FrontBlock[];
}): Head => ({
  ...stored('front'),
  fields: { kind: 'front', title: 'Front page', ...fields },
});

const stored = (slug: string) => ({
  slug,
  status: 'published' as const,
  revision: 1,
  order: '01',
  name: `${slug}.md`,
  source: slug,
  body: `bodies/${slug}.json`,
  by: 'editor',
  at: '2026-03-02T10:00:00.000Z',
});
