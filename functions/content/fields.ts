import * as z from 'zod/mini';
import { slugOf } from '../runtime/slug.ts';
import { parsePartialDate } from './partial-date.ts';
import { slugPattern } from './slug.ts';

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
  text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
const ownLines = (text: string) =>
  text
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

/** One or several; a single one may stand without brackets. Repeated ones count once. */
export const listOf = <S extends z.ZodMiniType<string, string>>(item: S, most: number) =>
  z.pipe(
    z.union([item, z.array(item).check(z.maxLength(most, { error: `may have at most ${most} entries` }))], {
      error: 'must be a list, such as [first, second]',
    }),
    z.transform((value): string[] => [...new Set(typeof value === 'string' ? [value] : value)]),
  );

export const slug = () =>
  line(80).check(
    z.regex(slugPattern, {
      error: 'may have only the letters a–z, digits and single hyphens, as in rent-strike',
    }),
  );

/** A number without decimals, from `least` to `most`. */
export const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.pipe(
    z.union([z.int(), z.string().check(z.regex(/^\d{1,9}$/, { error }))], { error }),
    z.pipe(z.transform(Number), z.number().check(z.gte(least, { error }), z.lte(most, { error }))),
  );
};

const dateMessage =
  'must be a date that exists, as precise as it is known: 1949, 1949-05, 1949-05-01 or 2024-05-01T09:30Z';

/** A partial date; an unquoted year is a number to YAML. */
export const date = () =>
  z.pipe(
    z.union([z.int().check(z.gte(1000), z.lte(9999)), z.string()], { error: dateMessage }),
    z.transform((value, context): string => {
      const parsed = parsePartialDate(String(value));
      if (parsed !== undefined) return parsed;
      context.issues.push({ code: 'custom', message: dateMessage, input: value });
      return z.NEVER;
    }),
  );

export const dates = (most: number) =>
  z.pipe(
    z.union([date(), z.array(date()).check(z.maxLength(most, { error: `may have at most ${most} dates` }))], {
      error: dateMessage,
    }),
    z.transform((value): string[] => [value].flat()),
  );

const languageMessage = 'must be a language code, such as en, de or pt-BR';

/** A BCP 47 tag in its canonical form. */
export const language = () =>
  z.pipe(
    z.string({ error: languageMessage }),
    z.transform((tag, context): string => {
      const known = canonical(tag.trim());
      if (known) return known;
      context.issues.push({ code: 'custom', message: languageMessage, input: tag });
      return z.NEVER;
    }),
  );

/** `Intl` throws for what is not built as a language tag. */
function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** An address on the web. */
export const address = () =>
  line(2000).check(
    z.refine((text) => /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text), {
      error: 'must be an address that begins with https:// or http://',
    }),
  );

/** Yes or no, as YAML has it or as text. */
export const yesNo = () =>
  z.pipe(
    z.union([z.boolean(), z.enum(['true', 'false', 'yes', 'no'])], { error: 'must be true or false' }),
    z.transform((value): boolean => value === true || value === 'true' || value === 'yes'),
  );

export const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` });

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

/** What every document may say of itself. */
export const common = {
  kind: z.optional(
    about(oneOf('article', 'page', 'front', 'press'), 'What it is; an article if nothing is said.'),
  ),
  title: z.optional(
    about(line(300), 'Without it, the heading `# …` that the text begins with is the title.'),
  ),
  slug: z.optional(about(slug(), 'Its address. Without it, one is made from the title; it stays for good.')),
  aliases: z.optional(about(listOf(slug(), 20), 'Old addresses (slugs) that lead here.')),
  status: z.optional(about(oneOf('published', 'draft'), 'A draft is kept, and readers do not see it.')),
  draft: z.optional(about(yesNo(), 'The same as `status: draft`.')),
};
