import MarkdownIt, { type Token } from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import { warning } from '../findings.ts';
import type { BodyContext } from './body-context.ts';
import { addFootnoteRules, tellOfFootnotes } from './footnotes.ts';
import { anchorHeadings, extractTitle, shiftHeadings } from './headings.ts';
import { readInline } from './inline.ts';
import { rawHtml } from './raw-html.ts';
import { sanitise, sanitiseOwn } from './sanitise.ts';
import { tidyTables } from './tables.ts';

/** Blocks nested deeper are not read. */
const maxNesting = 100;

const md = new MarkdownIt({ html: true, maxNesting }).use(footnotes);
/** Each address is judged where its line is known; sanitising is the guard behind that. */
md.validateLink = () => true;
addFootnoteRules(md.renderer);

export interface MarkdownBody {
  /** The heading the text began with, if it was its title. */
  title?: string;
  /** Sanitised. */
  html: string;
}

/**
 * Turns Markdown into the HTML that is stored. `firstLine` is the line of the file the source begins on;
 * `title` is the one given in the front matter.
 */
export function readMarkdown(
  source: string,
  { context, firstLine, title }: { context: BodyContext; firstLine: number; title?: string },
): MarkdownBody {
  const env = {};
  const tokens = md.parse(source, env);
  const clean = tokens.some(holdsHtml) ? sanitise : sanitiseOwn;
  const heading = extractTitle(tokens, title);
  shiftHeadings(tokens);
  anchorHeadings(tokens, context.language);
  tidyTables(tokens);
  tellOfFootnotes(source, firstLine, env, context.findings);
  readBlocks(tokens, firstLine, context);
  const html = clean(md.renderer.render(tokens, md.options, env));
  return heading === undefined ? { html } : { title: heading, html };
}

const holdsHtml = ({ type, children }: Token): boolean =>
  type === 'html_block' || type === 'html_inline' || (children?.some(holdsHtml) ?? false);

function readBlocks(tokens: Token[], firstLine: number, context: BodyContext): void {
  let line = firstLine;
  for (const [index, token] of tokens.entries()) {
    if (token.map) line = token.map[0] + firstLine;
    if (token.type === 'inline') readInline(tokens, index, line, context);
    if (token.type === 'html_block') token.content = rawHtml(token.content, line, context);
    if (isTooDeep(token))
      context.findings.push(
        warning('Lists or quotations are nested too deeply here; what is deeper inside was left out.', line),
      );
  }
}

const isTooDeep = ({ type, level }: Token) =>
  level >= maxNesting - 2 && (type === 'blockquote_open' || type === 'list_item_open');
