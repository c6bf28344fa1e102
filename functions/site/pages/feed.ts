import type { Entry } from '../../content/list.ts';
import { escaped } from '../../look/markup.tsx';
import type { Paper } from '../../look/paper.ts';
import { hrefOf } from '../routes.ts';

export interface FeedView {
  list: string;
  /** Name of the section; none for the whole paper. */
  name?: string;
  entries: Entry[];
}

/** An Atom feed (RFC 4287). Ids are the articles' addresses, which stay for good. */
export function feed(paper: Paper, { list, name, entries }: FeedView): string {
  const self = paper.site + hrefOf({ page: 'feed', list });
  const home = paper.site + (list === 'all' ? '/' : hrefOf({ page: 'list', list }));
  return lines(
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(paper.language)}">`,
    `<id>${escaped(self)}</id>`,
    `<title>${escaped(name ? `${paper.title}: ${name}` : paper.title)}</title>`,
    !name && paper.strapline && `<subtitle>${escaped(paper.strapline)}</subtitle>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(home)}"/>`,
    // No feed may lack a date, and none may read the clock: an empty one is as old as can be.
    `<updated>${instant(newest(entries) ?? '1970-01-01')}</updated>`,
    `<author><name>${escaped(paper.title)}</name></author>`,
    paper.licence && `<rights>${escaped(paper.licence)}</rights>`,
    ...entries.map((entry) => item(paper, entry)),
    '</feed>',
  );
}

function item(paper: Paper, entry: Entry): string {
  const address = escaped(paper.site + hrefOf({ page: 'article', slug: entry.slug }));
  const language = entry.language ?? paper.language;
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

/** RFC 3339 knows no partial dates: they begin where they begin. */
function instant(date: string): string {
  const [day = '', time] = date.split('T');
  const [year, month = '01', date2 = '01'] = day.split('-');
  if (time === undefined) return `${year}-${month}-${date2}T00:00:00Z`;
  return time.length === 'hh:mmZ'.length ? `${day}T${time.slice(0, 5)}:00Z` : date;
}

const lines = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join('\n');
