import MarkdownIt, { type Token } from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import { addBlockRules } from './block-rules.ts';
import type { BodyContext } from './body-context.ts';
import { addFootnoteRules, tellOfFootnotes } from './footnotes.ts';
import { anchorHeadings, extractTitle, shiftHeadings } from './headings.ts';
import { readInline } from './inline.ts';
import { maxNesting, noteLinkDefinitions, tellOfLostBlocks } from './lost-blocks.ts';
import { rawHtml } from './raw-html.ts';
import { addReferenceRule, tellOfReferences } from './references.ts';
import { sanitise, sanitiseOwn } from './sanitise.ts';
import { tidyTables } from './tables.ts';
import { tellOfTemplateCode, templateCodeIn } from './template-code.ts';

const md = new MarkdownIt({ html: true, maxNesting }).use(footnotes);
/** Each address is judged where its line is known; sanitising is the guard behind that. */
md.validateLink = () => true;
addBlockRules(md);
noteLinkDefinitions(md);
addReferenceRule(md);
addFootnoteRules(md);

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
  context.findings.push(
    ...tellOfLostBlocks({ tokens, source, firstLine, env }),
    ...tellOfFootnotes(source, firstLine, env),
    ...tellOfReferences(env, firstLine),
  );
  const clean = tokens.some(holdsHtml) ? sanitise : sanitiseOwn;
  const heading = extractTitle(tokens, { known: title, context, firstLine });
  shiftHeadings(tokens);
  anchorHeadings(tokens, context.language);
  tidyTables(tokens);
  readBlocks(tokens, firstLine, context);
  const html = clean(md.renderer.render(tokens, md.options, env));
  return heading === undefined ? { html } : { title: heading, html };
}

/** Whether the first block is a heading that may be the title. */
export function beginsWithTitle(source: string): boolean {
  const [first] = md.parse(source, {});
  return first?.type === 'heading_open' && first.tag === 'h1';
}

const holdsHtml = ({ type, children }: Token): boolean =>
  type === 'html_block' || type === 'html_inline' || (children?.some(holdsHtml) ?? false);

function readBlocks(tokens: Token[], firstLine: number, context: BodyContext): void {
  let line = firstLine;
  for (const [index, token] of tokens.entries()) {
    if (token.map) line = token.map[0] + firstLine;
    if (token.type === 'inline') readInline(tokens, index, line, context);
    if (token.type !== 'html_block') continue;
    context.templateCode.push(...templateCodeIn(token.content, line));
    token.content = rawHtml(token.content, line, context);
  }
  context.findings.push(...tellOfTemplateCode(context.templateCode));
}
