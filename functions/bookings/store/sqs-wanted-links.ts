import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { LinksWanted } from '../booking/request-link.ts';

/** Puts it into the room's own queue. */
export const sqsWantedLinks =
  (client: SQSClient, queue: string) =>
  async (wanted: LinksWanted): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(wanted) }));
  };
