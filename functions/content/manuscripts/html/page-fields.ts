import { type Document, isTag } from 'domhandler';
import { type Finding, note, warning } from '../findings.ts';
import type { Written } from '../front-matter/front-matter.ts';
import { parsePartialDate } from '../front-matter/partial-date.ts';
import { find, lineOf } from '../hypertext/elements.ts';

/** Names that pages have for a field, the best first. */
const fieldNames = {
  author: ['author', 'dc.creator', 'dcterms.creator', 'article:author'],
  description: ['description', 'dc.description', 'dcterms.abstract', 'og:description'],
  date: [
    'date',
    'article:published_time',
    'dc.date',
    'dc.date.issued',
    'dcterms.date',
    'dcterms.issued',
    'pubdate',
  ],
  keywords: ['keywords'],
  file: ['file'],
} as const;

/** What the head of a page says of it, as front matter, in the words of other programs that front matter may have. */
export function fieldsOfPage(page: Document): { values: Record<string, Written>; findings: Finding[] } {
  const metas = find(page.children, ({ name }) => name === 'meta').map(({ attribs }) => ({
    name: (attribs.name ?? attribs.property ?? '').trim().toLowerCase(),
    content: (attribs.content ?? '').replace(/\s+/g, ' ').trim(),
  }));
  const valuesOf = (field: keyof typeof fieldNames): string[] => {
    const name = fieldNames[field].find((each) => metas.some((meta) => meta.name === each && meta.content));
    return metas.filter((meta) => meta.name === name && meta.content).map(({ content }) => content);
  };
  const [date] = valuesOf('date');
  const isDate = date !== undefined && parsePartialDate(date) !== undefined;
  const [description] = valuesOf('description');
  const keywords = valuesOf('keywords')
    .flatMap((each) => each.split(/[,;]/))
    .map((each) => each.trim());
  const authors = valuesOf('author').filter((name) => !/^https?:/i.test(name));
  const file = valuesOf('file').find((path) => /\.pdf$/i.test(path));
  const values: Record<string, Written> = {
    ...(file && { file }),
    ...(authors.length && { author: authors }),
    ...(description && { description }),
    ...(isDate && { date }),
    ...(keywords.some(Boolean) && { keywords: keywords.filter(Boolean) }),
  };
  return {
    values: { ...values, ...languageOf(page) },
    findings: [...told(values), ...oddDate(date, isDate)],
  };
}

function told(values: Record<string, Written>): Finding[] {
  const fields = Object.keys(values);
  return fields.length ? [note(`Taken from the head of the page: ${fields.join(', ')}.`)] : [];
}

const oddDate = (date: string | undefined, isDate: boolean): Finding[] =>
  date === undefined || isDate
    ? []
    : [warning(`The date “${date}” in the head of the page was left out: dates are written 1949-05-01.`)];

function languageOf(page: Document): { language?: string } {
  const html = page.children.find((child) => isTag(child) && child.name === 'html');
  const attribs = html && isTag(html) ? html.attribs : {};
  const language = (attribs.lang ?? attribs['xml:lang'] ?? '').trim();
  return /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(language) ? { language } : {};
}

/** The words of `<title>`. */
export const pageTitle = (page: Document): string | undefined =>
  find(page.children, ({ name }) => name === 'title')
    .filter(({ parent }) => !(parent && isTag(parent) && parent.name === 'svg'))
    .map(lineOf)
    .find(Boolean);
