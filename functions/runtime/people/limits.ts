import { isIPv4, isIPv6 } from 'node:net';

/**
 * At most so often in a stretch of time, for one address or network. It slides by two fixed windows: of the one before
 * the present counts the part that the stretch still covers, as if its counts were spread evenly. So nobody has the limit
 * twice at once at the border of two windows, and counting is one read and one write. Counts that were not spread evenly
 * let up to nearly twice the limit pass over a whole stretch.
 */
export interface Limit {
  /** What is limited: `sign-ups`. */
  name: string;
  /** Keyed hash of whose count it is: an address or a network is never stored. */
  hash: string;
  most: number;
  /** Length of the stretch, and of the windows, which begin at the multiples of it since 1970. */
  seconds: number;
}

export type Allowance = { allowed: true } | { allowed: false; retryAfter: number };

export interface Limits {
  /** Counts one, unless the limit is reached. `retryAfter`: seconds until there is room again, at least 1. */
  count(limit: Limit): Promise<Allowance>;
  /** Takes back one that was counted just now, for it has come to nothing. */
  takeBack(limit: Limit): Promise<void>;
  /** Whether there is room, without counting. */
  look(limit: Limit): Promise<Allowance>;
}

/** When the present window began, in seconds since 1970. Which window counts follows from the clock, never from what a
 *  table has deleted by now. */
export function windowOf({ seconds }: Pick<Limit, 'seconds'>, now: Date): number {
  const time = Math.floor(now.getTime() / 1000);
  return time - (time % seconds);
}

/** Seconds and counts are exact to so much. */
const tolerance = 1e-6;

/** How many the present window may count in all. @param before Counts of the window before. */
export function roomIn(limit: Pick<Limit, 'most' | 'seconds'>, before: number, now: Date): number {
  const elapsed = now.getTime() / 1000 - windowOf(limit, now);
  return Math.max(0, limit.most - Math.ceil(before * (1 - elapsed / limit.seconds) - tolerance));
}

/** Seconds until one more is allowed where all the room is taken. */
export function retryAfter(limit: Pick<Limit, 'most' | 'seconds'>, before: number, now: Date): number {
  const { most, seconds } = limit;
  const start = windowOf(limit, now);
  // What of the window before may still count when there is room for one more.
  const spare = most - roomIn(limit, before, now) - 1;
  const windows = spare >= 0 && before > 0 ? 1 - spare / before : 1 + 1 / Math.max(1, most);
  return Math.max(1, Math.ceil(start + windows * seconds - now.getTime() / 1000 - tolerance));
}

/**
 * The network that a limit counts as one reader: an IPv4 address (`192.0.2.7/32`), of an IPv6 address the first 64
 * bits (`2001:db8:0:0::/64`), because a household has as many addresses as it wants there. `unknown` is one, too.
 */
export function networkOf(address: string | undefined): string {
  const ip = address?.replace(/%.*$/, '') ?? '';
  if (isIPv4(ip)) return `${ip}/32`;
  if (!isIPv6(ip)) return 'unknown';
  const groups = groupsOf(ip);
  const [sixth = 0, seventh = 0, eighth = 0] = groups.slice(5);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && sixth === 0xffff;
  if (isMapped) return `${[seventh >> 8, seventh & 255, eighth >> 8, eighth & 255].join('.')}/32`;
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight numbers of an IPv6 address in any of its spellings. */
function groupsOf(ip: string): number[] {
  const [head = [], tail = []] = withoutDots(ip)
    .split('::')
    .map((half) => (half ? half.split(':').map((group) => Number.parseInt(group, 16)) : []));
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Its last 32 bits may be written as an IPv4 address. */
const withoutDots = (ip: string): string =>
  ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...numbers: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = numbers.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
