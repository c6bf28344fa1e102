/**
 * Faults of the press that are known and not mended yet: the storms step around each, and nothing else. Whoever
 * mends one deletes its line and what the compiler then no longer finds, and the storms hold the press to it.
 */
export const openFaults = {
  /** A section, tag, author or series named “Head” is taken for a document's head, and publishing stops. */
  aNameHead: true,
  /** A second delete does not count: an upload opened between the two brings the document back. */
  secondDelete: true,
  /** A new piece at a vacated slug inherits the first date of the one that stood there. */
  strangersDate: true,
  /** What has moved is lost where others name it: as the front page's lead or features, and as `related`. */
  namedByOldSlug: true,
  /** The site follows so many markers and no more; the API tells each step as an answer of its own. */
  longestTrail: 5,
} as const;
