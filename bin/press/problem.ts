/** A failure with a sentence for the person at the terminal: no stack is printed for it. */
export class Problem extends Error {
  override readonly name: string = 'Problem';
}

/** Nobody answers at the press's address. */
export class Unreachable extends Problem {}
