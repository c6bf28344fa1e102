import { parseDocument } from 'htmlparser2';
import { find, lineOf } from '../hypertext/elements.ts';
import type { OfficeFile } from './office-file.ts';

/** What the properties of a Word file say of it (File, Info), as far as it says something. */
export interface WordProperties {
  title?: string;
  authors: string[];
  keywords: string[];
}

/** Names that a machine has and not a person. */
const machine =
  /^(?:user|users|admin|administrator|owner|unknown|author|default|pc|me|word|microsoft.*|windows.*|python-docx|docx.*|libreoffice.*|openoffice.*|apache.*|google.*|un-named|hp|dell|lenovo|acer|asus)$/i;

/** As the Open Packaging Conventions have them, in `docProps/core.xml`. */
export function propertiesOf({ xml }: OfficeFile): WordProperties {
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
    authors: several('dc:creator', /;/).filter((author) => !machine.test(author)),
    keywords: several('cp:keywords', /[,;]/),
  };
}
