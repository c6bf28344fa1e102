import type { Notice } from '../contract/values.ts';

/** A notice before it is known which file it is about. */
export interface Finding extends Omit<Notice, 'file'> {
  /** What of the manuscript readers do not get. */
  lost?: 'picture' | 'words';
}

export const error = (text: string, line?: number): Finding => finding('error', text, line);
export const warning = (text: string, line?: number): Finding => finding('warning', text, line);
export const note = (text: string, line?: number): Finding => finding('note', text, line);

/** What is quoted in it may be of any length: what it is about and the way out stand at its ends. */
const finding = (level: Notice['level'], text: string, line?: number): Finding => {
  const short = shortened(text, 300);
  return line === undefined ? { level, text: short } : { level, line, text: short };
};

/** At most `longest` characters, from both ends of the text; never half of one. */
export function shortened(text: string, longest: number): string {
  const [start, end] = [[...text.slice(0, 2 * longest)], [...text.slice(-2 * longest)]];
  if (text.length <= 2 * longest && start.length <= longest) return text;
  const half = Math.floor((longest - 1) / 2);
  return `${start.slice(0, half).join('')}…${end.slice(-half).join('')}`;
}

/** A receipt is read by a person, and stands in one table item. */
const mostNotices = 40;
const gravity = { error: 0, warning: 1, note: 2 } as const;
const byGravity = (a: Finding, b: Finding): number =>
  gravity[a.level] - gravity[b.level] || (a.line ?? 0) - (b.line ?? 0);

/** The findings as the receipt's notices about `file`, the gravest first, then by line; no more than can be read. */
export function noticesOf(file: string, findings: Finding[]): Notice[] {
  const distinct = [...new Map(findings.map((each) => [`${each.line} ${each.text}`, each])).values()];
  const shown = mostImportant(distinct.sort(byGravity)).sort(byGravity);
  const left = distinct.length - shown.length;
  if (left > 0) shown.push(note(`There are ${left} more remarks on this file. Put these right first.`));
  return shown.map(({ level, line, text }) => ({ file, level, ...(line !== undefined && { line }), text }));
}

/** Why it is refused, then what readers do not get: the exit code of `press upload` goes by that, too. */
const rank = ({ level, lost }: Finding): number =>
  level === 'error' ? 0 : lost === 'picture' ? 1 : lost === 'words' ? 2 : 2 + gravity[level];

/** What a receipt has room for. The same remark on another line comes after everything that is said once. */
function mostImportant(sorted: Finding[]): Finding[] {
  const alike = [...Map.groupBy(sorted, ({ level, text }) => `${level} ${text}`).values()];
  const once = alike.flatMap(([first]) => first ?? []).sort((a, b) => rank(a) - rank(b));
  return [...once, ...alike.flatMap(([, ...more]) => more)].slice(0, mostNotices);
}
