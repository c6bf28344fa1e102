import { distance } from 'fastest-levenshtein';

/** The one of the known words that was probably meant, if one is near: about a third of its letters may differ. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const steps = (other: string) => distance(word.toLowerCase(), other.toLowerCase());
  const [best] = [...known].sort((a, b) => steps(a) - steps(b));
  return best !== undefined && steps(best) <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
}
