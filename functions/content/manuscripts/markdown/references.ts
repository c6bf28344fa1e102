import type { Env, MarkdownIt, Token } from 'markdown-it';
import { forbiddenReference, reference, referredTo } from '../characters.ts';
import { error, type Finding } from '../findings.ts';

/** Reads references to characters in words as HTML does; markdown-it puts a replacement sign for some of them. */
export function addReferenceRule(md: MarkdownIt): void {
  md.core.ruler.before('text_join', 'references', ({ tokens, env }) => {
    env[refusedKey] = tokens.flatMap(({ type, children, map }) =>
      type === 'inline' ? readReferences(children ?? [], map?.[0] ?? 0) : [],
    );
  });
}

const refusedKey = 'refused references';

interface Refused {
  written: string;
  /** Of the source, counting from 0. */
  line: number;
}

function readReferences(run: Token[], firstLine: number): Refused[] {
  const refused: Refused[] = [];
  let line = firstLine;
  for (const token of run) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') line++;
    if (token.children) refused.push(...readReferences(token.children, line));
    if (token.type !== 'text_special' || !token.markup.startsWith('&#')) continue;
    const [, hex, decimal] = new RegExp(reference, 'i').exec(token.markup) ?? [];
    const character = referredTo(hex, decimal);
    if (character === undefined) refused.push({ written: token.markup, line });
    token.content = character ?? '';
  }
  return refused;
}

/** Characters that no text has are refused however they are written. */
export function tellOfReferences(env: Env, firstLine: number): Finding[] {
  const refused = env[refusedKey];
  if (!Array.isArray(refused)) return [];
  return refused.map(({ written, line }: Refused) => error(forbiddenReference(written), firstLine + line));
}
