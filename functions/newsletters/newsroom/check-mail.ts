import { senderOf, usableSender } from '../../runtime/people/sender.ts';
import type { MailAccount, MailIdentities, MailIdentity } from '../issues/ports.ts';
import type { Press } from '../press.ts';

export interface Deps {
  press: () => Promise<Press>;
  account: MailAccount;
  identities: MailIdentities;
}

/** One thing that mail needs. `warning`: mail leaves, and part of it may not arrive; `fault`: none leaves, or little. */
export interface Check {
  what: 'sender' | 'identity' | 'dkim' | 'mail-from' | 'sandbox' | 'sending' | 'quota' | 'imprint';
  state: 'ok' | 'warning' | 'fault';
  /** How it is and, unless all is well, what to do. */
  text: string;
}

type Account = Awaited<ReturnType<MailAccount['read']>>;

/** What the press needs to send mail that arrives, as SES and the press document have it. What DNS says of DMARC is asked
 *  by the command line. */
export async function checkMail({ press, account: mailAccount, identities }: Deps) {
  const [{ sender, config }, account] = await Promise.all([press(), mailAccount.read()]);
  const address = bare(senderOf(sender, config.site));
  const identity = await identityOf(address, identities);
  return {
    sender: { address, domain: domainOf(address) },
    account: { ...account, perDay: account.perDay < 0 ? null : account.perDay },
    identity: identity ? shown(identity) : null,
    checks: [
      senderCheck(sender, address),
      ...(identity ? identityChecks(identity) : [missing(address)]),
      ...accountChecks(account),
      config.imprint?.trim() ? ok('imprint', 'The press document has a postal address.') : noImprint,
    ],
  };
}

/** Of a mailbox as headers write it. */
const bare = (mailbox: string): string => /<([^<>]*)>$/.exec(mailbox)?.[1] ?? mailbox;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The address itself, or the nearest domain above it that is one: as SES looks for it. */
async function identityOf(address: string, identities: MailIdentities): Promise<MailIdentity | undefined> {
  const labels = domainOf(address).split('.');
  const domains = labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
  for (const name of [address, ...(domains.length ? domains : labels)]) {
    const found = await identities.read(name);
    if (found) return found;
  }
  return undefined;
}

const shown = ({ name, isVerified, dkim, dkimTokens, mailFrom }: MailIdentity) => ({
  ...{ name, verified: isVerified, dkim },
  ...(mailFrom && { mailFrom }),
  records: dkimTokens.map((token) => ({
    ...{ type: 'CNAME', name: `${token}._domainkey.${domainOf(name)}`, value: `${token}.dkim.amazonses.com` },
  })),
});

const ok = (what: Check['what'], text: string): Check => ({ what, state: 'ok', text });

const senderCheck = (sender: string | undefined, address: string): Check =>
  usableSender(sender)
    ? ok('sender', `Mail comes from ${address}, as the press document says.`)
    : {
        ...{ what: 'sender', state: 'warning' },
        text: `The press document names no sender that can be used, so mail comes from ${address}. Hand it in with “sender: Name <address>”, at a domain of yours.`,
      };

const missing = (address: string): Check => ({
  ...{ what: 'identity', state: 'fault' },
  text: `SES knows neither ${address} nor ${domainOf(address)}, and takes no mail from it. Create the domain as an identity in the SES console (Identities, Create identity, Easy DKIM), and enter the records that it shows in your DNS.`,
});

function identityChecks(identity: MailIdentity): Check[] {
  const { name, isVerified } = identity;
  const proof: Check = isVerified
    ? ok('identity', `${name} is proved to be yours.`)
    : {
        ...{ what: 'identity', state: 'fault' },
        text: `${name} is not proved to be yours yet, and SES takes no mail from it. Enter the records of the SES console in your DNS; it looks for them for 72 hours.`,
      };
  return [proof, dkimCheck(identity), mailFromCheck(identity)];
}

function dkimCheck({ name, dkim, dkimTokens }: MailIdentity): Check {
  if (dkim === 'on') return ok('dkim', `Mail is signed by ${domainOf(name)} (DKIM).`);
  const records = dkimTokens.map((token) => `${token}._domainkey.${domainOf(name)}`).join(', ');
  const way = records
    ? `These CNAME records have to be in your DNS: ${records}. The SES console shows their values.`
    : `Create ${domainOf(name)} itself as an identity, with Easy DKIM: an address alone is not signed for.`;
  return {
    ...{ what: 'dkim', state: 'warning' },
    text: `Mail is not signed by ${domainOf(name)} (DKIM: ${dkim}): Gmail and Yahoo refuse newsletters without. ${way}`,
  };
}

function mailFromCheck({ name, mailFrom }: MailIdentity): Check {
  const domain = domainOf(name);
  if (mailFrom?.state === 'on')
    return ok('mail-from', `The envelope comes from ${mailFrom.domain} (MAIL FROM).`);
  const why = mailFrom
    ? `The records of ${mailFrom.domain} are not as they have to be (MAIL FROM: ${mailFrom.state}).`
    : `The envelope comes from amazonses.com, not from ${domain} (MAIL FROM).`;
  return {
    ...{ what: 'mail-from', state: 'warning' },
    text: `${why} Set a custom MAIL FROM domain such as mail.${domain} in the SES console, and enter its MX and TXT records: SPF then speaks for you, too.`,
  };
}

function accountChecks({ sandbox, enabled, perSecond, perDay, sentInADay }: Account): Check[] {
  return [
    sandbox
      ? {
          ...{ what: 'sandbox', state: 'fault' },
          text: 'The account is in the sandbox: mail goes only to addresses that are proved in it, 200 a day. Ask for production access in the SES console (Account dashboard); say that people subscribe by double opt-in, leave with one click, and that bounces and complaints stop mail. AWS answers within a day.',
        }
      : ok('sandbox', 'The account is out of the sandbox.'),
    enabled
      ? ok('sending', 'AWS lets the account send.')
      : {
          ...{ what: 'sending', state: 'fault' },
          text: 'AWS has paused sending for this account. Look for its mail to the account’s address, and into the SES console (Reputation metrics).',
        },
    quotaCheck(perSecond, perDay, sentInADay),
  ];
}

/** A tenth is kept for letters. */
function quotaCheck(perSecond: number, perDay: number, sentInADay: number): Check {
  if (perDay < 0) return ok('quota', `${perSecond} mails a second, any number a day.`);
  const left = Math.max(0, Math.floor(perDay * 0.9) - sentInADay);
  const text = `${perSecond} mails a second, ${perDay} in 24 hours; ${sentInADay} are sent, ${left} are left for newsletters.`;
  if (left > 0) return ok('quota', text);
  return {
    ...{ what: 'quota', state: 'warning' },
    text: `${text} What is being sent goes on by itself when there is room. For more, ask in the SES console (Account dashboard, Request increase).`,
  };
}

const noImprint: Check = {
  ...{ what: 'imprint', state: 'warning' },
  text: 'The press document has no “imprint”: the law of many countries asks for a postal address in every newsletter.',
};
