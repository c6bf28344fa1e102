import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { contentSource, type DocumentChanged, documentChanged } from '../contract/change.ts';
import type { Announcer } from '../ports.ts';

/** EventBridge takes so much in one call. */
const most = { entries: 10, bytes: 256 * 1024 };

/** Puts changes on the bus, as many at once as it takes. */
export const busAnnouncer = (client: EventBridgeClient, bus: string): Announcer => ({
  async announce(changes) {
    const untold: DocumentChanged[] = [];
    for (const parcel of parcels(changes)) untold.push(...(await put(client, bus, parcel)));
    return untold;
  },
});

/** Returns those the bus did not take. */
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

/** As many together as EventBridge takes at once. */
export function parcels(changes: DocumentChanged[]): DocumentChanged[][] {
  const full: DocumentChanged[][] = [];
  let bytes = 0;
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change)) + 200;
    const last = full.at(-1);
    const fits = last && last.length < most.entries && bytes + size <= most.bytes;
    if (fits) last.push(change);
    else full.push([change]);
    bytes = fits ? bytes + size : size;
  }
  return full;
}
