/** A number of runs or a seed is not one; the message is for whoever asked. */
export class NotAWholeNumber extends Error {
  override readonly name = 'NotAWholeNumber';
}

/** Reads what was asked for by `name` (`--runs`, `RUNS`). Throws NotAWholeNumber. */
export function wholeNumber(name: string, text: string, least = Number.MIN_SAFE_INTEGER): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  const wanted = least > 0 ? `a whole number of at least ${least}` : 'a whole number';
  throw new NotAWholeNumber(`${name} has to be ${wanted}, not “${text}”.`);
}

/** How many sequences are played, and from which seed. Throws NotAWholeNumber. */
export const settingsOf = ({ RUNS = '8', SEED = '1948' }: NodeJS.ProcessEnv) => ({
  runs: wholeNumber('RUNS', RUNS, 1),
  seed: wholeNumber('SEED', SEED),
});
