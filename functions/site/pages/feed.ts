import { createHash } from 'node:crypto';
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

/** An Atom feed (RFC 4287). */
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
  const { language = config.language } = entry;
  return lines(
    language === config.language ? '<entry>' : `<entry xml:lang="${escaped(language)}">`,
    `<id>${escaped(atomId(config, entry))}</id>`,
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

/**
 * Stays when the article moves: a UUID of its id (RFC 9562, version 8). An article from before there were ids keeps the
 * address it had then, which is what its id is.
 */
function atomId({ site }: SiteConfig, { id, slug }: Entry): string {
  if (id === undefined || !/^[0-9A-Z]{26}-\d+$/.test(id)) {
    return site + hrefOf(articleAddress(id ?? slug));
  }
  const hash = createHash('sha256').update(id).digest('hex');
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  const groups = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`];
  return `urn:uuid:${[...groups, variant + hash.slice(17, 20), hash.slice(20, 32)].join('-')}`;
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
