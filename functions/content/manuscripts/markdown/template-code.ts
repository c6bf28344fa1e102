import { type Finding, warning } from '../findings.ts';

/** Where code of Jekyll, Liquid, Hugo, Nunjucks or WordPress begins, and its whole if it ends in the same line. */
const code =
  /\{%-?\s*[a-z][^\n]*?(?:%\}|$)|\{\{[<%-]?\s*[\w"'$./][^\n]*?(?:\}\}|$)|\[\/?(?:audio|caption|contact-form|embed|gallery|googlemaps|playlist|video|vimeo|wp_caption|youtube)(?:[\s=][^\][\n]*)?\]/gim;

/** What another program would have put something else for, with its line. */
export interface TemplateCode {
  written: string;
  line: number;
}

/** Code of other programs in words or HTML that begin in a line. */
export const templateCodeIn = (text: string, firstLine: number): TemplateCode[] =>
  /[{[]/.test(text)
    ? text.split('\n').flatMap((each, index) => {
        return [...each.matchAll(code)].map(([written]) => ({ written, line: firstLine + index }));
      })
    : [];

const mostLines = 10;

/** One remark, however much of it there is. */
export function tellOfTemplateCode(found: TemplateCode[]): Finding[] {
  const [first] = found;
  if (!first) return [];
  const lines = [...new Set(found.map(({ line }) => line))].filter((line) => line !== first.line);
  const more = lines.length > mostLines ? ` and ${lines.length - mostLines} more` : '';
  const others = lines.length
    ? ` So is what stands in line ${lines.slice(0, mostLines).join(', ')}${more}.`
    : '';
  const written = first.written.length > 80 ? `${first.written.slice(0, 79)}…` : first.written;
  const text = `“${written}” is code of another program, which readers see as it is written.${others} Write what it stands for, or take it out.`;
  return [warning(text, first.line)];
}
