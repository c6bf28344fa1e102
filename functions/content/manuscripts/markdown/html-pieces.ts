/** A piece of raw HTML. The pieces of a text, put together, are the text. */
export interface HtmlPiece {
  /** `words` are shown, whatever signs are in them; `code` is a script or a style with its content. */
  type: 'words' | 'tag' | 'comment' | 'cdata' | 'code' | 'program';
  text: string;
  /** Of a tag or of code, in lower case. */
  name?: string;
  /** Of a tag: those of the closing one are none. */
  attributes?: Map<string, string>;
  /** A comment that nothing closes goes on to the end. */
  isUnclosed?: boolean;
}

/**
 * Parts raw HTML into its pieces. What only looks like a tag is words: one that has no end, or has words in the
 * place of attributes. A browser and the sanitiser would take all that follows for a part of it.
 */
export function htmlPieces(html: string): HtmlPiece[] {
  const scanner = new Scanner(html);
  const pieces: HtmlPiece[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    const piece = scanner.pieceAt(at);
    if (piece && at > from) pieces.push({ type: 'words', text: html.slice(from, at) });
    if (piece) pieces.push(piece);
    at += piece?.text.length ?? 1;
    if (piece) from = at;
  }
  if (from < html.length) pieces.push({ type: 'words', text: html.slice(from) });
  return pieces;
}

/** Elements whose content is no text for readers. */
export const isCode = (name: string) => name === 'script' || name === 'style';

class Scanner {
  readonly #html: string;
  readonly #last = new Map<string, number>();

  constructor(html: string) {
    this.#html = html;
  }

  pieceAt(at: number): HtmlPiece | undefined {
    const html = this.#html;
    if (html.startsWith('<!--', at)) return this.#comment(at);
    if (html.startsWith('<![CDATA[', at)) return this.#upTo(']]>', at, 'cdata');
    if (html.startsWith('<?', at)) return this.#upTo('?>', at, 'program');
    if (/^<!doctype\s/i.test(html.slice(at, at + 10))) return this.#upTo('>', at, 'program');
    const tag = tagAt(html, at);
    return tag?.name && isCode(tag.name) && !tag.text.startsWith('</') ? this.#code(at, tag) : tag;
  }

  #comment(at: number): HtmlPiece {
    return (
      this.#upTo('-->', at, 'comment', 2) ?? {
        type: 'comment',
        text: this.#html.slice(at),
        isUnclosed: true,
      }
    );
  }

  #upTo(end: string, at: number, type: HtmlPiece['type'], skipped = 0): HtmlPiece | undefined {
    if (!this.#isAfter(end, at + skipped)) return undefined;
    const found = this.#html.indexOf(end, at + skipped);
    return { type, text: this.#html.slice(at, found + end.length) };
  }

  #code(at: number, { text, name = '' }: HtmlPiece): HtmlPiece | undefined {
    const closing = closingTag(name);
    closing.lastIndex = at + text.length;
    const found = this.#isAfter(`</${name}`, closing.lastIndex) ? closing.exec(this.#html) : null;
    if (!found) return undefined;
    const end = this.#html.indexOf('>', found.index);
    return { type: 'code', name, text: this.#html.slice(at, end < 0 ? undefined : end + 1) };
  }

  /** Looked for once, from the end: a text may begin thousands of pieces that never end. */
  #isAfter(end: string, at: number): boolean {
    const last = this.#last.get(end) ?? lastIndexOf(this.#html, end);
    this.#last.set(end, last);
    return last >= at;
  }
}

const closingTag = (name: string) => new RegExp(`</${name}[\\s/>]`, 'gi');

/** Of closing tags by their beginnings (`</script`), whatever the case of their letters: what only begins alike is none. */
export const lastIndexOf = (text: string, end: string): number =>
  end.startsWith('</')
    ? ([...text.matchAll(closingTag(end.slice(2)))].at(-1)?.index ?? -1)
    : text.lastIndexOf(end);

const nameStart = /<(\/?)([a-z][a-z0-9:-]*)(?=[\s/>])/iy;
const attribute = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`][^\s<>]*))?)?/y;
const tagEnd = /[\s/]*>/y;
const mostAttributes = 100;

/** The tag that begins there, if one does: it ends in time, and has nothing in it but attributes. */
export function tagAt(html: string, at: number): HtmlPiece | undefined {
  const start = matchAt(nameStart, html, at);
  if (!start) return undefined;
  const [, slash, name = ''] = start;
  const attributes = new Map<string, string>();
  let end = at + start[0].length;
  for (let each = matchAt(attribute, html, end); each; each = matchAt(attribute, html, end)) {
    const [whole, key = '', ...values] = each;
    const value = values.find((one) => one !== undefined);
    const isBare = value === undefined && !whole.includes('=');
    if (slash || attributes.size >= mostAttributes) return undefined;
    if (isBare ? !standsBare(key) : holdsTag(value) && !mayHoldTags(key)) return undefined;
    if (!attributes.has(key.toLowerCase())) attributes.set(key.toLowerCase(), value ?? '');
    end += whole.length;
  }
  const close = matchAt(tagEnd, html, end);
  if (!close) return undefined;
  return {
    type: 'tag',
    text: html.slice(at, end + close[0].length),
    name: name.toLowerCase(),
    attributes: slash ? new Map() : attributes,
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Attributes that people write without a value; any other bare word in a tag is a word. */
const bare = new Set(
  'allowfullscreen alt async autofocus autoplay border checked class compact contenteditable controls crossorigin declare default defer disabled download draggable formnovalidate hidden href id inert ismap itemscope loop multiple muted nohref nomodule noresize noshade novalidate nowrap open playsinline readonly required reversed seamless selected src style'.split(
    ' ',
  ),
);

const standsBare = (name: string) =>
  bare.has(name.toLowerCase()) || /^(?:data|aria|v|x|ng)-|^(?:webkit|moz|ms)allow/i.test(name);

/** A value with a tag in it lacks its closing quote: it goes on to that of the next tag. */
export const holdsTag = (value = '') => /<[a-z/!]/i.test(value);
const mayHoldTags = (name: string) => /^(?:data-.*|srcdoc|on\w+)$/i.test(name);
