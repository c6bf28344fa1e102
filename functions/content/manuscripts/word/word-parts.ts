import { posix } from 'node:path';
import { parseDocument } from 'htmlparser2';
import { find } from '../hypertext/elements.ts';

/** What a part of an Office file leads to within the file. */
interface Relationship {
  /** The last word of its address, such as `image`. */
  type: string;
  /** The name of the part, from the root. */
  target: string;
}

/** Parts whose words are the text, by the names that Word gives them. */
export const textParts = /^word\/(?:document\d*|footnotes|endnotes)\.xml$/;

export const relationshipsPart = (part: string): string =>
  posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);

/** As the Open Packaging Conventions have them: targets are relative to the part's folder. */
export function relationshipsIn(xml: string, part: string): Relationship[] {
  const { children } = parseDocument(xml, { xmlMode: true });
  return find(children, ({ name }) => /(?:^|:)Relationship$/.test(name))
    .filter(({ attribs }) => attribs.TargetMode !== 'External')
    .map(({ attribs: { Type = '', Target = '' } }) => ({
      type: posix.basename(Type),
      target: posix.resolve('/', posix.dirname(part), Target).slice(1),
    }));
}
