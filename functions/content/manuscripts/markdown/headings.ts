import type { Token } from 'markdown-it';
import { titleSlug } from '../slug.ts';
import type { BodyContext } from './body-context.ts';
import { htmlPieces } from './html-pieces.ts';
import { rawHtml } from './raw-html.ts';
import { pageIds } from './sanitise.ts';

interface TitleCircumstances {
  /** The title given in the front matter. */
  known: string | undefined;
  context: BodyContext;
  firstLine: number;
}

/** Takes away the heading that is the title; gives its text only if no other title is known. */
export function extractTitle(
  tokens: Token[],
  { known, context, firstLine }: TitleCircumstances,
): string | undefined {
  const [open, inline] = tokens;
  if (open?.type !== 'heading_open' || open.tag !== 'h1' || !inline) return undefined;
  const text = textOf(inline);
  if (known !== undefined && folded(known) !== folded(text)) return undefined;
  for (const { type, content } of inline.children ?? [])
    if (type === 'html_inline') rawHtml(content, firstLine + (open.map?.[0] ?? 0), context);
  tokens.splice(0, 3);
  return known === undefined ? text : undefined;
}

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The page's own heading is its title: if the text has headings of that rank, all of its headings step down. */
export function shiftHeadings(tokens: Token[]): void {
  const headings = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close');
  if (!headings.some(({ tag }) => tag === 'h1')) return;
  for (const heading of headings) heading.tag = `h${Math.min(6, Number(heading.tag.slice(1)) + 1)}`;
}

/** Gives each heading an id of its own, made of its words. */
export function anchorHeadings(tokens: Token[], language?: string): void {
  const taken = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    const inline = tokens[index + 1];
    if (token.type === 'heading_open' && inline)
      token.attrSet('id', anchorOf(textOf(inline), language, taken));
  }
}

/** An id that no other heading of the text has: `taken` counts those that were given. */
export function anchorOf(text: string, language: string | undefined, taken: Map<string, number>): string {
  const slug = titleSlug(text, language);
  // Footnotes and the page have ids too; a slug that ends in a number must not meet a counted one.
  const id = /^fn(ref)?-|-\d+$/.test(slug) || pageIds.has(slug) ? `h-${slug}` : slug;
  const times = (taken.get(id) ?? 0) + 1;
  taken.set(id, times);
  return times === 1 ? id : `${id}-${times}`;
}

/** The words alone, without marks, notes and HTML. */
export function textOf(inline: Token): string {
  const words = (inline.children ?? []).map(wordsOf).join('');
  return words.replace(/\s+/g, ' ').trim();
}

function wordsOf(token: Token): string {
  if (token.type === 'text' || token.type === 'code_inline') return token.content;
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
  if (token.type === 'html_inline') return wordsOfHtml(token.content);
  return token.type === 'image' ? textOf(token) : '';
}

/** What only looks like HTML is words. */
const wordsOfHtml = (html: string) =>
  htmlPieces(html)
    .map(({ type, name, text }) => {
      if (type === 'cdata') return text.slice('<![CDATA['.length, -']]>'.length);
      return type === 'words' ? text : name === 'br' ? ' ' : '';
    })
    .join('');
