import type { Env, Renderer, Token } from 'markdown-it';
import { type Finding, warning } from '../findings.ts';

/** `1`, and `1-2` for the second place that points to the same note. */
function numberOf(token: Token | undefined): string {
  const { id, subId } = token?.meta ?? {};
  const again = Number(subId ?? 0);
  return again > 0 ? `${Number(id) + 1}-${again + 1}` : String(Number(id) + 1);
}

/** Notes and the places that point to them find each other, by eye, by keyboard and by ear. */
export function addFootnoteRules({ rules }: Renderer): void {
  rules.footnote_ref = (tokens, index) => {
    const number = numberOf(tokens[index]);
    const [note] = number.split('-');
    return `<sup class="footnote-ref"><a href="#fn-${note}" id="fnref-${number}" role="doc-noteref">${note}</a></sup>`;
  };
  rules.footnote_block_open = () => '<section class="footnotes" role="doc-endnotes">\n<ol>\n';
  rules.footnote_block_close = () => '</ol>\n</section>\n';
  rules.footnote_open = (tokens, index) => `<li id="fn-${numberOf(tokens[index])}" class="footnote-item">`;
  rules.footnote_close = () => '</li>\n';
  rules.footnote_anchor = (tokens, index) => {
    const number = numberOf(tokens[index]);
    return ` <a href="#fnref-${number}" class="footnote-backref" role="doc-backlink" aria-label="Back to reference ${number}">↩\ufe0e</a>`;
  };
}

const definition = /^ {0,3}\[\^([^\]\s]+)\]:/;

/** A note that nothing points to, or that is given twice, would be gone without a word. */
export function tellOfFootnotes(source: string, firstLine: number, env: Env, findings: Finding[]): void {
  const refs = refsOf(env);
  if (refs.size === 0) return;
  const seen = new Set<string>();
  for (const [index, text] of source.split('\n').entries()) {
    const label = definition.exec(text)?.[1];
    if (label === undefined || !refs.has(label)) continue;
    const line = index + firstLine;
    if (seen.has(label))
      findings.push(warning(`There are two footnotes [^${label}]; only the last one is shown.`, line));
    else if (refs.get(label) === -1)
      findings.push(
        warning(
          `Nothing points to the footnote [^${label}], so it was left out. Write [^${label}] in the text.`,
          line,
        ),
      );
    seen.add(label);
  }
}

/** Which note each label became, as the plugin left it in the environment; -1 for none. */
function refsOf(env: Env): Map<string, number> {
  const { footnotes } = env;
  if (typeof footnotes !== 'object' || footnotes === null || !('refs' in footnotes)) return new Map();
  const entries = Object.entries(footnotes.refs ?? {});
  return new Map(entries.map(([label, note]) => [label.slice(1), Number(note)]));
}
