import type { Document } from 'domhandler';
import type { Finding } from '../findings.ts';
import { readHypertext } from '../hypertext/read-hypertext.ts';
import { anyManuscript, type OpenedManuscript } from '../opened-manuscript.ts';
import { linkNotes, plainLinks } from './linked-notes.ts';
import type { OfficeProperties } from './office-properties.ts';
import { takeFront } from './take-front.ts';
import { tellOfBoldLines } from './tell-of-office.ts';

/**
 * The document of a word processor once it is HTML; the tree is changed.
 * @param findings What is told of the file itself.
 * @param titleStyle How its program names the style of titles.
 */
export function openedOffice(
  root: Document,
  properties: OfficeProperties,
  { findings, titleStyle }: { findings: Finding[]; titleStyle: string },
): OpenedManuscript {
  linkNotes(root);
  plainLinks(root);
  const { front, heading } = takeFront(root, properties);
  const told = [...front.findings, ...findings, ...tellOfBoldLines(root, heading)];
  return {
    front: { ...front, findings: told },
    hasNoLines: true,
    manuscripts: anyManuscript,
    wayToTitle: `Give its first line ${titleStyle}, or write a line such as \`title: Rent strike\` at the top.`,
    read: ({ context, title }) => readHypertext(root, { context, title, heading, lineAt: () => undefined }),
  };
}
