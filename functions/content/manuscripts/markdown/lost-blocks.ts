import type { Env, MarkdownIt, Token } from 'markdown-it';
import type { Finding } from '../findings.ts';
import { type LostWords, tellOfLostWords } from '../lost-words.ts';

/** Blocks nested deeper are not read. */
export const maxNesting = 100;

/** Notes the addresses that links are given elsewhere (`[name]: https://…`), before markdown-it takes them out. */
export function noteLinkDefinitions(md: MarkdownIt): void {
  md.core.ruler.before('strip_references', 'link_definitions', ({ tokens, env }) => {
    env[definitionsKey] = tokens.filter(({ type }) => type === 'reference_definition');
  });
}

const definitionsKey = 'link definitions';

function definitionsOf(env: Env): Token[] {
  const known = env[definitionsKey];
  return Array.isArray(known) ? known : [];
}

interface Parsed {
  tokens: Token[];
  /** The Markdown, which begins on `firstLine`. */
  source: string;
  firstLine: number;
  env: Env;
}

/** Tells of the words that Markdown itself leaves out. */
export function tellOfLostBlocks({ tokens, source, firstLine, env }: Parsed): Finding[] {
  const lines = source.split('\n');
  const definitions = definitionsOf(env);
  const links = definitions.length > 0 ? new LinkDefinitions(tokens) : undefined;
  return [...definitions, ...tokens].flatMap((token, index) => {
    const [from, to] = token.map ?? [0, 0];
    const place = { text: lines.slice(from, to).join('\n'), line: firstLine + from };
    if (token.type === 'tr_open') return tellOfCells(tokens, index - definitions.length, place);
    if (token.type === 'fence') return tellOfInfo(token, place.line);
    if (token.type === 'reference_definition') return links?.tell(token, place) ?? [];
    return isTooDeep(token) ? tellOfLostWords({ ...place, ...tooDeep }) : [];
  });
}

type Place = Pick<LostWords, 'text' | 'line'>;

const tooDeep = {
  what: 'What is in more than about fifty lists or quotations at once',
  wayOut: 'Take some of them away.',
};

const isTooDeep = ({ type, level }: Token) =>
  level >= maxNesting - 2 && (type === 'blockquote_open' || type === 'list_item_open');

/** A row may have more cells than the head of its table: Markdown has no columns for them. */
function tellOfCells(tokens: Token[], index: number, { text, line }: Place): Finding[] {
  let columns = 0;
  for (let at = index + 1; tokens[at] && tokens[at]?.type !== 'tr_close'; at++)
    if (tokens[at]?.type === 'inline') columns++;
  const cells = text.replace(/^[\s>]+/, '').split(/(?<!\\)\|/);
  if (cells[0]?.trim() === '') cells.shift();
  return tellOfLostWords({
    line,
    text: cells.slice(columns).join(' ').trim(),
    what: `What stands in this row after its ${columns === 1 ? 'only cell' : `${columns} cells`}`,
    wayOut: 'Give the first row of the table as many cells.',
  });
}

/** Only the language of a block of code is kept. */
const tellOfInfo = ({ info, markup }: Token, line: number): Finding[] =>
  tellOfLostWords({ line, text: info.trim().replace(/^\S+/, ''), what: `What stands after ${markup}` });

/** Which of them links use. */
class LinkDefinitions {
  readonly #used = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(tokens: Token[]) {
    for (const token of tokens) if (token.type === 'inline') this.#use(token);
  }

  #use({ children }: Token): void {
    for (const child of children ?? []) {
      if (child.meta?.label !== undefined) this.#used.add(String(child.meta.label));
      if (child.children) this.#use(child);
    }
  }

  tell({ meta }: Token, place: Place): Finding[] {
    const label = String(meta?.label);
    const [isUsed, isFirst] = [this.#used.has(label), !this.#seen.has(label)];
    this.#seen.add(label);
    if (isUsed && isFirst) return [];
    const what = `A link’s address that ${isUsed ? 'is given twice' : 'no link uses'}`;
    return tellOfLostWords({ ...place, what });
  }
}
