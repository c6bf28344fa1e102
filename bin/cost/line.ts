import prices from './prices.json' with { type: 'json' };

export type Priced = keyof typeof prices.prices;

/** One line of the bill: so much of something that has a price. */
export interface Line {
  what: string;
  of: Priced;
  amount: number;
}

const free: Partial<Record<Priced, number>> = prices.freeEachMonth;

/** In dollars a month, at list price. What AWS gives away for good of alarms, metrics and accounts is left out;
 *  of everything else its free amounts are not counted. */
export const costOf = ({ of, amount }: Line): number =>
  Math.max(0, amount - (free[of] ?? 0)) * prices.prices[of];

export const total = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + costOf(line), 0);
