import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { postSource } from '../contract/letter.ts';
import type { Announcer } from '../ports.ts';

export const busPost = (client: EventBridgeClient, bus: string): Announcer => ({
  async announce({ type, detail }) {
    const entry = {
      EventBusName: bus,
      Source: postSource,
      DetailType: type,
      Detail: JSON.stringify(detail),
    };
    const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (answer.FailedEntryCount) throw new Error(`The bus did not take "${type}"`);
  },
});
