/** Why the press cannot start, in a sentence with the way out for whoever typed the command. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
