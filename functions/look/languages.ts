/** Languages written from right to left, by their primary subtag. */
const rightToLeft = new Set([
  'ar',
  'arc',
  'ckb',
  'dv',
  'fa',
  'he',
  'ku-arab',
  'nqo',
  'ps',
  'sd',
  'syr',
  'ug',
  'ur',
  'yi',
]);

/** Attributes of an element in a language (BCP 47) of its own; none when it is the page's. */
export function inLanguage(
  language: string | undefined,
  page: string,
): { lang?: string; dir?: 'ltr' | 'rtl' } {
  if (!language || language === page) return {};
  return directionOf(language) === directionOf(page)
    ? { lang: language }
    : { lang: language, dir: directionOf(language) };
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  const [primary = '', script = ''] = language.toLowerCase().split('-');
  if (script === 'latn') return 'ltr';
  return rightToLeft.has(primary) || rightToLeft.has(`${primary}-${script}`) || script === 'arab'
    ? 'rtl'
    : 'ltr';
}

const names = new Map<string, string>();

/** A language's name in that language: `cy` is Cymraeg. `Intl.DisplayNames` is slow to construct, so names are cached. */
export function languageName(language: string): string {
  const known = names.get(language) ?? nameOf(language);
  names.set(language, known);
  return known;
}

function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  } catch {
    // Not a language tag: the editor's own word is shown.
    return language;
  }
}
