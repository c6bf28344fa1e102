/** A text and what is chosen in it, in characters. */
export interface Chosen {
  text: string;
  start: number;
  end: number;
}

export interface Command {
  name: string;
  /** What the button shows. */
  sign: string;
  /** With Ctrl or the command key. */
  key?: string;
  apply(chosen: Chosen): Chosen;
}

/** Puts signs round what is chosen, or takes them away. */
const around =
  (mark: string, otherwise: string) =>
  ({ text, start, end }: Chosen): Chosen => {
    const inner = text.slice(start, end);
    const isMarked = text.slice(start - mark.length, start) === mark && text.startsWith(mark, end);
    if (isMarked) {
      const without = text.slice(0, start - mark.length) + inner + text.slice(end + mark.length);
      return { text: without, start: start - mark.length, end: end - mark.length };
    }
    // Blanks at the ends stay outside: Markdown marks none.
    const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? [];
    const marked = words || otherwise;
    const at = start + before.length + mark.length;
    const made = `${text.slice(0, start)}${before}${mark}${marked}${mark}${after}${text.slice(end)}`;
    return { text: made, start: at, end: at + marked.length };
  };

/** Begins each chosen line with a sign, or takes it away where all have it. */
const lines =
  (signOf: (at: number) => string, known: RegExp) =>
  ({ text, start, end }: Chosen): Chosen => {
    const from = text.lastIndexOf('\n', start - 1) + 1;
    // A line that is chosen with its end does not choose the next one.
    const last = end > start && text[end - 1] === '\n' ? end - 1 : end;
    const to = /\n|$/.exec(text.slice(last))?.index ?? 0;
    const [before, after] = [text.slice(0, from), text.slice(last + to)];
    const all = text.slice(from, last + to).split('\n');
    const isMarked = all.every((line) => known.test(line));
    const made = all.map((line, at) => (isMarked ? line.replace(known, '') : signOf(at) + line)).join('\n');
    return { text: before + made + after, start: from, end: from + made.length };
  };

function link({ text, start, end }: Chosen): Chosen {
  const words = text.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  const made = isAddress ? `[](${words})` : `[${words}](https://)`;
  const whole = text.slice(0, start) + made + text.slice(end);
  // The cursor stands where something is missing.
  if (isAddress) return { text: whole, start: start + 1, end: start + 1 };
  const address = start + words.length + 3;
  return { text: whole, start: address, end: address + 'https://'.length };
}

/** A mark here, and its note at the end of the text. */
function footnote({ text, end }: Chosen): Chosen {
  const used = [...text.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const mark = `[^${Math.max(0, ...used) + 1}]`;
  const whole = `${text.slice(0, end)}${mark}${text.slice(end)}`.replace(/\s*$/, '');
  const noted = `${whole}\n\n${mark}: `;
  return { text: `${noted}\n`, start: noted.length, end: noted.length };
}

export const commands: readonly Command[] = [
  { name: 'Bold', sign: 'B', key: 'b', apply: around('**', 'bold') },
  { name: 'Italic', sign: 'I', key: 'i', apply: around('*', 'italic') },
  { name: 'Heading', sign: 'H', apply: lines(() => '## ', /^#{1,6} /) },
  { name: 'List', sign: '•', apply: lines(() => '- ', /^[-*+] /) },
  { name: 'Numbered list', sign: '1.', apply: lines((at) => `${at + 1}. `, /^\d+[.)] /) },
  { name: 'Quotation', sign: '“', apply: lines(() => '> ', /^> ?/) },
  { name: 'Link', sign: 'Link', key: 'k', apply: link },
  { name: 'Footnote', sign: '¹', apply: footnote },
];
