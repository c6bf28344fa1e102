import type { Entry } from '../../content/contract/lists.ts';
import { escaped } from '../../look/markup.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { articleAddress, hrefOf } from '../routes.ts';

export interface FeedView {
  list: string;
  /** Name of the term whose list it is; none for `all`. */
  name?: string;
  entries: Entry[];
}

/** An Atom feed (RFC 4287). Ids are the articles' addresses, which stay for good. */
export function feed(config: SiteConfig, { list, name, entries }: FeedView): string {
  const self = config.site + hrefOf({ page: 'feed', list });
  const home = config.site + (list === 'all' ? '/' : hrefOf({ page: 'list', list }));
  return lines(
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(config.language)}">`,
    `<id>${escaped(self)}</id>`,
    `<title>${escaped(name ? `${config.title}: ${name}` : config.title)}</title>`,
    !name && config.strapline && `<subtitle>${escaped(config.strapline)}</subtitle>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(home)}"/>`,
    // Atom demands a date, and no page reads the clock: an empty feed has the oldest one.
    `<updated>${instant(newest(entries) ?? '1970-01-01')}</updated>`,
    `<author><name>${escaped(config.title)}</name></author>`,
    config.licence && `<rights>${escaped(config.licence)}</rights>`,
    ...entries.map((entry) => item(config, entry)),
    '</feed>',
  );
}

function item(config: SiteConfig, entry: Entry): string {
  const address = escaped(config.site + hrefOf(articleAddress(entry.slug)));
  const language = entry.language ?? config.language;
  return lines(
    `<entry xml:lang="${escaped(language)}">`,
    `<id>${address}</id>`,
    `<title>${escaped(entry.title)}</title>`,
    `<link rel="alternate" type="text/html" href="${address}"/>`,
    `<published>${instant(entry.published)}</published>`,
    `<updated>${instant(entry.changed)}</updated>`,
    ...entry.authors.map((author) => `<author><name>${escaped(author)}</name></author>`),
    entry.section && `<category term="${escaped(entry.section)}"/>`,
    entry.standfirst && `<summary>${escaped(entry.standfirst)}</summary>`,
    '</entry>',
  );
}

const newest = (entries: Entry[]) =>
  entries
    .map(({ changed }) => changed)
    .sort()
    .at(-1);

/** RFC 3339 has no partial dates: a year or month becomes its first day. */
function instant(date: string): string {
  const [day = '', time] = date.split('T');
  const [year, month = '01', dayOfMonth = '01'] = day.split('-');
  if (time === undefined) return `${year}-${month}-${dayOfMonth}T00:00:00Z`;
  return time.length === 'hh:mmZ'.length ? `${day}T${time.slice(0, 5)}:00Z` : date;
}

const lines = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join('\n');
