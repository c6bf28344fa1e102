import type { Notice } from './document.ts';

/** A notice before it is known which file it is about. */
export type Finding = Omit<Notice, 'file'>;

export const error = (text: string, line?: number): Finding => finding('error', text, line);
export const warning = (text: string, line?: number): Finding => finding('warning', text, line);
export const note = (text: string, line?: number): Finding => finding('note', text, line);

const finding = (level: Notice['level'], text: string, line?: number): Finding =>
  line === undefined ? { level, text } : { level, line, text };

/** A receipt is read by a person, and stands in one table item. */
const mostNotices = 100;
const gravity = { error: 0, warning: 1, note: 2 } as const;

/** The findings as the receipt's notices about `file`, the gravest first, then by line; at most a hundred. */
export function noticesOf(file: string, findings: Finding[]): Notice[] {
  const distinct = [...new Map(findings.map((each) => [`${each.line} ${each.text}`, each])).values()];
  const sorted = distinct.sort(
    (a, b) => gravity[a.level] - gravity[b.level] || (a.line ?? 0) - (b.line ?? 0),
  );
  const shown = sorted.slice(0, mostNotices);
  const left = sorted.length - shown.length;
  if (left > 0) shown.push(note(`There are ${left} more remarks on this file. Put these right first.`));
  return shown.map((each) => ({ file, ...each }));
}
