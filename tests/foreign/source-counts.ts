import { strFromU8, unzipSync } from 'fflate';
import type { Notice } from '../../functions/content/contract/values.ts';

/** What a manuscript has, counted by the letters of its file alone, and by nothing that the reader uses. */
export interface Counts {
  headings: number;
  notes: number;
  links: number;
  pictures: number;
  tables: number;
  /** Words of four letters or more. */
  words: Map<string, number>;
}

/** Undefined for Markdown, whose words are looked for line by line. */
export function countsOfSource(name: string, bytes: Uint8Array): Counts | undefined {
  if (/\.docx$/i.test(name)) return countsOfWord(bytes);
  if (/\.odt$/i.test(name)) return countsOfOpenDocument(bytes);
  const text = new TextDecoder().decode(bytes);
  if (/\.html?$/i.test(name)) return countsOfHtml(text);
  return /\.txt$/i.test(name) ? { ...countsOfHtml(''), words: wordsIn(text) } : undefined;
}

/** The same of a page; its title is a heading of the manuscript. */
export const countsOfPage = (fields: { title: string }, html: string): Counts => ({
  ...countsOfHtml(html),
  headings: times(html, /<h[1-6][\s>]/g) + 1,
  notes: times(html, /class="footnote-item"/g),
  words: wordsIn(`${JSON.stringify(fields)} ${untagged(html)}`),
});

const times = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const untagged = (html: string) => decoded(html.replace(/<[^>]*>/g, ' '));
const decoded = (text: string) =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&\w+;/g, ' ');

function countsOfHtml(html: string): Counts {
  const shown = html
    .replace(/<!--[\s\S]*?-->/g, ' ')
    // Comments of Google Docs.
    .replace(/<div[^>]*><p[^>]*><a href="#cmnt_ref\d+"[\s\S]*?<\/div>/g, ' ')
    .replace(/<(script|style|head|title|nav|aside|template)\b[\s\S]*?<\/\1\s*>/gi, ' ');
  return {
    headings: times(shown, /<h[1-6][\s>]/gi),
    notes: 0,
    links: times(shown, /<a\s[^>]*href=/gi),
    pictures: times(shown, /<img\s/gi),
    tables: times(shown, /<table[\s>]/gi),
    words: wordsIn(untagged(shown)),
  };
}

function countsOfWord(bytes: Uint8Array): Counts {
  const parts = unzipSync(bytes, { filter: ({ name }) => /^word\/\w+\.xml$/.test(name) });
  const xml = (name: string) =>
    strFromU8(parts[`word/${name}.xml`] ?? new Uint8Array())
      .replace(/<mc:Fallback>[\s\S]*?<\/mc:Fallback>/g, '')
      .replace(/<w:(del|moveFrom)\s(?:"[^"]*"|[^"/>])*>[\s\S]*?<\/w:\1>/g, '')
      .replace(/<w:(pPrChange|rPrChange)\s[\s\S]*?<\/w:\1>/g, '')
      // A large first letter begins the word of the next paragraph.
      .replace(/(<w:framePr\s[^>]*w:dropCap=(?:(?!<\/w:p>)[\s\S])*)<\/w:p>/g, '$1');
  // The instruction of a field may be cut anywhere.
  const document = xml('document').replace(
    /<\/w:instrText>(?:(?!<w:t[ >]|<w:fldChar)[\s\S])*?<w:instrText[^>]*>/g,
    '',
  );
  const headings = [
    ...xml('styles').matchAll(/w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="(?:heading(?: [1-6])?|title)"/gi),
  ];
  const ids = new Set(headings.map(([, id]) => id));
  const styled = [...document.matchAll(/<w:pStyle w:val="([^"]+)"/g)].filter(([, id]) => ids.has(id));
  const notes = `${xml('footnotes')} ${xml('endnotes')}`;
  const text = `${document} ${notes}`
    .replace(
      /<\/w:p>|<w:(?:tab|ptab|br|cr|rt|rubyBase|footnoteReference|endnoteReference|sym|noBreakHyphen)\b[^>]*>/g,
      ' ',
    )
    .replace(/<w:(?:instrText|delText)[^>]*>[^<]*/g, '')
    .replace(/<m:oMath[\s>][\s\S]*?<\/m:oMath>/g, ' ')
    .replace(/<[^>]*>/g, '');
  return {
    headings: styled.length,
    notes: times(document, /<w:(?:foot|end)noteReference\s/g),
    links: times(
      `${document}${notes}`,
      /<w:hyperlink\s[^>]*(?:r:id|w:anchor)=|<w:instrText[^>]*>\s*HYPERLINK\s|<a:hlinkClick\s|<w:fldSimple\s[^>]*w:instr=.\s*HYPERLINK\s/g,
    ),
    pictures: times(`${document}${notes}`, /<a:blip\s[^>]*r:embed=|<v:imagedata\s/g),
    tables: times(document, /<w:tbl>/g),
    words: wordsIn(decoded(text)),
  };
}

function countsOfOpenDocument(bytes: Uint8Array): Counts {
  const parts = unzipSync(bytes, { filter: ({ name }) => /^(?:content|styles)\.xml$/.test(name) });
  const xml = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
  const content = xml('content.xml');
  const named = /^(?:Title|Heading_20_[1-6])$/;
  const isHeading = (style: string): boolean => {
    const [, parent] =
      new RegExp(`style:name="${style}" style:family="paragraph" style:parent-style-name="([^"]+)"`).exec(
        content,
      ) ?? [];
    return named.test(style) || (parent !== undefined && named.test(parent));
  };
  const text = content
    .replace(/^[\s\S]*<office:text/, '<office:text')
    .replace(
      /<(text:tracked-changes|office:annotation|text:note-citation|svg:title|svg:desc)\b[\s\S]*?<\/\1>/g,
      '',
    );
  const styled = [...text.matchAll(/<text:p\s[^>]*text:style-name="([^"]+)"/g)];
  const words = text
    .replace(/<(text:table-of-content)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<\/text:(?:p|h)>|<text:(?:tab|line-break|s|note)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '');
  return {
    headings: times(text, /<text:h\s/g) + styled.filter(([, style = '']) => isHeading(style)).length,
    notes: times(text, /<text:note\s/g),
    links: times(text, /<text:a\s[^>]*xlink:href=/g),
    pictures: times(text, /<draw:image\s[^>]*xlink:href="Pictures\//g),
    tables: times(text, /<table:table\s/g),
    words: wordsIn(decoded(words)),
  };
}

function wordsIn(text: string): Map<string, number> {
  const words =
    text
      .replace(/[\u00ad\u200b]/g, '')
      .toLowerCase()
      .match(/\p{L}{4,}/gu) ?? [];
  return new Map([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

/** What a notice says when it tells of such a loss. */
const names: Record<Exclude<keyof Counts, 'words'>, RegExp> = {
  headings: /heading|title/i,
  notes: /note/i,
  links: /link|address|No page yet|not shown/i,
  pictures: /picture/i,
  tables: /table|front matter|not shown/i,
};

/** What the page has fewer of than its source, and no notice tells. */
export function lostOf(source: Counts, page: Counts, notices: Notice[]): string[] {
  const kinds = ['headings', 'notes', 'links', 'pictures', 'tables'] as const;
  const fewer = kinds.filter(
    (kind) => page[kind] < source[kind] && !notices.some(({ text }) => names[kind].test(text)),
  );
  const said = notices.map(({ text }) => text.toLowerCase()).join('\n');
  // What is quoted in a notice may be cut.
  const isCut = notices.some(
    ({ text }) => /not shown|left out|do not reach/.test(text) && text.includes('…'),
  );
  const words = isCut
    ? []
    : [...source.words].flatMap(([word, count]) =>
        count > (page.words.get(word) ?? 0) && !said.includes(word) ? [word] : [],
      );
  return [...fewer.map((kind) => `${source[kind]} ${kind}, of which ${page[kind]} are left`), ...words];
}
