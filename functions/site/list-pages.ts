/**
 * How a list falls into pages. Entries that open a page ("borders") do so by a hash of their own, about one in
 * 24, so an insert or a removal anywhere moves no page but those beside it.
 * Head: the newest entries down to the first border at or past `shortestHead`. Archive page of a border: the
 * border and what is older, down to the next border.
 */
export const shortestHead = 12;

/** Entries in a feed. */
export const feedLength = 20;

/** Articles named under an article. */
export const relatedCount = 3;

/** Index of the entry that ends the head, `undefined` when none of these does. */
export function endOfHead(entries: readonly { border: boolean }[]): number | undefined {
  const index = entries.findIndex(({ border }, at) => border && at >= shortestHead);
  return index < 0 ? undefined : index;
}

/** Index of the entry that ends the archive page which the first one opens. */
export function endOfArchivePage(entries: readonly { border: boolean }[]): number | undefined {
  const index = entries.findIndex(({ border }, at) => border && at > 0);
  return index < 0 ? undefined : index;
}
