import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { escapeHtml, figureHtml, pictureHtml } from '../../pictures/picture.ts';
import { findForbidden } from '../characters.ts';
import { note, warning } from '../findings.ts';
import { tellOfLostWords } from '../lost-words.ts';
import type { BodyContext } from '../markdown/body-context.ts';
import { embeddedPicture, isElsewhere, isEmbedded, judgeLink } from '../markdown/links.ts';
import { keepsAttribute, keepsTag } from '../markdown/sanitise.ts';
import { around, isBlank, wordsOf } from './elements.ts';

/** Tags that hold words and say nothing of their own: the words stay. */
const mereWrapping =
  /^(?:html|body|main|article|header|footer|hgroup|center|font|tt|big|nobr|basefont|marquee|blink|form|fieldset|label|legend|output|data|search|slot|noscript|picture|acronym|dir|menu|[a-z0-9]+[:-].*)$/;

/** What is no text, and what is in it: left out, and told. */
const noText =
  /^(?:script|style|template|iframe|frame|frameset|noframes|video|audio|object|embed|applet|svg|canvas|math|input|select|option|textarea|button|progress|meter|map|area|noembed|xmp|plaintext|dialog)$/;

const bareTags = new Set(['meta', 'link', 'base', 'title', 'head', 'source', 'track', 'param']);
const voidTags = new Set(['br', 'hr', 'wbr', 'col']);
/** What speaks to programs: nobody asks for its words. */
const programs = new Set(['script', 'style', 'template', 'input', 'map', 'area']);
const blocks = /^(?:p|h[1-6]|ul|ol|li|blockquote|table|thead|tbody|tr|section|figure|pre|dl|dt|dd|div)$/;

/** Writes a tree as the press's HTML. What it leaves out it tells of; its result is still to be sanitised. */
export class HypertextWriter {
  readonly #context: BodyContext;
  readonly #lineAt: (node: ChildNode) => number | undefined;

  constructor(context: BodyContext, lineAt: (node: ChildNode) => number | undefined) {
    this.#context = context;
    this.#lineAt = lineAt;
  }

  write(nodes: readonly ChildNode[]): string {
    return nodes.map((node) => this.#node(node)).join('');
  }

  #node(node: ChildNode): string {
    if (isText(node)) return escapeHtml(this.#sound(node.data, node));
    if (!isTag(node)) return 'children' in node ? this.write(node.children) : '';
    if (noText.test(node.name)) return this.#leaveOut(node);
    if (bareTags.has(node.name)) return '';
    if (node.name === 'img') return this.#picture(node, pictureHtml);
    if (node.name === 'p' && isPicturesAlone(node)) return this.#figures(node);
    if (node.name === 'a') return this.#link(node);
    if (!keepsTag(node.name)) return this.#unwrapped(node);
    if (voidTags.has(node.name)) return `<${node.name} />`;
    const end = blocks.test(node.name) ? '\n' : '';
    return `<${node.name}${this.#attributes(node)}>${this.write(node.children)}</${node.name}>${end}`;
  }

  /** Characters that no text has, which a reference such as `&#1;` can stand for, are replaced. */
  #sound(text: string, node: ChildNode): string {
    if (findForbidden(text) < 0) return text;
    this.#tell(warning, 'A character that no text has was replaced. Take it out.', node);
    return text.replace(/[^\P{Cc}\t\n\r\x7f-\x9f]|[\ufffe\uffff\p{Cs}]/gu, '\ufffd');
  }

  #attributes({ name, attribs }: Element): string {
    return Object.entries(attribs)
      .filter(([key]) => keepsAttribute(name, key))
      .map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
      .join('');
  }

  #unwrapped(node: Element): string {
    if (!mereWrapping.test(node.name) && !this.#context.toldTags.has(node.name)) {
      this.#context.toldTags.add(node.name);
      this.#tell(note, `The HTML tag <${node.name}> is not kept; its words are.`, node);
    }
    return this.write(node.children);
  }

  #leaveOut(node: Element): string {
    if (programs.has(node.name)) return this.#leaveOutProgram(node);
    const words = tellOfLostWords({
      text: wordsOf(node).replace(/\s+/g, ' '),
      line: this.#lineAt(node) ?? 1,
      what: `What is in the HTML tag <${node.name}>`,
      wayOut: 'Write as text what readers are to have.',
    });
    this.#context.findings.push(...words);
    if (!words.length)
      this.#tell(warning, `The HTML tag <${node.name}> is not allowed here and was left out.`, node);
    return '';
  }

  #leaveOutProgram(node: Element): string {
    if (!this.#context.toldTags.has(node.name))
      this.#tell(note, `The HTML tag <${node.name}> is not shown to readers; it was left out.`, node);
    this.#context.toldTags.add(node.name);
    return '';
  }

  #link(node: Element): string {
    const { href, name, ...others } = node.attribs;
    const id = others.id ?? name;
    const judged = href === undefined ? {} : judgeLink(href, this.#context);
    if (judged.finding) this.#tell(warning, judged.finding, node);
    const kept = {
      ...others,
      ...(id !== undefined && { id }),
      ...(judged.href !== undefined && { href: judged.href }),
    };
    const words = this.write(node.children);
    if (!('href' in kept) && id === undefined) return words;
    node.attribs = kept;
    return `<a${this.#attributes(node)}>${words}</a>`;
  }

  #figures(node: Element): string {
    return node.children.flatMap((child) => (isTag(child) ? this.#picture(child, figureHtml) : [])).join('');
  }

  #picture(node: Element, print: typeof pictureHtml): string {
    const { src = '', alt, title } = node.attribs;
    const line = this.#lineAt(node);
    if (isElsewhere(src)) {
      this.#tell(warning, isEmbedded(src) ? embeddedPicture : pictureElsewhere, node);
      const lost = { text: alt ?? '', line: line ?? 1, what: 'What is said of that picture' };
      this.#context.findings.push(...tellOfLostWords(lost));
      return '';
    }
    const isInFigure = [...around(node)].some(({ name }) => name === 'figure');
    const words = {
      file: decoded(src),
      ...(alt !== undefined && { alt: alt.trim() }),
      ...(title && { caption: title }),
    };
    const picture = this.#context.show(words, line);
    if (!picture) return '';
    this.#context.shown.push(picture);
    return isInFigure ? pictureHtml(picture) : print(picture);
  }

  #tell(kind: typeof note, text: string, node: ChildNode): void {
    this.#context.findings.push(kind(text, this.#lineAt(node)));
  }
}

const pictureElsewhere =
  'This picture lies on another site, so it was left out. Hand it in with the text to show it here.';

/** Whether it becomes figures, which a paragraph cannot hold. */
const isPicturesAlone = ({ children }: Element): boolean => {
  const seen = children.filter((child) => !isBlank(child));
  return seen.length > 0 && seen.every((child) => isTag(child) && isOwnPicture(child));
};

const isOwnPicture = ({ name, attribs }: Element) => name === 'img' && !isElsewhere(attribs.src ?? '');

/** A file is named without percent signs for its letters. */
function decoded(src: string): string {
  try {
    return decodeURI(src);
  } catch (cause) {
    if (cause instanceof URIError) return src;
    throw cause;
  }
}
