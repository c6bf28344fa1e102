import * as z from 'zod/mini';
import { slugOf } from '../../../runtime/slug.ts';
import { asLineBreaks, withoutUnseen } from '../characters.ts';

/**
 * What the fields of front matter are made of. Each message completes the sentence “field” …; each schema
 * takes the text an editor wrote (or, for the editors' tools, the YAML value) and gives the value we keep.
 */

/** Says what a field is for in the JSON Schema that editors' tools show. */
export function about<S extends z.ZodMiniType>(schema: S, description: string): S {
  z.globalRegistry.add(schema, { description });
  return schema;
}

const oneLine = (text: string) =>
  withoutUnseen(text)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
const ownLines = (text: string) =>
  asLineBreaks(text)
    .toWellFormed()
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .trim();

const longText = (longest: number, tidy: (text: string) => string) =>
  z
    .string({ error: 'must be text' })
    .check(
      z.overwrite(tidy),
      z.minLength(1, { error: 'is empty' }),
      z.maxLength(longest, { error: `must be at most ${longest} characters long` }),
    );

/** Text on one line. */
export const line = (longest = 300) => longText(longest, oneLine);
/** Text that keeps its line breaks. */
export const lines = (longest = 5000) => longText(longest, ownLines);

/** The name of a person, a section, a tag: it must have a letter or digit, for its page needs an address. */
export const name = (longest = 120) =>
  line(longest).check(
    z.refine((text) => slugOf(text) !== '', { error: 'must have a letter or a digit in it' }),
  );

/** The first of those that differ in the case of their letters alone. */
export function distinct(names: string[]): string[] {
  const folded = names.map((each) => each.normalize('NFC').toLowerCase());
  const first = new Map(folded.map((each, index) => [each, index] as const).reverse());
  return names.filter((_, index) => first.get(folded[index] ?? '') === index);
}

/** One or several; a single one may stand without brackets. Repeated ones count once. */
export const listOf = <S extends z.ZodMiniType<string, string>>(item: S, most: number) =>
  z.pipe(
    z.union([item, z.array(item).check(z.maxLength(most, { error: `may have at most ${most} entries` }))], {
      error: 'must be a list, such as [first, second]',
    }),
    z.transform((value): string[] => distinct([value].flat())),
  );

/** What an address looks like when an editor sets it. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const slug = () =>
  line(80).check(
    z.regex(slugPattern, {
      error: 'may have only the letters a–z, digits and single hyphens, as in rent-strike',
    }),
  );

/**
 * Fields with names. A name it does not know is an issue whose message is the list of those it knows, for
 * `check-fields.ts` to suggest the nearest.
 */
export const record = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? Object.keys(shape).join(' ')
        : `must have fields of its own: ${Object.keys(shape).join(', ')}`,
  });

/** One such record or a list of them. */
export const recordsOf = <S extends z.ZodMiniType<object>>(item: S, most: number) =>
  z.pipe(
    z.union([item, z.array(item).check(z.maxLength(most, { error: `may have at most ${most} entries` }))], {
      error: 'must be a list of entries',
    }),
    z.transform((value): z.output<S>[] => (Array.isArray(value) ? value : [value])),
  );
