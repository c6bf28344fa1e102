import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  type ContentEvent,
  contentSource,
  documentBackfilled,
  documentChanged,
  termChanged,
} from '../contract/change.ts';
import type { Announced, Announcer } from '../ports.ts';

/** The limits of one PutEvents call. */
const most = { entries: 10, bytes: 256 * 1024 };

/** What EventBridge says of an entry that it will never take; whatever else it says may change. */
const permanentErrors: ReadonlySet<string | undefined> = new Set(['InvalidArgument', 'MalformedDetail']);

/** Puts events on the bus, as many in one call as it allows, one call after the other until something is refused. */
export const busAnnouncer = (client: EventBridgeClient, bus: string): Announcer => ({
  async announce(events) {
    const unfit = events.filter((event) => sizeOf(event) > most.bytes);
    for (const batch of batches(events.filter((event) => !unfit.includes(event)))) {
      const announced = await put(client, bus, batch);
      unfit.push(...announced.unfit);
      if (announced.refused) return { unfit, refused: announced.refused, cause: announced.cause };
    }
    return { unfit };
  },
});

async function put(client: EventBridgeClient, bus: string, events: ContentEvent[]): Promise<Announced> {
  const Entries = events.map(({ type, detail }) => ({
    EventBusName: bus,
    Source: contentSource,
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  try {
    const answer = await client.send(new PutEventsCommand({ Entries }));
    const codes = events.map((_, at) => answer.Entries?.[at]?.ErrorCode);
    const refusedAt = codes.findIndex((code) => code && !permanentErrors.has(code));
    return {
      unfit: events.filter((_, at) => permanentErrors.has(codes[at])),
      refused: events[refusedAt],
      cause: codes[refusedAt],
    };
  } catch (cause) {
    return { unfit: [], refused: events[0], cause };
  }
}

/** The events in batches that fit into one call each. Of one subject a batch has one event: when part of a call is
 *  refused, none overtakes the one before it. */
export function batches(events: ContentEvent[]): ContentEvent[][] {
  const all: ContentEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOf(event);
    const last = all.at(-1);
    const fits =
      last &&
      last.length < most.entries &&
      bytes + size <= most.bytes &&
      !last.some((other) => subjectOf(other) === subjectOf(event));
    if (fits) last.push(event);
    else all.push([event]);
    bytes = fits ? bytes + size : size;
  }
  return all;
}

/** Bytes as EventBridge counts them, with room for the names of the bus, the source and the type. */
const sizeOf = (event: ContentEvent): number => Buffer.byteLength(JSON.stringify(event)) + 200;

function subjectOf({ type, detail }: ContentEvent): string {
  switch (type) {
    case documentChanged:
    case documentBackfilled:
      return `document ${detail.slug}`;
    case termChanged:
      return `${detail.kind} ${detail.slug}`;
    default:
      return type;
  }
}
