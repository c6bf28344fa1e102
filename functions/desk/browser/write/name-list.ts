/** Names as they stand in one field: with commas between them, and in double quotes where one has a comma itself. */
export const listed = (names: readonly string[]): string => names.map(quoted).join(', ');

const quoted = (name: string): string =>
  /[,"]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;

/** The names in it. A quote that is still open ends where the field ends, and one within a name is a letter of it. */
export const namesIn = (typed: string): string[] =>
  partsOf(typed)
    .map((part) => nameIn(part))
    .filter(Boolean);

/** What is typed of the last name. */
export const lastName = (typed: string): string => nameIn(partsOf(typed).at(-1) ?? '');

/** The list with its last name written out. */
export const withLast = (typed: string, name: string): string =>
  [
    ...partsOf(typed)
      .slice(0, -1)
      .map((part) => part.trim()),
    quoted(name),
  ].join(', ');

const quotedPart = /^\s*"((?:[^"]|"")*)(?:"\s*$|$)/;

function nameIn(part: string): string {
  const [, within] = quotedPart.exec(part) ?? [];
  return within === undefined ? part.trim() : within.replaceAll('""', '"');
}

/** Between commas that are in no quotes. */
const partsOf = (typed: string): string[] =>
  [...typed.matchAll(/(?:^|,)((?:\s*"(?:[^"]|"")*(?:"(?=\s*(?:,|$))|$)\s*)|[^,]*)/g)].map(
    ([, part = '']) => part,
  );
