import { pictureHtml } from '../../pictures/picture.ts';
import { forbiddenReference, reference, referredTo } from '../characters.ts';
import { error, type Finding, note, warning } from '../findings.ts';
import { tellOfLostWords } from '../lost-words.ts';
import type { BodyContext } from './body-context.ts';
import { type HtmlPiece, holdsTag, htmlPieces, isCode } from './html-pieces.ts';
import { embeddedPicture, isElsewhere, isEmbedded, judgeLink } from './links.ts';
import { keepsAttribute, keepsTag, swallowsText } from './sanitise.ts';

/** Attributes nobody misses: they are left out without a word. */
const unmissed = /^(?:class|style|target|rel|align|valign|width|height|border|srcset|sizes|data-.*)$/;

/** Comments that speak to programs and not to people. */
const forPrograms = /^<!--\s*(?:\/?wp:[\s\S]*|(?:more|\/?nextpage|excerpt|toc)\s*)-->$/i;

/**
 * HTML as an editor wrote it, with its pictures found, and a remark on each tag and all words that will not be
 * kept. It is still to be sanitised: what is a tag in it is one for the sanitiser too, and takes no words along.
 */
export function rawHtml(html: string, line: number, context: BodyContext): string {
  let at = line;
  const whole = htmlPieces(html)
    .map((piece) => {
      const place = { line: at, context };
      at += piece.text.split('\n').length - 1;
      return withCharacters(shown(piece, place), place);
    })
    .join('');
  // What was left out may have stood within a reference.
  return withCharacters(whole, { line, context });
}

interface Place {
  line: number;
  context: BodyContext;
}

/** References to characters, with a replacement sign for those that no text has. */
function withCharacters(html: string, { line, context }: Place): string {
  if (!html.includes('&#')) return html;
  return html.replace(reference, (written, hex?: string, decimal?: string) => {
    const character = referredTo(hex, decimal);
    if (character === undefined) context.findings.push(error(forbiddenReference(written), line));
    return character === undefined ? '\ufffd' : character === ' ' ? ' ' : written;
  });
}

/** Whatever it is that readers see of the piece. */
function shown(piece: HtmlPiece, place: Place): string {
  switch (piece.type) {
    case 'words':
      return asWords(piece.text, place);
    case 'cdata':
      return escaped(piece.text.slice('<![CDATA['.length, -']]>'.length));
    case 'tag':
      return rawTag(piece, place);
    case 'comment':
      if (!forPrograms.test(piece.text)) tellOfComment(piece, place);
      return '';
    case 'code': {
      const [, tag = '', inside = ''] = /^(<[^>]*>)([\s\S]*?)(?:<\/[^<]*)?$/.exec(piece.text) ?? [];
      place.context.findings.push(...tellOfCode(tag, inside, place.line));
      return '';
    }
    case 'program':
      place.context.findings.push(
        ...tellOfLostWords({ ...place, text: piece.text, what: 'Program code', wayOut: forReaders }),
      );
      return '';
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A `<` in them begins nothing. */
function asWords(text: string, { line, context }: Place): string {
  const [begun] = /<[/!?]?[a-z[][^\s<>]{0,20}>?/i.exec(text) ?? [];
  if (begun) context.findings.push(warning(shownAsWritten(begun), line));
  return text.replaceAll('<', '&lt;');
}

/** What to tell of a sign that begins a tag and nothing more. */
export const shownAsWritten = (begun: string) =>
  `“${begun}” looks like HTML and is none, so readers see it as it is written. Put it in backticks if it should be shown, or write the whole tag.`;

function tellOfComment({ text, isUnclosed }: HtmlPiece, { line, context }: Place): void {
  const what = isUnclosed ? 'A comment (<!--) that nothing closes' : 'A comment (<!-- … -->)';
  const words = text.slice('<!--'.length, isUnclosed ? undefined : -'-->'.length);
  const wayOut = isUnclosed ? 'Close it with -->, or take <!-- out.' : undefined;
  context.findings.push(...tellOfLostWords({ text: words, line, what, ...(wayOut && { wayOut }) }));
}

const forReaders = 'Code for readers stands between two lines of ```.';

/** What to tell of a script or style, whose opening tag is given, and of what is in it. */
export function tellOfCode(tag: string, inside: string, line: number): Finding[] {
  const name = /^<(\w+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
  const what = `What is in the HTML tag <${name}>`;
  const first = line + tag.split('\n').length - 1;
  return [
    notAllowed(name, line),
    ...tellOfLostWords({ text: inside, line: first, what, wayOut: forReaders }),
  ];
}

function rawTag({ text, name = '', attributes = new Map() }: HtmlPiece, place: Place): string {
  const isClosing = text.startsWith('</');
  if (name === 'img' && !isClosing) return rawPicture(attributes, place);
  if (isCode(name)) return isClosing ? '' : asWords(text, place);
  if (!isClosing || !place.context.toldTags.has(name)) tellOfTag(name, attributes, place);
  if (swallowsText(name)) return '';
  return name === 'a' && !isClosing ? rawLink(text, attributes.get('href'), place) : text;
}

const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** The link with the address it leads to, or with none. */
function rawLink(whole: string, written: string | undefined, { line, context }: Place): string {
  if (written === undefined) return whole;
  const { href, finding } = judgeLink(written, context);
  if (finding) context.findings.push(warning(finding, line));
  if (href === written) return whole;
  const judged = href === undefined ? '' : `href="${href.replaceAll('"', '&quot;')}"`;
  return whole.replace(attribute, (each, name: string) => (name.toLowerCase() === 'href' ? judged : each));
}

function rawPicture(attributes: Map<string, string>, { line, context }: Place): string {
  const src = attributes.get('src') ?? '';
  const alt = attributes.get('alt');
  if (isElsewhere(src)) {
    context.findings.push(
      warning(
        isEmbedded(src)
          ? embeddedPicture
          : 'This picture lies on another site, so it was left out. Hand it in with the text to show it here.',
        line,
      ),
      ...tellOfLostWords({ text: alt ?? '', line, what: 'What is said of that picture' }),
    );
    return '';
  }
  const picture = context.show({ file: src, ...(alt !== undefined && { alt }) }, line);
  if (picture) context.shown.push(picture);
  return picture ? pictureHtml(picture) : '';
}

const notAllowed = (name: string, line: number) =>
  warning(`The HTML tag <${name}> is not allowed here and was left out.`, line);

function tellOfTag(name: string, attributes: Map<string, string>, { line, context }: Place): void {
  if (!keepsTag(name)) {
    context.toldTags.add(name);
    context.findings.push(notAllowed(name, line));
    return;
  }
  for (const [each, value] of attributes) {
    if (keepsAttribute(name, each) || (unmissed.test(each) && !holdsTag(value))) continue;
    const what = `“${each}” of the HTML tag <${name}>`;
    const words = tellOfLostWords({ text: value, line, what });
    context.findings.push(...(words.length > 0 ? words : [note(`${what} was left out.`, line)]));
  }
}
