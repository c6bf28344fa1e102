import { parseDocument } from 'htmlparser2';
import { find, lineOf } from '../hypertext/elements.ts';
import { isPerson, type OfficeProperties } from '../office/office-properties.ts';
import type { OfficeFile } from '../office/open-archive.ts';

/** As `meta.xml` has them. Who began the document is its author; `dc:creator` is who saved it last. */
export function propertiesOf({ xml }: OfficeFile): OfficeProperties {
  const { children } = parseDocument(xml.get('meta.xml') ?? '', { xmlMode: true });
  const several = (name: string, between: RegExp) =>
    find(children, (element) => element.name === name)
      .flatMap((element) => lineOf(element).split(between))
      .map((each) => each.trim())
      .filter(Boolean);
  const [title] = several('dc:title', /$/);
  const [first, last] = ['meta:initial-creator', 'dc:creator'].map((name) => several(name, /;/));
  return {
    ...(title && { title }),
    authors: (first?.length ? first : (last ?? [])).filter(isPerson),
    keywords: several('meta:keyword', /[,;]/),
  };
}
