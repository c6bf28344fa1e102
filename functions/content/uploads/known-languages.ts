/** Names of languages in English, which Node has with its language data. */
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whether a well-formed language tag (BCP 47) names a language, and a country if any, that there is. */
export function isKnownLanguage(tag: string): boolean {
  const { language, region } = new Intl.Locale(tag);
  return names.of(language) !== undefined && (region === undefined || regions.of(region) !== undefined);
}

/** The code that was probably meant: of a language with this name, in English or its own, or of the country's. */
export function languageMeant(tag: string): string | undefined {
  const { language, region } = new Intl.Locale(tag);
  if (region !== undefined && isKnownLanguage(language)) return language;
  const wanted = language.toLowerCase();
  const named = everyCode().find((code) => namesOf(code).includes(wanted));
  return named ?? ofCountry(wanted);
}

/** Codes of two letters: there are 676. */
const everyCode = (): string[] =>
  letters.flatMap((first) => letters.map((second) => first + second)).filter((code) => names.of(code));

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

function namesOf(code: string): string[] {
  const own = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
  return [names.of(code), own.of(code)].flatMap((name) => name?.toLowerCase() ?? []);
}

/** A country's code in place of its language's, such as `jp` for `ja`. */
function ofCountry(code: string): string | undefined {
  if (!/^[a-z]{2}$/.test(code)) return undefined;
  const { language, region } = new Intl.Locale(`und-${code}`).maximize();
  return region === code.toUpperCase() && language !== 'und' ? language : undefined;
}
