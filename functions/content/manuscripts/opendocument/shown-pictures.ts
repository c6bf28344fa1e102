import { Parser } from 'htmlparser2';
import { type OfficePicture, picturesOf } from '../office/open-archive.ts';
import { isObject, partOf, shownOf } from './frames.ts';
import { openDocumentFormat, openOpenDocumentFile } from './opendocument-file.ts';
import { notText } from './text-converter.ts';

/** The pictures of an OpenDocument text that its text shows; none of a file that is refused. Those of tracked deletions,
 *  and of the head and foot of pages, stay in the file: what is unpacked can be seen by everybody. */
export async function shownInOpenDocument(bytes: Uint8Array): Promise<OfficePicture[]> {
  const file = await openOpenDocumentFile(bytes);
  if ('why' in file) return [];
  const shown = shownParts(file.xml.get('content.xml') ?? '');
  return picturesOf(bytes, openDocumentFormat, (part) => shown.has(part));
}

interface Frame {
  addresses: string[];
  hasObject: boolean;
}

/** It goes without a tree: this is not read in the thread that may die of one too deep. */
function shownParts(xml: string): Set<string> {
  const parts = new Set<string>();
  const frames: Frame[] = [];
  let unread = 0;
  const onopentag = (name: string, attributes: Record<string, string>) => {
    const frame = frames.at(-1);
    if (frame && isObject(name)) frame.hasObject = true;
    if (notText.test(name)) unread++;
    if (name === 'draw:frame') frames.push({ addresses: [], hasObject: false });
    if (frame && name === 'draw:image' && !unread) frame.addresses.push(attributes['xlink:href'] ?? '');
  };
  const onclosetag = (name: string) => {
    if (notText.test(name)) unread--;
    if (name !== 'draw:frame') return;
    const { addresses = [], hasObject = false } = frames.pop() ?? {};
    const part = hasObject ? undefined : partOf(shownOf(addresses) ?? '');
    if (part) parts.add(part);
  };
  new Parser({ onopentag, onclosetag }, { xmlMode: true }).end(xml);
  return parts;
}
