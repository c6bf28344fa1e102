import type { Handed } from './gather.ts';
import type { PastState } from './history.ts';
import type { SavedDocument } from './read-backup.ts';

/** The API takes at most 50 files an upload. */
const most = { files: 50, bytes: 40_000_000 };

/** The uploads of a past, in order: each with the history, the last one also with the state that stands, for
 *  only then the document stands again.
 *  @param standing How many revisions of the document the press has already.
 *  @returns nothing when a state shows more than one upload can bring. */
export function stretchesOf(
  { history, historyFile, files }: SavedDocument,
  standing: number,
): Handed[][] | undefined {
  const filesOf = ({ manuscript, pictures }: PastState): Handed[] =>
    [manuscript ?? [], ...Object.values(pictures)].flat().flatMap((hash) => files.get(hash) ?? []);
  const current = history.past.filter(({ revision }) => revision === history.revision).flatMap(filesOf);
  const left = history.past.filter(({ revision }) => revision > standing).map(filesOf);
  const last = [...(left.pop() ?? []), ...current];
  const stretches: Handed[][] = [];
  for (const part of [...left, last]) {
    const longer = distinct([...(stretches.at(-1) ?? [historyFile]), ...part]);
    if (fits(longer) || !stretches.length) stretches.splice(-1, 1, longer);
    else stretches.push(distinct([historyFile, ...part]));
  }
  return stretches.every(({ length }) => length <= most.files) ? stretches : undefined;
}

/** Documents may show the same picture, or have the same text: it goes once. */
export const distinct = (files: Handed[]): Handed[] => [
  ...new Map(files.map((file) => [file.name, file])).values(),
];

export const fits = (files: Handed[]): boolean =>
  files.length <= most.files && files.reduce((sum, { bytes }) => sum + bytes, 0) <= most.bytes;
