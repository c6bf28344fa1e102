import type { Stop } from './issue.ts';

/** Of the mails to which the limits apply. */
interface Mails {
  sent: number;
  bounced: number;
  complained: number;
}

/** AWS reviews an account at 5 % bounces and at 0.1 % complaints: issues pause before. Fewer mails than these say little by
 *  their shares. */
const limits = {
  mails: 500,
  shares: { bounces: 0.04, complaints: 0.0008 },
  counts: { bounces: 10, complaints: 3 },
} as const;

/** Why no more is to be sent until somebody has looked; undefined: all is well. */
export function stopFor({ sent, bounced, complained }: Mails): Pick<Stop, 'why' | 'said'> | undefined {
  const { shares, counts } = limits;
  const isOver = (count: number, share: number, few: number) =>
    sent < limits.mails ? count >= few : count >= share * sent;
  if (isOver(complained, shares.complaints, counts.complaints))
    return { why: 'complaints', said: saidOf(complained, sent, 'were reported as unwanted') };
  if (isOver(bounced, shares.bounces, counts.bounces))
    return { why: 'bounces', said: saidOf(bounced, sent, 'came back for good') };
  return undefined;
}

const saidOf = (count: number, sent: number, what: string): string =>
  `${count} of the last ${Math.max(count, sent)} mails ${what}: AWS stops an account for such shares. Look at where the addresses ` +
  'come from, in the ledger; resuming begins the count anew.';
