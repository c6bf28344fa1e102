import { parseAddress } from './address.ts';
import { lineBreak, mailbox } from './mail-header.ts';

/**
 * The sender as a header has it.
 * @param sender As the press document has it: an address, or a name and an address: `The Lantern <post@lantern.example>`.
 * @param site Origin of the site, whose host is a sender's where the press has none that SES would take.
 */
export function senderOf(sender: string | undefined, site: string): string {
  return usableSender(sender) ?? `press@${new URL(site).hostname}`;
}

/** Undefined when SES would not take it. */
export function usableSender(sender = ''): string | undefined {
  const [, name, inner] = /^([^<>]*)<([^<>]*)>$/.exec(sender) ?? [];
  const parsed = parseAddress(inner ?? sender);
  return parsed.ok && !lineBreak.test(sender) ? mailbox(name?.trim(), parsed.address) : undefined;
}
