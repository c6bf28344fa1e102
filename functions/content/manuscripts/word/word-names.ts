import type { OfficeFile } from '../office/open-archive.ts';
import { relationshipsOf, textParts } from './word-parts.ts';

const wordSpaces = new Set([
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'http://purl.oclc.org/ooxml/wordprocessingml/main',
]);

/**
 * Whether the text stands where Word puts it, with the prefix `w:`. Other names and prefixes mean the same to XML, but
 * what counts the words of the file beside mammoth reads these alone.
 */
export function isNamedAsByWord(file: OfficeFile): boolean {
  const { xml, names } = file;
  const leadTo = (part: string, types: RegExp) =>
    relationshipsOf(file, part)
      .filter(({ type, target }) => types.test(type) && names.has(target))
      .map(({ target }) => target);
  const main = leadTo('', /^officeDocument$/);
  const notes = main.flatMap((part) => leadTo(part, /^(?:foot|end)notes$/));
  return (
    [...main, ...notes].every((part) => textParts.test(part)) &&
    [...xml].every(([name, text]) => !textParts.test(name) || hasOwnPrefix(text))
  );
}

const declaration = /\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

const hasOwnPrefix = (xml: string): boolean =>
  [...xml.matchAll(declaration)].every(
    ([, prefix, double, single]) => prefix === 'w' || !wordSpaces.has(double ?? single ?? ''),
  );
