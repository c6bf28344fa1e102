import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type LetterNotWanted, letterNotWanted } from '../../post/contract/letter.ts';

/** Source of this room's events on the bus. */
const bookingsSource = 'broadside.bookings';

/** The bus did not take an event; the message that it tells of is received again. */
class BusRefused extends Error {
  override readonly name = 'BusRefused';
}

export const busAnnouncer = (client: EventBridgeClient, bus: string) => ({
  async letterNotWanted({ letter, next, why }: LetterNotWanted): Promise<void> {
    const Detail = JSON.stringify({ letter, next, why });
    const event = { EventBusName: bus, Source: bookingsSource, DetailType: letterNotWanted, Detail };
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [event] }));
    if (FailedEntryCount) throw new BusRefused(`The bus did not take "${letterNotWanted}"`);
  },
});
