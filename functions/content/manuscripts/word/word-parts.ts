import { posix } from 'node:path';
import { parseDocument } from 'htmlparser2';
import { find } from '../hypertext/elements.ts';
import type { OfficeFile } from '../office/open-archive.ts';

/** What a part of an Office file leads to within the file. */
interface Relationship {
  id: string;
  /** The last word of its address, such as `image`. */
  type: string;
  /** The name of the part, from the root. */
  target: string;
}

/** Parts whose words are the text, by the names that Word gives them. */
export const textParts = /^word\/(?:document\d*|footnotes|endnotes)\.xml$/;

/** Where a part leads, as the Open Packaging Conventions have it: targets are relative to the part's folder. */
export const relationshipsOf = (file: OfficeFile, part: string): Relationship[] =>
  relationshipElements(file, part)
    .filter(({ attribs }) => attribs.TargetMode !== 'External')
    .map(({ attribs: { Id = '', Type = '', Target = '' } }) => ({
      id: Id,
      type: posix.basename(Type),
      target: posix.resolve('/', posix.dirname(part), Target).slice(1),
    }));

/** Ids of all relationships of a part, those to addresses elsewhere too. */
export const relationshipIds = (file: OfficeFile, part: string): Set<string> =>
  new Set(relationshipElements(file, part).map(({ attribs: { Id = '' } }) => Id));

function relationshipElements({ xml }: Pick<OfficeFile, 'xml'>, part: string) {
  const relationships = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  const { children } = parseDocument(xml.get(relationships) ?? '', { xmlMode: true });
  return find(children, ({ name }) => /(?:^|:)Relationship$/.test(name));
}
