import { escapeHtml } from '../pictures/picture.ts';
import { note } from './findings.ts';
import { frontOf, type OpenedManuscript } from './opened-manuscript.ts';

/** Text without any marks: its first line is the title, paragraphs are parted by empty lines. */
export function openPlainText(text: string): OpenedManuscript {
  const lines = text.split('\n');
  const first = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  const title = lines[first]?.trim() ?? '';
  const body = lines.slice(first + 1);
  return {
    front: frontOf(title ? { title } : {}, [readAsPlain]),
    wayToTitle: 'The first line of a plain text is its title.',
    read: () => ({ html: paragraphsOf(body).map(paragraphHtml).join('') }),
  };
}

const readAsPlain = note(
  'This file was read as plain text: its first line is the title, and marks such as * stay as they are. To have it read as Markdown, begin it with `# ` and its title.',
);

/** Where a line is longer than programs break them, each line is a paragraph. */
function paragraphsOf(lines: string[]): string[][] {
  const parts = lines
    .join('\n')
    .split(/\n(?:[^\S\n]*\n)+/)
    .map((part) => part.split('\n'));
  return parts
    .map((part) => part.map((line) => line.trim()).filter(Boolean))
    .flatMap((part) =>
      part.some(({ length }) => length > usualWidth.most) ? part.map((line) => [line]) : [part],
    )
    .filter((part) => part.length > 0);
}

const paragraphHtml = (lines: string[]): string =>
  `<p>${lines.map(escapeHtml).join(isWrapped(lines) ? ' ' : '<br />\n')}</p>\n`;

/** Lines as long as a program makes them belong together; in shorter ones, such as verse, their ends mean something. */
const usualWidth = { least: 45, most: 100 };

const isWrapped = (lines: string[]): boolean =>
  lines.slice(0, -1).every(({ length }) => length >= usualWidth.least);
