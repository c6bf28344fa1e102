import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import { type OfficeFile, type OfficePicture, openOfficeFile, picturesIn } from './office-file.ts';

/** The pictures of a Word file that its text or notes show; none of a file that is refused. Those of tracked deletions,
 *  of the head and foot of pages and of building blocks stay in the file: what is unpacked can be seen by everybody. */
export async function shownPicturesIn(bytes: Uint8Array): Promise<OfficePicture[]> {
  const file = await openOfficeFile(bytes);
  if ('why' in file) return [];
  const shown = new Set(shownParts(file).map((part) => posix.basename(part)));
  return (await picturesIn(bytes)).filter(({ name }) => shown.has(name));
}

const showing = ['word/footnotes.xml', 'word/endnotes.xml'];
const mainPart = /^word\/document\d*\.xml$/;

function shownParts({ xml }: OfficeFile): string[] {
  return [...xml].flatMap(([part, text]) => {
    if (!mainPart.test(part) && !showing.includes(part)) return [];
    const relationships = xml.get(`word/_rels/${posix.basename(part)}.rels`) ?? '';
    const targets = targetsIn(relationships);
    return shownIds(text).flatMap((id) => targets.get(id) ?? []);
  });
}

function targetsIn(relationships: string): Map<string, string> {
  const targets = new Map<string, string>();
  const onopentag = (name: string, { Id, Target }: Record<string, string>) => {
    if (localName(name) === 'Relationship' && Id && Target) targets.set(Id, Target);
  };
  new Parser({ onopentag }, { xmlMode: true }).end(relationships);
  return targets;
}

/** Ids of the relationships to pictures outside of what is struck out or moved away. */
function shownIds(xml: string): string[] {
  const ids: string[] = [];
  let struckOut = 0;
  const handler = {
    onopentag: (name: string, attributes: Record<string, string>) => {
      if (isStruckOut(name)) struckOut++;
      if (struckOut || !/^(?:blip|imagedata)$/.test(localName(name))) return;
      for (const [key, id] of Object.entries(attributes))
        if (/^(?:embed|id)$/.test(localName(key))) ids.push(id);
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
