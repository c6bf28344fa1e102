/** The beginning of a text for one line, cut between words where there are any; undefined where there is no text.
 *  @param longest Characters. */
export function shortened(text: string, longest: number): string | undefined {
  const line = text
    .slice(0, longest * 2)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= longest) return line || undefined;
  const space = line.lastIndexOf(' ', longest);
  return `${line.slice(0, space > 0 ? space : longest).toWellFormed()} …`;
}
