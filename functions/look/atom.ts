import { createHash } from 'node:crypto';
import { escaped } from './markup.tsx';
import type { SiteConfig } from './site-config.ts';

/** Addresses are absolute, dates instants of RFC 3339. */
export interface AtomFeed {
  title: string;
  subtitle?: string | undefined;
  self: string;
  /** The page of which it is the feed. */
  home: string;
  /** Newest first. */
  entries: AtomEntry[];
}

export interface AtomEntry {
  /** A URI that stays. */
  id: string;
  title: string;
  address: string;
  published: string;
  updated: string;
  /** BCP 47; otherwise that of the press. */
  language?: string | undefined;
  authors?: readonly string[];
  category?: string | undefined;
  summary?: string | undefined;
  /** HTML of the whole. */
  content?: string | undefined;
  /** A file that comes with it. */
  enclosure?: { href: string; type: string; bytes: number; title: string } | undefined;
}

/** An Atom feed (RFC 4287). */
export const atomFeed = (config: SiteConfig, { title, subtitle, self, home, entries }: AtomFeed): string =>
  lines(
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(config.language)}">`,
    `<id>${escaped(self)}</id>`,
    `<title>${escaped(title)}</title>`,
    subtitle && `<subtitle>${escaped(subtitle)}</subtitle>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(home)}"/>`,
    `<updated>${newest(entries)}</updated>`,
    `<author><name>${escaped(config.title)}</name></author>`,
    config.licence && `<rights>${escaped(config.licence)}</rights>`,
    ...entries.map((entry) => item(config, entry)),
    '</feed>',
  );

const item = (config: SiteConfig, entry: AtomEntry): string =>
  lines(
    !entry.language || entry.language === config.language
      ? '<entry>'
      : `<entry xml:lang="${escaped(entry.language)}">`,
    `<id>${escaped(entry.id)}</id>`,
    `<title>${escaped(entry.title)}</title>`,
    `<link rel="alternate" type="text/html" href="${escaped(entry.address)}"/>`,
    entry.enclosure && enclosureLink(entry.enclosure),
    `<published>${entry.published}</published>`,
    `<updated>${entry.updated}</updated>`,
    ...(entry.authors ?? []).map((author) => `<author><name>${escaped(author)}</name></author>`),
    entry.category && `<category term="${escaped(entry.category)}"/>`,
    entry.summary && `<summary>${escaped(entry.summary)}</summary>`,
    entry.content && `<content type="html">${escaped(entry.content)}</content>`,
    '</entry>',
  );

const enclosureLink = ({ href, type, bytes, title }: NonNullable<AtomEntry['enclosure']>): string =>
  `<link rel="enclosure" type="${escaped(type)}" length="${bytes}" title="${escaped(title)}" href="${escaped(href)}"/>`;

/** Atom demands a date, and no page reads the clock: an empty feed has the oldest one. */
const newest = (entries: AtomEntry[]): string =>
  entries
    .map(({ updated }) => updated)
    .sort()
    .at(-1) ?? '1970-01-01T00:00:00Z';

/** A UUID of a lasting identity (RFC 9562, version 8), for the `id` of an entry. */
export function atomId(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex');
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  const groups = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`];
  return `urn:uuid:${[...groups, variant + hash.slice(17, 20), hash.slice(20, 32)].join('-')}`;
}

const lines = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join('\n');
