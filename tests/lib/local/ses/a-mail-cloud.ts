import {
  SESv2Client,
  SendBulkEmailCommand,
  type SendBulkEmailCommandInput,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import type { BusEvent } from '../../../../lib/local/cloud.ts';
import { openInbox } from '../../../../lib/local/ses/inbox.ts';
import { type ACloud, aCloud } from '../a-cloud.ts';

export const sender = 'The Press <news@press.example>';
export const simple = { Subject: { Data: 'Out now' }, Body: { Text: { Data: 'The new issue' } } };

/** A cloud with SES and its inbox; `events` are those that come to a function by way of the default bus. */
export async function aMailCloud(options: Parameters<typeof aCloud>[0] = {}) {
  const cloud = await aCloud(options);
  const mail = openInbox(cloud.cloud);
  const client = new SESv2Client(cloud.client);
  const inbox = cloud.cloud.place.origins.inbox;
  const events: BusEvent[] = [];
  return {
    ...cloud,
    mail,
    client,
    inbox,
    events,
    send: (to: string | string[], more: Partial<SendEmailCommandInput> = {}) =>
      client.send(
        new SendEmailCommand({
          FromEmailAddress: sender,
          Destination: { ToAddresses: [to].flat() },
          Content: { Simple: simple },
          ...more,
        }),
      ),
    sendBulk: (
      BulkEmailEntries: SendBulkEmailCommandInput['BulkEmailEntries'],
      template = {},
      more: Partial<SendBulkEmailCommandInput> = {},
    ) =>
      client.send(
        new SendBulkEmailCommand({
          FromEmailAddress: sender,
          DefaultContent: {
            Template: { TemplateContent: { Subject: 'Hello {{name}}', Text: 'For {{name}}' }, ...template },
          },
          BulkEmailEntries,
          ...more,
        }),
      ),
    /** The inbox's `GET /store`. */
    store: async (query = ''): Promise<Record<string, unknown>[]> =>
      Object(await (await fetch(`${inbox}/store${query}`)).json()).emails,
    /** A configuration set whose events come to `events`. */
    listen: (set: string, properties = {}) => listen(cloud, events, set, properties),
    stop: async (keep?: boolean) => {
      client.destroy();
      await cloud.stop(keep);
    },
  };
}

async function listen(cloud: ACloud, events: BusEvent[], set: string, properties: object): Promise<void> {
  const { identity } = await cloud.make('AWS::SES::ConfigurationSet', set, { Name: set, ...properties });
  await cloud.make('AWS::SES::ConfigurationSetEventDestination', `${set}Events`, {
    ConfigurationSetName: identity.ref,
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'renderingFailure', 'reject'],
      EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' },
    },
  });
  const Arn = cloud.fake(`${set}Reader`, (event) => void events.push(event));
  const resources = [`arn:aws:ses:eu-west-1:000000000000:configuration-set/${set}`];
  await cloud.make('AWS::Events::Rule', `${set}Rule`, {
    EventPattern: { source: ['aws.ses'], resources },
    Targets: [{ Id: 'Target0', Arn }],
  });
}
