import { posix } from 'node:path';
import { type ChildNode, type Element, isTag } from 'domhandler';
import { isPicturePath } from '../../pictures/picture.ts';
import { element, find, lineOf } from '../hypertext/elements.ts';

const childrenOf = (frame: Element, name: string): Element[] =>
  frame.children.filter(isTag).filter((child) => child.name === name);

/** Whether an element of a frame is a chart, a formula or the like, of which the picture is only a copy. */
export const isObject = (name: string): boolean =>
  /^draw:(?:object|object-ole|plugin|applet|floating-frame)$/.test(name);

/** Of several forms of one picture that in pixels, in which words look as their author saw them, else the first that the
 *  press takes. */
export function shownOf(addresses: string[]): string | undefined {
  const taken = addresses.filter(isPicturePath);
  return taken.find((address) => !/\.svg$/i.test(address)) ?? taken[0] ?? addresses[0];
}

/** The address of the picture that a frame shows. */
export function pictureIn(frame: Element): string | undefined {
  if (frame.children.some((child) => isTag(child) && isObject(child.name))) return undefined;
  return shownOf(childrenOf(frame, 'draw:image').map(({ attribs }) => attribs['xlink:href'] ?? ''));
}

const ownPart = /^(?:\.\/)?(Pictures\/.*)$/;

/** The part of the file that the address names, if it is one. */
export const partOf = (address: string): string | undefined => ownPart.exec(address)?.[1];

/** The picture as HTML has it. Those within the document are named by it, as files beside it are by their own names. */
export function imageOf(frame: Element, address: string, document: string): Element {
  const part = partOf(address);
  const src = part
    ? encodeURI(`${posix.basename(document)}/${posix.basename(part)}`)
    : besideDocument(address);
  const alt = altOf(frame);
  return element('img', { src, ...(alt !== undefined && { alt }) });
}

/** What lies in the document's folder is outside of the archive: relative addresses begin within that. */
export const besideDocument = (address: string): string => address.replace(/^\.\.\//, '');

/** Undefined if nothing is said; empty for what is only decoration. */
function altOf(frame: Element): string | undefined {
  const said = ['svg:title', 'svg:desc'].map((name) => childrenOf(frame, name).map(lineOf).find(Boolean));
  const [title, description] = said;
  if (title && description && title !== description)
    return `${title}${/\p{P}$/u.test(title) ? '' : '.'} ${description}`;
  return description ?? title ?? (frame.attribs['loext:decorative'] === 'true' ? '' : undefined);
}

/** A picture with words under it, as word processors keep its caption: in a text box with the picture. Undefined for any
 *  other box. */
export function figureOf(blocks: ChildNode[]): Element | undefined {
  const pictures = find(blocks, ({ name }) => name === 'img');
  const [picture] = pictures;
  const areParagraphs = blocks.every((block) => isTag(block) && block.name === 'p');
  if (!picture || pictures.length > 1 || !areParagraphs) return undefined;
  const lines = blocks.filter(isTag).map(({ children }) => children.filter((child) => child !== picture));
  const words = lines.filter((line) => line.some((node) => lineOf(node) !== ''));
  const caption = words.flatMap((line, at) => (at ? [element('br', {}), ...line] : line));
  return element('figure', {}, [picture, ...(caption.length ? [element('figcaption', {}, caption)] : [])]);
}
