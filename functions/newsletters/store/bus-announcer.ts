import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { letterNotWanted, personAsked, personErased } from '../../post/contract/letter.ts';
import type { Announcer } from '../editors/ports.ts';

/** Source of this room's events on the bus. */
const newslettersSource = 'broadside.newsletters';

/** The bus did not take an event; the message that it tells of is received again. */
class BusRefused extends Error {
  override readonly name = 'BusRefused';
}

export function busAnnouncer(client: EventBridgeClient, bus: string): Announcer {
  const announce = async (DetailType: string, detail: object): Promise<void> => {
    const event = { EventBusName: bus, Source: newslettersSource, DetailType };
    const Entries = [{ ...event, Detail: JSON.stringify(detail) }];
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount) throw new BusRefused(`The bus did not take "${DetailType}"`);
  };
  return {
    personErased: ({ hash, at }) => announce(personErased, { hash, at }),
    personAsked: ({ hash, at, id }) => announce(personAsked, { hash, at, id }),
    letterNotWanted: ({ letter, next, why }) => announce(letterNotWanted, { letter, next, why }),
  };
}
