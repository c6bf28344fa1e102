import { type EventBoxView, eventBoxOf } from '../pages/event-box.tsx';
import { citingPages, pageAt } from '../planning/references.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import { eventHref } from '../routes.ts';
import type { FieldsOf, SiteKind } from './kind.ts';

/** The bookings room has its page; the site shows it in boxes and names it in its sitemap. */
export const event: SiteKind<FieldsOf<'event'>> = {
  touches: (change, places) => [
    pageAt({ page: 'front' }),
    ...citingPages(change),
    ...(places.some(({ list }) => list === 'events') ? [pageAt({ page: 'standing-sitemap' })] : []),
  ],
  elsewhere: { list: 'events', href: eventHref },
};

/** The boxes of those that are published events, in the order given, each once, wherever they have moved. */
export async function eventBoxes(slugs: string[], snapshot: RenderSnapshot): Promise<EventBoxView[]> {
  const heads = await Promise.all(slugs.map((slug) => snapshot.publishedOrMoved(slug)));
  const distinct = new Map(heads.flatMap((head) => (head ? [[head.slug, head] as const] : [])));
  return [...distinct.values()].flatMap(({ slug, fields }) =>
    fields.kind === 'event' ? [eventBoxOf(slug, fields)] : [],
  );
}
