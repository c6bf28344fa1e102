/** Deliveries to one address that failed for now, since the last one that did not; oldest first. */
export interface SoftBounces {
  /** By the mail's message id. `at`: ISO instant. */
  bounces: { messageId: string; at: string }[];
  /** Of the newest delivery that is known, or when an editor let mail go there again. */
  delivered?: string;
  /** Counts the writes. */
  version?: number;
}

/** So many in a row, over at least so many days, and the mailbox is given up: a full one, or one that nobody has. */
const most = { bounces: 5, days: 14 };

/** More are not stored: the first and the newest tell how long it goes on. */
const stored = 20;

/** After one more failed for now. The same bounce heard twice counts once, and none that is older than a delivery. */
export function afterBounce(seen: SoftBounces, bounce: { messageId: string; at: string }): SoftBounces {
  const { bounces, delivered } = seen;
  const isKnown = bounces.some(({ messageId }) => messageId === bounce.messageId);
  if (isKnown || (delivered !== undefined && bounce.at <= delivered)) return seen;
  const all = [...bounces, bounce].sort((one, other) => (one.at < other.at ? -1 : 1));
  const [first, ...others] = all;
  const few = first && all.length > stored ? [first, ...others.slice(1 - stored)] : all;
  return { ...seen, bounces: few };
}

/** After a delivery at that instant. What bounced later still counts. */
export function afterDelivery(seen: SoftBounces, at: string): SoftBounces {
  const { bounces, delivered } = seen;
  const newest = delivered !== undefined && delivered > at ? delivered : at;
  return { ...seen, bounces: bounces.filter((bounce) => bounce.at > newest), delivered: newest };
}

/** When the last of them came, if they stop mail to the address. */
export function stoppedBy({ bounces }: SoftBounces): string | undefined {
  const [first, last] = [bounces[0], bounces.at(-1)];
  if (!first || !last || bounces.length < most.bounces) return undefined;
  const days = (Date.parse(last.at) - Date.parse(first.at)) / 86_400_000;
  return days >= most.days ? last.at : undefined;
}
