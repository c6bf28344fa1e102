import { domainToASCII } from 'node:url';
import * as z from 'zod/mini';
import { lineBreak } from './mail-header.ts';

/** An e-mail address as Amazon SES takes it, printable ASCII with one `@`, or why it is none, for the person who typed it. */
export type ParsedAddress =
  | {
      ok: true;
      /** The local part as typed, with its plus tag; the domain in lower case, as A-labels (RFC 5890). */
      address: string;
      /** The address in lower case: equal for addresses that are one person's. */
      key: string;
    }
  | { ok: false; why: string };

/** Characters of an address (RFC 5321, 4.5.3.1): of the local part, and of the whole. */
const longestLocal = 64;
const longestAddress = 254;

/** Longer than any address, in any script: nothing is made of more. */
const longestTyped = 400;

const html5 = z.email({ pattern: z.regexes.html5Email });

/** Parses an address as a person types or pastes it. */
export function parseAddress(typed: string): ParsedAddress {
  if (lineBreak.test(typed)) return refused('An e-mail address stands on one line.');
  if (typed.length > longestTyped) return refused(tooLong);
  const text = typed.trim();
  if (text === '') return refused('Please give an e-mail address.');
  const [local = '', host = '', ...more] = text.split('@');
  if (!local || !host || more.length) return refused(unlike);
  const why = whyNoLocalPart(local) ?? whyNoHost(host);
  if (why) return refused(why);
  const domain = domainToASCII(host).toLowerCase();
  if (!isDomain(domain)) return refused(`What stands after the @ is not a domain name. ${unlike}`);
  const address = `${local}@${domain}`;
  if (address.length > longestAddress) return refused(tooLong);
  if (!html5.safeParse(address).success) return refused(unlike);
  return { ok: true, address, key: address.toLowerCase() };
}

const refused = (why: string): ParsedAddress => ({ ok: false, why });

const unlike = 'An e-mail address looks like name@example.org.';
const tooLong = 'This is longer than an e-mail address can be.';

function whyNoLocalPart(local: string): string | undefined {
  if (/[^\x21-\x7e]/.test(local))
    return /\s/.test(local)
      ? `There is a space in front of the @. ${unlike}`
      : 'Our mail service takes only unaccented Latin letters, digits and signs in front of the @. Please give another address of yours.';
  if (local.includes('"'))
    return 'An address with quotation marks cannot be used here. Please give another one.';
  if (local.length > longestLocal) return tooLong;
  return /^\.|\.\.|\.$/.test(local)
    ? `A dot stands where none can be in front of the @. ${unlike}`
    : undefined;
}

/** `domainToASCII` reads up to a path, a query or a port, decodes percent signs and drops tabs, as of a web address. */
const whyNoHost = (host: string): string | undefined =>
  /[\s\p{Cc}/\\?#%:[\]<>^|"'`(),;=&+!*~{}$]/u.test(host)
    ? `There is a character after the @ that no domain name has. ${unlike}`
    : undefined;

/** Two labels at least, each of at most 63 characters, the last not a number, which would be an IP address. */
const isDomain = (domain: string): boolean =>
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(domain);

/** For a page that somebody else may see: `r…@example.org`. */
export const maskedAddress = (address: string): string =>
  `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;
