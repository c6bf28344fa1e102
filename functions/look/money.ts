/*
 * Money is in the smallest units of its currency (ISO 4217): pence, cents, whole yen.
 */

const formatters = new Map<string, Intl.NumberFormat>();

/** Formatters are slow to construct, so they are cached. */
function formatter(currency: string): Intl.NumberFormat {
  const known = formatters.get(currency) ?? created(currency);
  formatters.set(currency, known);
  return known;
}

const created = (currency: string): Intl.NumberFormat =>
  new Intl.NumberFormat('en-GB', {
    ...{ style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
    trailingZeroDisplay: 'stripIfInteger',
  });

/** Digits after the point: 2 of GBP, 0 of JPY. */
export const digitsOf = (currency: string): number =>
  formatter(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** `10.50`, `1200`: as forms and programs take it. */
export const plainMoney = (amount: number, currency: string): string => {
  const digits = digitsOf(currency);
  return (amount / 10 ** digits).toFixed(amount % 10 ** digits === 0 ? 0 : digits);
};

/** `£10.50`, `£10`, and `free` of nothing. Without a currency nothing costs anything. */
export const moneyText = (amount: number, currency: string | undefined): string =>
  amount === 0 || currency === undefined
    ? 'free'
    : formatter(currency).format(amount / 10 ** digitsOf(currency));

/** ISO 4217's code where no currency is involved; its amounts have two digits, as most have. */
const noCurrency = 'XXX';

/** What somebody types, with a point or a comma, with the currency's sign or without; undefined for what is no amount. */
export function parseMoney(typed: string, currency = noCurrency): number | undefined {
  const digits = digitsOf(currency);
  const [, whole, fraction = ''] =
    /^(\d{1,7})(?:[.,](\d{0,3}))?$/.exec(typed.replace(/[\s\p{Sc}]|[A-Z]{3}/gu, '')) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, '0'));
}
