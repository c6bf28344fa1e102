import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { contentSource, type DocumentChanged, documentChanged } from '../contract/change.ts';
import type { Announcer } from '../ports.ts';

/** The limits of one PutEvents call. */
const most = { entries: 10, bytes: 256 * 1024 };

/** Puts changes on the bus, as many in one call as it allows. */
export const busAnnouncer = (client: EventBridgeClient, bus: string): Announcer => ({
  async announce(changes) {
    const failed: DocumentChanged[] = [];
    for (const batch of batches(changes)) failed.push(...(await put(client, bus, batch)));
    return failed;
  },
});

/** Returns the changes that the bus did not accept. */
async function put(
  client: EventBridgeClient,
  bus: string,
  changes: DocumentChanged[],
): Promise<DocumentChanged[]> {
  const Entries = changes.map((change) => ({
    EventBusName: bus,
    Source: contentSource,
    DetailType: documentChanged,
    Detail: JSON.stringify(change),
  }));
  const answer = await client.send(new PutEventsCommand({ Entries }));
  return changes.filter((_, at) => answer.Entries?.[at]?.ErrorCode);
}

/** The changes in batches that fit into one call each. */
export function batches(changes: DocumentChanged[]): DocumentChanged[][] {
  const all: DocumentChanged[][] = [];
  let bytes = 0;
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change)) + 200;
    const last = all.at(-1);
    const fits = last && last.length < most.entries && bytes + size <= most.bytes;
    if (fits) last.push(change);
    else all.push([change]);
    bytes = fits ? bytes + size : size;
  }
  return all;
}
