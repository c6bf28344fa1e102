import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Manuscript, manuscript } from '../archive.ts';

/** Another program that makes a site of the same articles. */
export interface Peer {
  name: string;
  /** Whether it can be run here; it is installed where that takes no more than npm. */
  isThere(): Promise<boolean>;
  /** Lays the articles and the templates out in a folder. */
  prepare(folder: string, size: number): void;
  /** The command that makes the site into `public`, below the folder. */
  command(folder: string): { command: string; args: string[] };
}

export function writeAll(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Each article as a file under `content`, its front matter as the peer wants it. */
export function writeArticles(folder: string, size: number, fields: (article: Manuscript) => object): void {
  const text = (article: Manuscript) => `---\n${JSON.stringify(fields(article))}\n---\n${article.markdown}`;
  const articles = Array.from({ length: size }, (_, age) => manuscript(age, size));
  writeAll(folder, Object.fromEntries(articles.map((one) => [`${one.slug}.md`, text(one)])));
}

/** The head and the masthead of every page, about as much as ours. */
export const shell = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · The Lantern</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="/icon.svg">
<link rel="alternate" type="application/atom+xml" href="/feed.xml"></head>
<body><header class="masthead"><a href="/">The Lantern</a>
<nav>${['news', 'work', 'housing', 'letters', 'culture', 'archive', 'reviews', 'the-sea']
  .map((section) => `<a href="/sections/${section}/">${section}</a>`)
  .join(' ')}</nav></header>
<main id="text">${main}</main>
<footer><p>The Lantern</p><nav><a href="/archive/">Archive</a> <a href="/feed.xml">Feed</a></nav></footer></body></html>
`;
