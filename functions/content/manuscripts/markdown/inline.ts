import type { Token } from 'markdown-it';
import type { Picture } from '../../contract/values.ts';
import { escapeHtml, figureHtml, pictureHtml } from '../../pictures/picture.ts';
import { asLineBreaks } from '../characters.ts';
import { shortened, warning } from '../findings.ts';
import { tellOfLostWords } from '../lost-words.ts';
import type { BodyContext } from './body-context.ts';
import { textOf } from './headings.ts';
import { embeddedPicture, isElsewhere, isEmbedded, judgeLink } from './links.ts';
import { rawHtml, shownAsWritten, tellOfCode } from './raw-html.ts';
import { templateCodeIn } from './template-code.ts';

/** Reads the pictures, links and HTML in one run of text; a paragraph of pictures alone becomes figures. */
export function readInline(tokens: Token[], index: number, line: number, context: BodyContext): void {
  const children = tokens[index]?.children ?? [];
  const alone = isParagraph(tokens, index) && children.every(isOwnPictureOrSpace) && children.some(isPicture);
  if (children.some(isCodeTag)) leaveOutCode(children, line, context);
  const walk = new Walk(
    { line, source: tokens[index]?.content ?? '' },
    context,
    alone ? figureHtml : pictureHtml,
  );
  for (const child of children) walk.read(child);
  if (alone) unwrap(tokens, index);
}

const isPicture = ({ type }: Token) => type === 'image';
const isOwnPictureOrSpace = (token: Token) =>
  (isPicture(token) && !isElsewhere(srcOf(token))) ||
  isBreak(token) ||
  (token.type === 'text' && token.content.trim() === '');

const codeTag = /^<(\/?)(script|style)[\s/>]/i;
const isCodeTag = ({ type, content }: Token) => type === 'html_inline' && codeTag.test(content);
const isBreak = ({ type }: Token) => type === 'softbreak' || type === 'hardbreak';

/** A script or a style among words is left out whole; a tag of one that nothing closes stays, to be shown as words. */
function leaveOutCode(run: Token[], line: number, context: BodyContext): void {
  const ends = closingTags(run);
  let [at, from] = [line, 0];
  for (const [index, { content }] of run.entries()) {
    const end = ends.get(index);
    if (end === undefined || index < from) continue;
    at += run.slice(from, index).filter(isBreak).length;
    from = index;
    const code = run.slice(index, end + 1);
    context.findings.push(...tellOfCode(content, code.slice(1, -1).map(sourceOf).join(''), at));
    for (const token of code) if (!isBreak(token)) becomeHtml(token, '');
    at += code.filter(isBreak).length;
    from = end + 1;
  }
}

/** The place of the next closing tag for each place of an opening one. */
function closingTags(run: Token[]): Map<number, number> {
  const [ends, next] = [new Map<number, number>(), new Map<string, number>()];
  for (const [index, token] of [...run.entries()].reverse()) {
    const [, slash, name = ''] = (token.type === 'html_inline' && codeTag.exec(token.content)) || [];
    const end = next.get(name.toLowerCase());
    if (slash) next.set(name.toLowerCase(), index);
    else if (end !== undefined) ends.set(index, end);
  }
  return ends;
}

const sourceOf = (token: Token) => (isBreak(token) ? '\n' : token.content);

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

/** What is left as text of a tag without an end. */
const tagBegun = /<(?:[/?]?[a-z]|!(?:--|[a-z[]))[^\s<>]{0,20}/i;

/** Tags without an end that are looked for in the source of one run of text: a receipt tells of fewer. */
const mostLookedUp = 100;

/** Goes through a run of text, counting its lines. */
class Walk {
  #line: number;
  #lookedUp = 0;
  #link: 'none' | 'allowed' | 'dropped' = 'none';
  readonly #context: BodyContext;
  readonly #print: (picture: Picture) => string;
  readonly #source: string;

  constructor(
    { line, source }: { line: number; source: string },
    context: BodyContext,
    print: (picture: Picture) => string,
  ) {
    this.#line = line;
    this.#source = source;
    this.#context = context;
    this.#print = print;
  }

  read(token: Token): void {
    if (token.type === 'text' || token.type === 'html_inline')
      this.#context.templateCode.push(...templateCodeIn(token.content, this.#line));
    if (isBreak(token)) this.#line++;
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
    becomeHtml(
      token,
      isElsewhere(src) ? this.#elsewhere(src, alt, caption) : this.#own(decoded(src), alt, caption),
    );
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
  #elsewhere(src: string, alt: string, caption: string): string {
    this.#context.findings.push(
      warning(
        isEmbedded(src)
          ? embeddedPicture
          : 'This picture lies on another site, so it became a link. Hand it in with the text to show it here.',
        this.#line,
      ),
    );
    const lost = { text: caption, line: this.#line, what: 'What is said under that picture' };
    this.#context.findings.push(...tellOfLostWords(lost));
    if (isEmbedded(src)) return escapeHtml(alt);
    const words = escapeHtml(alt || shortened(src, 200));
    return /^https?:/i.test(src) && this.#link === 'none'
      ? `<a href="${escapeHtml(src)}">${words}</a>`
      : words;
  }

  #open(token: Token): void {
    const title = token.attrGet('title');
    if (title !== null) token.attrSet('title', asLineBreaks(String(title)));
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
    const mayTell = content.includes('<') && this.#lookedUp < mostLookedUp;
    const [begun] = mayTell ? (tagBegun.exec(content) ?? []) : [];
    if (begun) this.#lookedUp++;
    if (begun && this.#source.includes(begun) && !this.#source.includes(`\\${begun}`))
      this.#context.findings.push(warning(shownAsWritten(begun), this.#line));
    const label = /\[\^([^[\]\s]+)\]/.exec(content)?.[1];
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
