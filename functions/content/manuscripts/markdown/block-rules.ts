import type { Env, MarkdownIt, Ruler, StateBlock } from 'markdown-it';
import { lastIndexOf, tagAt } from './html-pieces.ts';

/**
 * Takes as a block of HTML only what is one. CommonMark lets a block that is never closed go on to the end of the
 * text, and one that begins with the name of a tag up to the next empty line, whether or not the tag has an end.
 */
export function addBlockRules(md: MarkdownIt): void {
  const htmlBlock = ruleNamed('html_block', md.block.ruler);
  md.block.ruler.at(
    'html_block',
    (state, startLine, endLine, silent) =>
      beginsHtml(state, startLine) && htmlBlock(state, startLine, endLine, silent),
    { alt: ['paragraph', 'reference', 'blockquote'] },
  );
}

/** A rule that markdown-it or its plugin brought, so that ours can go before it. */
export function ruleNamed<Args extends unknown[], Result>(
  name: string,
  ruler: Ruler<Args, Result>,
): (...args: Args) => Result {
  const all = ruler.getRules('');
  ruler.disable(name);
  const others = ruler.getRules('');
  ruler.enable(name);
  const [rule] = all.filter((each) => !others.includes(each));
  if (!rule) throw new TypeError(`markdown-it has no rule “${name}”`);
  return rule;
}

/** Of a line that begins with `<`: whether what begins there is HTML and has an end. */
function beginsHtml({ src, bMarks, tShift, env }: StateBlock, line: number): boolean {
  const at = (bMarks[line] ?? 0) + (tShift[line] ?? 0);
  if (src[at] !== '<' || src.startsWith('<!--', at)) return true;
  if (src.startsWith('<?', at)) return isAfter('?>', at, src, env);
  if (src.startsWith('<![CDATA[', at)) return isAfter(']]>', at, src, env);
  if (src[at + 1] === '!') return /^<!doctype\s[^<>]*>/i.test(src.slice(at, at + 300));
  const tag = tagAt(src, at);
  if (!tag || /\n[ \t]*\n/.test(tag.text)) return false;
  const swallowing = /^<(script|style|textarea)\b/i.exec(tag.text)?.[1]?.toLowerCase();
  return swallowing === undefined || isAfter(`</${swallowing}`, at, src, env);
}

/** Looked for once a text, from its end: a text may begin thousands of blocks that never end. */
function isAfter(end: string, at: number, src: string, env: Env): boolean {
  const key = `last ${end}`;
  const known = env[key];
  if (typeof known === 'number') return known >= at;
  const last = lastIndexOf(src, end);
  env[key] = last;
  return last >= at;
}
