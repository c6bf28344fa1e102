import { hasAltWords, manuscriptIn, textOf, withDecorative } from '../write/manuscript.ts';

/** What somebody says of a picture here. Decorative ones have an empty alt text. */
export interface AltWords {
  alt: string;
  decorative: boolean;
}

export interface MarkdownText {
  name: string;
  text: string;
}

/** A picture in Markdown: its alt text, and its path in brackets or bare. */
const picture = /!\[([^\]]*)\](\(\s*(?:<([^>]*)>|([^\s)]+)))/g;

/** The pictures that a Markdown text shows without saying what is on them, by their paths as it has them. */
export function unworded(text: string): string[] {
  const { front, body } = manuscriptIn(text);
  const silent = [...body.matchAll(picture)].filter(([, alt = '']) => !alt.trim());
  const paths = silent.map(([, , , quoted, bare]) => quoted ?? bare ?? '');
  return [...new Set(paths)].filter((path) => !hasAltWords(front, path));
}

/** The pictures among the files that some text shows without words. */
export const picturesToAskFor = (texts: readonly MarkdownText[], pictures: readonly string[]): string[] =>
  pictures.filter((name) => texts.some(({ text }) => unworded(text).some((path) => isOf(path, name))));

/** The text with what was said of its pictures: in place, but of a decorative one in the front matter. */
export function withAltWords(text: string, words: ReadonlyMap<string, AltWords>): string {
  const asked = unworded(text).flatMap((path) => {
    const [, said] = [...words].find(([name]) => isOf(path, name)) ?? [];
    return said && (said.decorative || said.alt.trim()) ? [{ path, ...said }] : [];
  });
  if (!asked.length) return text;
  const { front, body } = manuscriptIn(text);
  const decorative = asked.filter((one) => one.decorative).map(({ path }) => path);
  const worded = body.replace(picture, (whole, alt: string, rest: string, quoted?: string, bare?: string) => {
    const said = asked.find(({ path }) => path === (quoted ?? bare));
    return alt.trim() || !said || said.decorative ? whole : `![${inMarkdown(said.alt)}]${rest}`;
  });
  return textOf({ front: decorative.reduce(withDecorative, front), body: worded });
}

const inMarkdown = (alt: string): string =>
  alt
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[[\]\\*_`<>&]/g, '\\$&');

/** As the press finds them at last: by the name of the file, whatever its folder. */
const isOf = (path: string, name: string): boolean => baseOf(decoded(path)) === baseOf(name);

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
