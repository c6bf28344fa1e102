import { type StoredHead, textOrderOf } from '../contract/document.ts';

/*
 * A text that stands counts from the first of its hand-ins since another text stood: what is handed in again unchanged
 * leaves what was drafted meanwhile as new as it was. Hand-ins arrive in any order, so the head keeps the orders of all of
 * them, and that of the other text.
 */

/** How many repetitions are kept. Only what arrives after more newer ones could be placed wrongly. */
const mostRepeats = 50;

/** The head once its text has come again with a hand-in of this order. */
export function repeatedAt(head: StoredHead, order: string): StoredHead {
  if (isBefore(order, head)) return head;
  const textDecided = head.textDecided === undefined ? undefined : later(head.textDecided, order);
  const orders = { order: later(head.order, order), textDecided };
  return withOrders({ ...head, ...orders }, [...ordersOf(head), order]);
}

/** Order of the last decision on its text: a command that only says when it is withdrawn is none. */
export const textDecidedOf = ({ textDecided, order }: StoredHead): string => textDecided ?? order;

/** The head once it turns out that a hand-in of this lower order brought another text. */
export function interruptedAt(head: StoredHead, order: string): StoredHead {
  if (isBefore(order, head)) return head;
  const since = ordersOf(head).filter((one) => one > order);
  return withOrders({ ...head, ordering: { ...head.ordering, after: order } }, [...since, head.order]);
}

export const later = (a: string, b: string): string => (a > b ? a : b);

/** It came before what this text followed, or before the command that chose the text. */
const isBefore = (order: string, { ordering }: StoredHead): boolean => order < (ordering?.after ?? '');

/** A head from before its repetitions were kept tells the first and the last. */
function ordersOf(head: StoredHead): string[] {
  const { after, repeats } = head.ordering ?? {};
  return [textOrderOf(head), ...(repeats ?? (after === undefined ? [textDecidedOf(head)] : []))];
}

function withOrders(head: StoredHead, orders: string[]): StoredHead {
  const [first, ...repeats] = [...new Set(orders)].sort();
  const ordering = { ...head.ordering, repeats: repeats.length ? repeats.slice(-mostRepeats) : undefined };
  return { ...head, handedIn: first === head.order ? undefined : first, ordering };
}
