import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type ContentEvent, contentSource } from '../contract/change.ts';
import type { Announcer } from '../ports.ts';

/** The limits of one PutEvents call. */
const most = { entries: 10, bytes: 256 * 1024 };

/** Puts events on the bus, as many in one call as it allows. */
export const busAnnouncer = (client: EventBridgeClient, bus: string): Announcer => ({
  async announce(events) {
    const failed: ContentEvent[] = [];
    for (const batch of batches(events)) failed.push(...(await put(client, bus, batch)));
    return failed;
  },
});

/** Returns the events that the bus did not accept. */
async function put(client: EventBridgeClient, bus: string, events: ContentEvent[]): Promise<ContentEvent[]> {
  const Entries = events.map(({ type, detail }) => ({
    EventBusName: bus,
    Source: contentSource,
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  const answer = await client.send(new PutEventsCommand({ Entries }));
  return events.filter((_, at) => answer.Entries?.[at]?.ErrorCode);
}

/** The events in batches that fit into one call each. */
export function batches(events: ContentEvent[]): ContentEvent[][] {
  const all: ContentEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event)) + 200;
    const last = all.at(-1);
    const fits = last && last.length < most.entries && bytes + size <= most.bytes;
    if (fits) last.push(event);
    else all.push([event]);
    bytes = fits ? bytes + size : size;
  }
  return all;
}
