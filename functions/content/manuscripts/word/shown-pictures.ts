import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import { type OfficeFile, type OfficePicture, picturesOf } from '../office/open-archive.ts';
import { openWordFile, wordFormat } from './word-file.ts';
import { relationshipsOf, textParts } from './word-parts.ts';

/** The pictures of a Word file that its text or notes show; none of a file that is refused. Those of tracked deletions,
 *  of the head and foot of pages and of building blocks stay in the file: what is unpacked can be seen by everybody. */
export async function shownInWord(bytes: Uint8Array): Promise<OfficePicture[]> {
  const file = await openWordFile(bytes);
  if ('why' in file) return [];
  const shown = shownParts(file);
  return picturesOf(bytes, wordFormat, (part) => shown.has(part));
}

/** Of two pictures that have one name, apart from their folders, neither is taken: one would stand for the other. */
function shownParts(file: OfficeFile): Set<string> {
  const pictures = [...file.xml]
    .filter(([part]) => textParts.test(part))
    .flatMap(([part, text]) => {
      const ids = shownIds(text);
      return relationshipsOf(file, part)
        .filter(({ type, target }) => type === 'image' && file.names.has(target))
        .map(({ id, target }) => ({ target, isShown: ids.has(id) }));
    });
  const named = Map.groupBy(pictures, ({ target }) => posix.basename(target));
  const isAlone = (target: string) =>
    named.get(posix.basename(target))?.every((one) => one.target === target);
  return new Set(pictures.flatMap(({ target, isShown }) => (isShown && isAlone(target) ? [target] : [])));
}

/** Ids of the relationships to pictures outside of what is struck out or moved away. */
function shownIds(xml: string): Set<string> {
  const ids = new Set<string>();
  let struckOut = 0;
  const handler = {
    onopentag: (name: string, attributes: Record<string, string>) => {
      if (isStruckOut(name)) struckOut++;
      if (struckOut || !/^(?:blip|imagedata)$/.test(localName(name))) return;
      for (const [key, id] of Object.entries(attributes))
        if (/^(?:embed|id)$/.test(localName(key))) ids.add(id);
    },
    onclosetag: (name: string) => {
      if (isStruckOut(name)) struckOut--;
    },
  };
  new Parser(handler, { xmlMode: true }).end(xml);
  return ids;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);
const isStruckOut = (name: string) => name === 'w:del' || name === 'w:moveFrom';
