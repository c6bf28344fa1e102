import { parseDocument } from 'htmlparser2';
import { find, lineOf } from '../hypertext/elements.ts';
import { isPerson, type OfficeProperties } from '../office/office-properties.ts';
import type { OfficeFile } from '../office/open-archive.ts';

/** As the Open Packaging Conventions have them, in `docProps/core.xml`. */
export function propertiesOf({ xml }: OfficeFile): OfficeProperties {
  const { children } = parseDocument(xml.get('docProps/core.xml') ?? '', { xmlMode: true });
  const textOf = (name: string): string =>
    find(children, (element) => element.name === name)
      .map(lineOf)
      .find(Boolean) ?? '';
  const several = (name: string, between: RegExp) =>
    textOf(name)
      .split(between)
      .map((each) => each.trim())
      .filter(Boolean);
  const title = textOf('dc:title');
  return {
    ...(title && { title }),
    authors: several('dc:creator', /;/).filter(isPerson),
    keywords: several('cp:keywords', /[,;]/),
  };
}
