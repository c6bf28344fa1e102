/** The ISBN without its hyphens, of 10 or 13 digits (the last of ten may be an X); undefined if it cannot be one. */
export function isbnIn(text: string): string | undefined {
  const [, digits = ''] = /^(?:isbn(?:-1[03])?:?\s*)?([\d\s‐‑–-]+x?)$/i.exec(text.trim()) ?? [];
  const isbn = digits.replace(/[^\dx]/gi, '').toUpperCase();
  return isTen(isbn) || isThirteen(isbn) ? isbn : undefined;
}

/** ISO 2108: the weighted sum is a multiple of eleven. */
const isTen = (isbn: string): boolean =>
  /^\d{9}[\dX]$/.test(isbn) &&
  sum([...isbn].map((sign, at) => (10 - at) * (sign === 'X' ? 10 : Number(sign)))) % 11 === 0;

/** A GTIN of the prefixes that books have. */
const isThirteen = (isbn: string): boolean =>
  /^97[89]\d{10}$/.test(isbn) && sum([...isbn].map((sign, at) => Number(sign) * (at % 2 ? 3 : 1))) % 10 === 0;

const sum = (numbers: number[]): number => numbers.reduce((all, number) => all + number, 0);
