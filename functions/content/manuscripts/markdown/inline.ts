import type { Token } from 'markdown-it';
import type { Picture } from '../../contract/values.ts';
import { escapeHtml, figureHtml, pictureHtml } from '../../pictures/picture.ts';
import { shortened, warning } from '../findings.ts';
import type { BodyContext } from './body-context.ts';
import { textOf } from './headings.ts';
import { isElsewhere, judgeLink } from './links.ts';
import { rawHtml } from './raw-html.ts';

/** Reads the pictures, links and HTML in one run of text; a paragraph of pictures alone becomes figures. */
export function readInline(tokens: Token[], index: number, line: number, context: BodyContext): void {
  const children = tokens[index]?.children ?? [];
  const alone = isParagraph(tokens, index) && children.every(isOwnPictureOrSpace) && children.some(isPicture);
  const walk = new Walk(line, context, alone ? figureHtml : pictureHtml);
  for (const child of children) walk.read(child);
  if (alone) unwrap(tokens, index);
}

const isPicture = ({ type }: Token) => type === 'image';
const isOwnPictureOrSpace = (token: Token) =>
  (isPicture(token) && !isElsewhere(srcOf(token))) ||
  token.type === 'softbreak' ||
  token.type === 'hardbreak' ||
  (token.type === 'text' && token.content.trim() === '');

const srcOf = (token: Token) => String(token.attrGet('src') ?? '');

const isParagraph = (tokens: Token[], index: number) => tokens[index - 1]?.type === 'paragraph_open';

/** Leaves the figures without their paragraph, which cannot hold them. */
function unwrap(tokens: Token[], index: number): void {
  for (const token of [tokens[index - 1], tokens[index + 1]]) if (token) token.hidden = true;
  for (const child of tokens[index]?.children ?? [])
    if (!isPicture(child) && child.type !== 'html_inline') becomeHtml(child, '');
}

function becomeHtml(token: Token, html: string): void {
  token.type = 'html_inline';
  token.content = html;
  token.children = null;
}

/** Goes through a run of text, counting its lines. */
class Walk {
  #line: number;
  #link: 'none' | 'allowed' | 'dropped' = 'none';
  readonly #context: BodyContext;
  readonly #print: (picture: Picture) => string;

  constructor(line: number, context: BodyContext, print: (picture: Picture) => string) {
    this.#line = line;
    this.#context = context;
    this.#print = print;
  }

  read(token: Token): void {
    if (token.type === 'softbreak' || token.type === 'hardbreak') this.#line++;
    else if (token.type === 'image') this.#image(token);
    else if (token.type === 'link_open') this.#open(token);
    else if (token.type === 'link_close') this.#close(token);
    else if (token.type === 'html_inline') token.content = rawHtml(token.content, this.#line, this.#context);
    else if (token.type === 'text') this.#text(token.content);
  }

  #image(token: Token): void {
    const src = srcOf(token);
    const alt = textOf(token);
    const caption = String(token.attrGet('title') ?? '');
    becomeHtml(token, isElsewhere(src) ? this.#elsewhere(src, alt) : this.#own(decoded(src), alt, caption));
  }

  #own(file: string, alt: string, caption: string): string {
    const picture = this.#context.show(
      { file, ...(alt && { alt }), ...(caption && { caption }) },
      this.#line,
    );
    if (picture) this.#context.shown.push(picture);
    return picture ? this.#print(picture) : '';
  }

  /** Readers' addresses are not given to other sites: a picture that lies there becomes a link. */
  #elsewhere(src: string, alt: string): string {
    this.#context.findings.push(
      warning(
        'This picture lies on another site, so it became a link. Hand it in with the text to show it here.',
        this.#line,
      ),
    );
    const words = escapeHtml(alt || shortened(src, 200));
    return /^https?:/i.test(src) && this.#link === 'none'
      ? `<a href="${escapeHtml(src)}">${words}</a>`
      : words;
  }

  #open(token: Token): void {
    const judged = judgeLink(String(token.attrGet('href') ?? ''), this.#context);
    if (judged.finding) this.#context.findings.push(warning(judged.finding, this.#line));
    this.#link = judged.href === undefined ? 'dropped' : 'allowed';
    if (judged.href === undefined) becomeHtml(token, '');
    else token.attrSet('href', judged.href);
  }

  #close(token: Token): void {
    if (this.#link === 'dropped') becomeHtml(token, '');
    this.#link = 'none';
  }

  #text(content: string): void {
    const label = /\[\^([^\]\s]+)\]/.exec(content)?.[1];
    if (label === undefined) return;
    this.#context.findings.push(
      warning(
        `There is no footnote [^${label}]. Add a line that begins with [^${label}]: or take the mark out.`,
        this.#line,
      ),
    );
  }
}

/** markdown-it has percent-encoded the address; a file is named without that. */
function decoded(src: string): string {
  try {
    return decodeURI(src);
  } catch (cause) {
    if (cause instanceof URIError) return src;
    throw cause;
  }
}
