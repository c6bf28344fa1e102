import { Resolver } from 'node:dns/promises';
import { call, isLoopback, type Press } from './client.ts';
import { type CommandOptions, type Outcome, refuseMore } from './command.ts';
import type { HelpOf } from './command-help.ts';

export const doctorHelp: HelpOf = {
  'doctor mail': {
    about: 'what mail needs to leave and arrive: sender, DKIM, MAIL FROM, DMARC, sandbox, quota',
    success: 'mail leaves; what it warns of may keep some from arriving',
  },
};

/** `GET /api/mail`. */
interface MailCheck {
  sender: { address: string; domain: string };
  identity: { records: { type: string; name: string; value: string }[] } | null;
  checks: Check[];
}

interface Check {
  what: string;
  state: 'ok' | 'warning' | 'fault';
  text: string;
}

/** Answers the TXT records of a name; none where there is no such name. @throws when nobody can tell. */
type ReadTxt = (name: string) => Promise<string[]>;

/** What the press needs to send mail that arrives, and what to do about what is not so. */
export async function doctorMail(
  press: Press,
  words: string[],
  _options: CommandOptions,
  readTxt: ReadTxt = txtRecords,
  isHere = isLoopback,
): Promise<Outcome> {
  refuseMore(words);
  const data = await call<MailCheck>(press, 'GET', '/mail');
  // Nobody's DNS knows a press on this machine, whose mail stays here.
  const dmarc = isHere(press.api) ? [] : [await dmarcCheck(data.sender.domain, readTxt)];
  const checks = [...data.checks, ...dmarc];
  const isDkimMissing = data.checks.some(({ what, state }) => what === 'dkim' && state !== 'ok');
  const records = isDkimMissing ? (data.identity?.records ?? []) : [];
  return {
    lines: [
      `Mail comes from ${data.sender.address}.`,
      '',
      ...checks.map(({ what, state, text }) => `${signs[state]} ${what.padEnd(10)} ${text}`),
      ...(records.length ? ['', 'For DKIM your DNS has to have:'] : []),
      ...records.map(({ type, name, value }) => `  ${name}  ${type}  ${value}`),
    ],
    data: { ...data, checks },
    ok: checks.every(({ state }) => state !== 'fault'),
  };
}

const signs = { ok: '✓', warning: '!', fault: '✗' } as const;

/** Of the domain itself, else of the one above it, whose policy holds for all below (RFC 7489, 6.6.3). */
async function dmarcCheck(domain: string, readTxt: ReadTxt): Promise<Check> {
  const found = await dmarcOf(domain, readTxt).catch(() => 'unknown' as const);
  if (found === 'unknown')
    return {
      ...{ what: 'dmarc', state: 'warning' },
      text: `The DNS does not answer from here, so nobody can tell whether ${domain} has a DMARC record. Try again, or look for _dmarc.${domain} elsewhere.`,
    };
  if (found)
    return { what: 'dmarc', state: 'ok', text: `${domain} says what to do with forged mail: ${found}` };
  return {
    ...{ what: 'dmarc', state: 'warning' },
    text: `${domain} has no DMARC record, without which Gmail and Yahoo refuse newsletters to many. Enter in your DNS: _dmarc.${domain}  TXT  "v=DMARC1; p=none"; once all your mail is signed make it p=quarantine.`,
  };
}

async function dmarcOf(domain: string, readTxt: ReadTxt): Promise<string | undefined> {
  const labels = domain.split('.');
  for (let at = 0; at < labels.length - 1; at++) {
    const records = await readTxt(`_dmarc.${labels.slice(at).join('.')}`);
    const record = records.find((one) => /^v=DMARC1\b/.test(one));
    if (record) return record;
  }
  return undefined;
}

async function txtRecords(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOTFOUND', 'ENODATA'].includes(String(error.code)))
      return [];
    throw error;
  }
}
