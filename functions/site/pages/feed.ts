import { type Entry, lastToldOf } from '../../content/contract/lists.ts';
import { type AtomEntry, atomFeed, atomId } from '../../look/atom.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { articleAddress, hrefOf } from '../routes.ts';
import { bulletinHref } from './bulletin-teaser.tsx';

export interface FeedView {
  list: string;
  /** Name of the term whose list it is; none for `all`. */
  name?: string;
  entries: Entry[];
}

/** The newest of a list, as an Atom feed. */
export const feed = (config: SiteConfig, { list, name, entries }: FeedView): string =>
  atomFeed(config, {
    title: name ? `${config.title}: ${name}` : config.title,
    subtitle: name ? undefined : config.strapline,
    self: config.site + hrefOf({ page: 'feed', list }),
    home: config.site + (list === 'all' ? '/' : hrefOf({ page: 'list', list })),
    entries: entries.map((entry) => itemOf(config, entry)),
  });

const itemOf = (config: SiteConfig, entry: Entry): AtomEntry => ({
  id: idOf(config, entry),
  title: entry.title,
  address: config.site + (entry.bulletin ? bulletinHref(entry) : hrefOf(articleAddress(entry.slug))),
  published: instant(entry.published),
  // Atom demands one: of what was never corrected it is the day of its publication, however often it was handed in.
  updated: instant(lastToldOf(entry)),
  language: entry.language,
  authors: entry.authors,
  category: entry.section ?? entry.bulletin?.serial.title,
  summary: entry.standfirst,
  enclosure: entry.file && {
    href: config.site + entry.file.path,
    type: 'application/pdf',
    bytes: entry.file.bytes,
    title: entry.file.name,
  },
});

/** Stays when the article moves. One from before there were ids keeps the address it had then, which is what its id is. */
const idOf = ({ site }: SiteConfig, { id, slug }: Entry): string =>
  id === undefined || !/^[0-9A-Z]{26}-\d+$/.test(id) ? site + hrefOf(articleAddress(id ?? slug)) : atomId(id);

/** RFC 3339 has no partial dates: a year or month becomes its first day. */
function instant(date: string): string {
  const [day = '', time] = date.split('T');
  const [year, month = '01', dayOfMonth = '01'] = day.split('-');
  if (time === undefined) return `${year}-${month}-${dayOfMonth}T00:00:00Z`;
  return time.length === 'hh:mmZ'.length ? `${day}T${time.slice(0, 5)}:00Z` : date;
}
