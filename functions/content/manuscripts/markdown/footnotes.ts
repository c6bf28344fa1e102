import type { Env, MarkdownIt, StateCore, Token } from 'markdown-it';
import type { Finding } from '../findings.ts';
import { tellOfLostWords } from '../lost-words.ts';
import { ruleNamed } from './block-rules.ts';

/** `1`, and `1-2` for the second place that points to the same note. */
function numberOf(token: Token | undefined): string {
  const { id, subId } = token?.meta ?? {};
  const again = Number(subId ?? 0);
  return again > 0 ? `${Number(id) + 1}-${again + 1}` : String(Number(id) + 1);
}

/** Notes and the places that point to them find each other, by eye, by keyboard and by ear. */
export function addFootnoteRules(md: MarkdownIt): void {
  md.core.ruler.before('footnote_tail', 'footnote_definitions', noteDefinitions);
  keepNotesApart(md);
  const { rules } = md.renderer;
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

/** A note within a note (`^[a ^[b]]`) would take its place, so it is words. */
function keepNotesApart({ inline: { ruler } }: MarkdownIt): void {
  const readNote = ruleNamed('footnote_inline', ruler);
  ruler.at('footnote_inline', (state, silent) => {
    if (state.env[inNote]) return false;
    state.env[inNote] = true;
    const isNote = readNote(state, silent);
    state.env[inNote] = false;
    return isNote;
  });
}

const inNote = 'in a note';

/** A footnote as it is defined: Markdown shows the last of those with one label, if something points to it. */
interface Definition {
  label: string;
  /** Lines of the source, counting from 0; without the last one. */
  from: number;
  to: number;
}

/** Notes where each footnote is defined, before the plugin takes them out of the text. */
function noteDefinitions({ tokens, env }: StateCore): void {
  const definitions: Definition[] = [];
  let open: Definition | undefined;
  for (const { type, meta, map } of tokens) {
    if (type === 'footnote_reference_open') open = { label: String(meta?.label), from: Infinity, to: 0 };
    else if (type === 'footnote_reference_close' && open) definitions.push(open);
    if (map && open) [open.from, open.to] = [Math.min(open.from, map[0]), Math.max(open.to, map[1])];
    if (type === 'footnote_reference_close') open = undefined;
  }
  env[definitionsKey] = definitions;
}

const definitionsKey = 'footnote definitions';

/** A note that nothing points to, or that is given twice, would be gone without a word. */
export function tellOfFootnotes(source: string, firstLine: number, env: Env): Finding[] {
  const refs = refsOf(env);
  if (refs.size === 0) return [];
  const lines = source.split('\n');
  const definitions = definitionsOf(env);
  const last = new Map(definitions.map((each) => [each.label, each]));
  return definitions.flatMap((each) => {
    const { label, from, to } = each;
    const isLast = last.get(label) === each;
    if (isLast && refs.get(label) !== -1) return [];
    const text = lines.slice(from, to).join('\n');
    const written = text.replace(/^[^[]*\[\^[^\]]*\]:/, '');
    return tellOfLostWords({
      line: firstLine + from,
      text: written,
      ...(isLast ? unused(label) : twice(label)),
    });
  });
}

const unused = (label: string) => ({
  what: `The footnote [^${label}], to which nothing points,`,
  wayOut: `Write [^${label}] in the text.`,
});
const twice = (label: string) => ({
  what: `The first of two footnotes [^${label}]`,
  wayOut: 'Give one of them another name.',
});

const definitionsOf = (env: Env): Definition[] => {
  const known = env[definitionsKey];
  return Array.isArray(known) ? known : [];
};

/** Which note each label became, as the plugin left it in the environment; -1 for none. */
function refsOf(env: Env): Map<string, number> {
  const { footnotes } = env;
  if (typeof footnotes !== 'object' || footnotes === null || !('refs' in footnotes)) return new Map();
  const entries = Object.entries(footnotes.refs ?? {});
  return new Map(entries.map(([label, note]) => [label.slice(1), Number(note)]));
}
