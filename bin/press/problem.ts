/** A failure with a sentence for the person at the terminal: no stack is printed for it. */
export class Problem extends Error {
  override readonly name: string = 'Problem';
}

/** Nobody answers at the press's address. */
export class Unreachable extends Problem {}

/** The press answers 5xx, or 429, again and again: what it has done of the request is not known. */
export class ServerError extends Problem {}
