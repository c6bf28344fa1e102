/** Text, or text that leads somewhere. */
export type Span = string | { text: string; link: string };
export type MailText = Span | readonly Span[];

/** What a mail is made of, for its HTML and its text part alike. Links are absolute; a line break in a text is one. */
export type MailBlock =
  | { heading: string }
  | { paragraph: MailText }
  | { button: string; link: string }
  | { list: readonly MailText[] }
  | { smallPrint: MailText };

export const spansOf = (text: MailText): readonly Span[] =>
  typeof text === 'string' || 'link' in text ? [text] : text;

/** Columns, as the oldest mail programs have them. */
export const width = 72;

/**
 * The text part: the name of the press, the blocks with an empty line between, and the footer as a signature, which
 * answers do not quote. Lines are broken at spaces; what has none, a link above all, stays whole.
 */
export const mailText = ({ name, blocks, footer }: MailParts): string =>
  `${[name, blocksText(blocks), signature(footer)].filter(Boolean).join('\n\n')}\n`;

interface MailParts {
  name: string;
  blocks: readonly MailBlock[];
  footer: readonly MailBlock[];
}

export const blocksText = (blocks: readonly MailBlock[]): string => blocks.map(textOf).join('\n\n');

export const signature = (footer: readonly MailBlock[]): string => `-- \n${blocksText(footer)}`;

function textOf(block: MailBlock): string {
  if ('heading' in block) return underlined(wrapped(block.heading));
  if ('button' in block) return linkLines({ text: block.button, link: block.link });
  if ('list' in block) return block.list.map((item) => `- ${runningText(item, '  ')}`).join('\n');
  return runningText('paragraph' in block ? block.paragraph : block.smallPrint);
}

function underlined(heading: string): string {
  const longest = Math.max(...heading.split('\n').map((line) => [...line].length));
  return `${heading}\n${'-'.repeat(Math.min(width, longest))}`;
}

/** The text as it reads in HTML, and below it where its links lead: one follows by itself, several by their names. */
function runningText(text: MailText, indent = ''): string {
  const spans = spansOf(text);
  const links = spans.filter((span) => typeof span !== 'string');
  const [link, ...more] = links;
  const sentence = spans.map((span) => (typeof span === 'string' ? span : span.text)).join('');
  const columns = width - indent.length;
  const lines =
    link && !more.length
      ? [linkLines({ text: sentence, link: link.link }, columns)]
      : [wrapped(sentence, columns), ...links.map((each) => linkLines(each, columns))];
  return lines.join('\n').replaceAll('\n', `\n${indent}`);
}

/** A colon leads on from a word, and not from a full stop. */
function linkLines({ text, link }: Exclude<Span, string>, columns = width): string {
  if (text === link) return link;
  return `${wrapped(/[\p{L}\p{N}]$/u.test(text) ? `${text}:` : text, columns)}\n${link}`;
}

const wrapped = (text: string, columns = width): string =>
  text
    .split('\n')
    .map((line) => wrappedLine(line, columns))
    .join('\n');

function wrappedLine(line: string, columns: number): string {
  const lines: string[] = [];
  let last: string | undefined;
  for (const word of line.split(' ')) {
    const longer: string = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || [...longer].length <= columns) last = longer;
    else {
      lines.push(last);
      last = word;
    }
  }
  return [...lines, last ?? ''].join('\n');
}
