import * as z from 'zod/mini';
import { nearestOf } from '../../../runtime/nearest.ts';
import { parseDateOrRange } from './date-range.ts';
import { line } from './fields.ts';
import { parsePartialDate, suggestedDate } from './partial-date.ts';

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
      const suggestion = suggestedDate(String(value));
      const message = suggestion ? `${dateMessage}. Write ${suggestion}` : dateMessage;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    }),
  );

const rangeMessage = 'must be a date, or a range of two such as 2004-12-02 to 2005-01-20, the earlier first';

/** A date, or a range of two. */
export const dateOrRange = () =>
  z.pipe(
    z.union([z.int().check(z.gte(1000), z.lte(9999)), z.string()], { error: dateMessage }),
    z.transform((value, context): string => {
      const text = String(value);
      const parsed = parseDateOrRange(text);
      if (parsed !== undefined) return parsed;
      const suggestion = suggestedDate(text);
      const message = isOneDate(text) && suggestion ? `${dateMessage}. Write ${suggestion}` : rangeMessage;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    }),
  );

/** Two years are a range. */
const isOneDate = (text: string) => (text.match(/(?<!\d)[12]\d{3}(?!\d)/g) ?? []).length < 2;

export const datesOrRanges = (most: number) =>
  z.pipe(
    z.union(
      [
        dateOrRange(),
        z.array(dateOrRange()).check(z.maxLength(most, { error: `may have at most ${most} dates` })),
      ],
      { error: dateMessage },
    ),
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

const timeZoneMessage = 'must be a time zone by its name, such as Europe/Dublin';

/** A time zone of the IANA database. */
export const timeZone = () =>
  z.pipe(
    z.string({ error: timeZoneMessage }),
    z.transform((text, context): string => {
      const known = knownTimeZone(text.trim());
      if (known) return known;
      const nearest = nearestTimeZone(text.trim());
      const message = nearest ? `${timeZoneMessage}. Write ${nearest}` : timeZoneMessage;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  );

/** In its usual spelling. `Intl` knows hours ahead of UTC as well, which summer time moves. */
function knownTimeZone(name: string): string | undefined {
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // A name that has a newer one (Asia/Kolkata, Asia/Calcutta) stays as it was written.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** Also of a city alone. */
function nearestTimeZone(text: string): string | undefined {
  const name = text.replace(/ /g, '_');
  const all = Intl.supportedValuesOf('timeZone');
  const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1);
  const city = name.includes('/') ? undefined : nearestOf(name, all.map(cityOf));
  return city === undefined ? nearestOf(name, all) : all.find((zone) => cityOf(zone) === city);
}

/** An address on the web. */
export const address = () =>
  line(2000).check(
    z.refine((text) => /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text), {
      error: 'must be an address that begins with https:// or http://',
    }),
  );

const yes = new Set(['true', 'yes', 'on', '1']);
const no = new Set(['false', 'no', 'off', '0']);

/** What a word for yes or no means, as any program writes it; undefined if it is none. */
export function yesOrNo(word: unknown): boolean | undefined {
  const lower = String(word).trim().toLowerCase();
  return yes.has(lower) ? true : no.has(lower) ? false : undefined;
}

/** Yes or no, as YAML has it or as text. */
export const yesNo = () =>
  z.pipe(
    z.union([z.boolean(), z.string()], { error: 'must be true or false' }),
    z.transform((value, context): boolean => {
      const known = yesOrNo(value);
      if (known !== undefined) return known;
      context.issues.push({ code: 'custom', message: 'must be true or false', input: value });
      return z.NEVER;
    }),
  );

export const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` });
