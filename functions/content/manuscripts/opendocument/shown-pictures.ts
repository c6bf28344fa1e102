import { type ChildNode, type Element, isTag } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { type OfficePicture, picturesOf } from '../office/open-archive.ts';
import { partOf, pictureIn } from './frames.ts';
import { openDocumentFormat, openOpenDocumentFile } from './opendocument-file.ts';
import { notText } from './text-converter.ts';

/** The pictures of an OpenDocument text that its text shows; none of a file that is refused. Those of tracked deletions,
 *  and of the head and foot of pages, stay in the file: what is unpacked can be seen by everybody. */
export async function shownInOpenDocument(bytes: Uint8Array): Promise<OfficePicture[]> {
  const file = await openOpenDocumentFile(bytes);
  if ('why' in file) return [];
  const { children } = parseDocument(file.xml.get('content.xml') ?? '', { xmlMode: true });
  const shown = new Set(framesIn(children).flatMap((frame) => partOf(pictureIn(frame) ?? '') ?? []));
  return picturesOf(bytes, openDocumentFormat, (part) => shown.has(part));
}

const framesIn = (nodes: ChildNode[]): Element[] =>
  nodes
    .filter(isTag)
    .filter(({ name }) => !notText.test(name))
    .flatMap((node) => [...(node.name === 'draw:frame' ? [node] : []), ...framesIn(node.children)]);
