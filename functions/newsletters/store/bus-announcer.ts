import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { personErased } from '../../post/contract/letter.ts';
import type { Announcer } from '../editors/ports.ts';

/** Source of this room's events on the bus. */
const newslettersSource = 'broadside.newsletters';

/** The bus did not take an event; the message that it tells of is received again. */
class BusRefused extends Error {
  override readonly name = 'BusRefused';
}

export const busAnnouncer = (client: EventBridgeClient, bus: string): Announcer => ({
  async personErased({ hash, at }) {
    const event = { EventBusName: bus, Source: newslettersSource, DetailType: personErased };
    const Entries = [{ ...event, Detail: JSON.stringify({ hash, at }) }];
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount) throw new BusRefused('The bus did not take the event of an erasure');
  },
});
