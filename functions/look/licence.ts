/** Creative Commons by its short name, as people write it: `CC BY-SA 4.0`, `cc-by 4.0`. */
const creativeCommons = /^(?:cc|creative commons)[\s-]+(by(?:[\s-]+(?:nc|nd|sa))*)(?:[\s-]+(\d\.\d))?$/i;

/** Where the licence stands, of those that are known by their names. */
export function licenceHref(licence: string): string | undefined {
  if (/^cc0|^(?:cc )?public domain dedication/i.test(licence))
    return 'https://creativecommons.org/publicdomain/zero/1.0/';
  const [, terms, version = '4.0'] = creativeCommons.exec(licence.trim()) ?? [];
  return (
    terms && `https://creativecommons.org/licenses/${terms.toLowerCase().replace(/\s+/g, '-')}/${version}/`
  );
}
