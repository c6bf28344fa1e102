import * as z from 'zod/mini';
import { digitsOf } from '../../../look/money.ts';
import { line } from './fields.ts';

const amountMessage = 'must be an amount such as 10.50, without the sign of a currency; 0 if it is free';

/** An amount of money as a decimal text (`10.50`); its currency stands elsewhere, and says how many decimals there are. */
export const amount = () =>
  z.pipe(
    z.pipe(
      z.union([z.number(), z.string()], { error: amountMessage }),
      z.transform((value): string => String(value).trim().replace(',', '.')),
    ),
    z.string().check(z.regex(/^\d{1,7}(?:\.\d{1,6})?$/, { error: amountMessage })),
  );

/** In smallest units; undefined if it has more decimals than the currency. Without one only nothing is something. */
export function smallestUnits(decimal: string, currency: string | undefined): number | undefined {
  const [units = '', decimals = ''] = decimal.split('.');
  const written = decimals.replace(/0+$/, '');
  const known = currency === undefined ? 0 : digitsOf(currency);
  return written.length > known ? undefined : Number(units + written.padEnd(known, '0'));
}

/** Why the amount cannot be one of this currency, or of none; undefined if it can. */
export function whyNoAmount(decimal: string, currency: string | undefined): string | undefined {
  const units = smallestUnits(decimal, currency);
  if (currency === undefined)
    return units === 0
      ? undefined
      : 'is not 0, and nothing says of which currency it is. Add a line such as `currency: GBP`';
  return units === undefined ? `has more decimals than ${currency} has` : undefined;
}

const currencyMessage = 'must be the code of a currency, such as GBP';
const signs: Record<string, string> = { '£': 'GBP', '€': 'EUR', $: 'USD', '¥': 'JPY' };

/** A currency by its code (ISO 4217). */
export const currency = () =>
  z.pipe(
    line(40),
    z.transform((text, context): string => {
      const code = text.toUpperCase();
      if (Intl.supportedValuesOf('currency').includes(code)) return code;
      const meant = signs[text];
      const message = meant === undefined ? currencyMessage : `${currencyMessage}. Write ${meant}`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  );
