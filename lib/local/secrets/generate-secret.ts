import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';

/** How a secret is generated: the parameters of Secrets Manager's GetRandomPassword. */
export const generation = z.strictObject({
  PasswordLength: z._default(z.number(), 32),
  ExcludeCharacters: z._default(z.string(), ''),
  ExcludePunctuation: z._default(z.boolean(), false),
  SecretStringTemplate: z.optional(z.string()),
  GenerateStringKey: z.optional(z.string()),
});
type Generation = z.output<typeof generation>;

/** Draws a number below `limit`. */
type Draw = (limit: number) => number;

/** A new secret string: a password, or the template's JSON object with the password under its key. */
export function generatedSecret(how: Generation, draw: Draw = randomInt): string {
  const password = passwordOf(how, draw);
  if (how.SecretStringTemplate === undefined || how.GenerateStringKey === undefined) return password;
  return JSON.stringify({ ...JSON.parse(how.SecretStringTemplate), [how.GenerateStringKey]: password });
}

function passwordOf(how: Generation, draw: Draw): string {
  const kinds = kindsOf(how);
  const all = kinds.join('');
  if (all === '') throw new Error('A secret cannot be made when every character is excluded.');
  const letters = Array.from({ length: how.PasswordLength }, (_, index) => pick(kinds[index] ?? all, draw));
  return shuffled(letters, draw).join('');
}

function kindsOf(how: Generation): string[] {
  const kinds = [
    'abcdefghijklmnopqrstuvwxyz',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    '0123456789',
    how.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ];
  const allowed = kinds.map((kind) =>
    [...kind].filter((one) => !how.ExcludeCharacters.includes(one)).join(''),
  );
  return allowed.filter((kind) => kind !== '');
}

const pick = (from: string, draw: Draw): string => from.charAt(draw(from.length));

/** Fisher and Yates. */
function shuffled(letters: string[], draw: Draw): string[] {
  const left = [...letters];
  const drawn: string[] = [];
  while (left.length > 0) drawn.push(...left.splice(draw(left.length), 1));
  return drawn;
}
