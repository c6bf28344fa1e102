import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  type SuppressionListReason,
} from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../wait-until.ts';
import { aMailCloud } from './a-mail-cloud.ts';

let cloud: Awaited<ReturnType<typeof aMailCloud>>;
beforeEach(async () => {
  cloud = await aMailCloud();
});
afterEach(() => cloud.stop());

const at = (box: string) => `${box}@simulator.amazonses.com`;
const letters = { ConfigurationSetName: 'letters', EmailTags: [{ Name: 'letter', Value: 'L1' }] };
const suppress = (EmailAddress: string, Reason: SuppressionListReason) =>
  cloud.client.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason }));
const kinds = () => cloud.events.map((event) => event['detail-type']);

/** Sends a letter, and gives the details of its events by their kinds. */
async function eventsOf(to: string | string[], count: number): Promise<Record<string, unknown>> {
  const { MessageId } = await cloud.send(to, letters);
  await waitUntil(() => cloud.events.length >= count);
  expect(cloud.events).toHaveLength(count);
  const details = cloud.events.map(({ detail }) => Object(detail));
  expect(details.map(({ mail }) => mail.messageId)).toEqual(Array(count).fill(MessageId));
  return Object.fromEntries(cloud.events.map((event) => [event['detail-type'], event.detail]));
}

describe('the events of a mail', () => {
  beforeEach(() => cloud.listen('letters'));

  it('are those of AWS', async () => {
    await eventsOf('ann@home.example', 2);
    const [sent, delivered] = cloud.events;
    const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(sent).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Email Sent',
      source: 'aws.ses',
      account: '000000000000',
      time: when,
      region: 'eu-west-1',
      resources: ['arn:aws:ses:eu-west-1:000000000000:configuration-set/letters'],
      detail: {
        eventType: 'Send',
        mail: {
          timestamp: when,
          source: 'The Press <news@press.example>',
          sourceArn: 'arn:aws:ses:eu-west-1:000000000000:identity/press.example',
          sendingAccountId: '000000000000',
          messageId: expect.any(String),
          destination: ['ann@home.example'],
          headersTruncated: false,
          headers: [
            { name: 'From', value: 'The Press <news@press.example>' },
            { name: 'To', value: 'ann@home.example' },
            { name: 'Subject', value: 'Out now' },
          ],
          commonHeaders: expect.objectContaining({ subject: 'Out now' }),
          tags: expect.objectContaining({
            letter: ['L1'],
            'ses:configuration-set': ['letters'],
            'ses:operation': ['SendEmail'],
          }),
        },
        send: {},
      },
    });
    expect(delivered).toMatchObject({
      'detail-type': 'Email Delivered',
      detail: { eventType: 'Delivery', delivery: { recipients: ['ann@home.example'] } },
    });
  });

  it('tell of a bounce at the mailbox simulator', async () => {
    const events = await eventsOf(at('bounce+17'), 2);
    expect(events['Email Bounced']).toMatchObject({
      eventType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: at('bounce+17'), action: 'failed', status: '5.1.1' }],
        feedbackId: expect.any(String),
      },
    });
    await expect(
      cloud.client.send(new GetSuppressedDestinationCommand({ EmailAddress: at('bounce+17') })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('tell of a complaint after the delivery', async () => {
    const events = await eventsOf(at('Complaint+a.b'), 3);
    expect(kinds()).toEqual(['Email Sent', 'Email Delivered', 'Email Complaint Received']);
    expect(events['Email Complaint Received']).toMatchObject({
      eventType: 'Complaint',
      complaint: {
        complainedRecipients: [{ emailAddress: at('Complaint+a.b') }],
        complaintFeedbackType: 'abuse',
        complaintSubType: null,
      },
    });
  });

  it('tell of a machine’s answer as of a transient bounce', async () => {
    const events = await eventsOf(at('ooto+1'), 3);
    expect(events['Email Delivered']).toBeDefined();
    expect(events['Email Bounced']).toMatchObject({
      bounce: { bounceType: 'Transient', bounceSubType: 'General' },
    });
  });

  it('tell of SES’s own suppression list, and of nothing else at success', async () => {
    const events = await eventsOf(at('suppressionlist'), 2);
    expect(events['Email Bounced']).toMatchObject({
      bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed' },
    });
    await cloud.send(at('success+9'), letters);
    await waitUntil(() => cloud.events.length === 4);
    expect(kinds().slice(2)).toEqual(['Email Sent', 'Email Delivered']);
  });

  it('divide the recipients of one mail', async () => {
    const events = await eventsOf(['ann@home.example', at('bounce'), at('complaint')], 4);
    expect(events['Email Delivered']).toMatchObject({
      delivery: { recipients: ['ann@home.example', at('complaint')] },
    });
    expect(events['Email Bounced']).toMatchObject({
      bounce: { bouncedRecipients: [{ emailAddress: at('bounce') }] },
    });
  });

  it('tell of a mail that cannot be rendered, which is not sent', async () => {
    const template = { TemplateData: '{}' };
    const more = { ConfigurationSetName: 'letters' };
    const { BulkEmailEntryResults } = await cloud.sendBulk(
      [{ Destination: { ToAddresses: ['ann@home.example'] } }],
      template,
      more,
    );
    expect(BulkEmailEntryResults).toMatchObject([{ Status: 'SUCCESS', MessageId: expect.any(String) }]);
    await waitUntil(() => cloud.events.length === 1);
    expect(cloud.events[0]).toMatchObject({
      'detail-type': 'Email Rendering Failed',
      detail: { failure: { errorMessage: "Attribute 'name' is not present in the rendering data." } },
    });
    expect(await cloud.store()).toEqual([]);
  });

  it('come after a restart when the press was killed before the bus had them', async () => {
    const emit = cloud.cloud.emit;
    cloud.cloud.emit = () => Promise.reject(new Error('no bus'));
    await cloud.send('ann@home.example', letters);
    await waitUntil(() => cloud.said.some((line) => line.includes('stays to be sent')));
    cloud.cloud.emit = emit;
    expect(cloud.events).toEqual([]);
    await cloud.stop(true);
    cloud = await aMailCloud({ folder: cloud.folder });
    await cloud.listen('letters');
    cloud.mail.sendPendingEvents();
    await waitUntil(() => cloud.events.length === 2);
    expect(kinds()).toEqual(['Email Sent', 'Email Delivered']);
  });

  it('come lost, late and twice in bad weather', async () => {
    const arrivals: Record<string, number[]> = { 'Email Sent': [], 'Email Bounced': [0, 40] };
    cloud.cloud.weather = {
      before: () => undefined,
      after: (_, response) => response,
      feedback: (detailType) => arrivals[detailType] ?? [0],
    };
    await cloud.send(at('bounce'), letters);
    await waitUntil(() => cloud.events.length === 2);
    expect(kinds()).toEqual(['Email Bounced', 'Email Bounced']);
    expect(cloud.events[0]).toEqual(cloud.events[1]);
  });
});

it('reports nothing of a mail without a configuration set, or of kinds it does not name', async () => {
  await cloud.listen('letters');
  await cloud.make('AWS::SES::ConfigurationSet', 'Quiet', { Name: 'quiet' });
  await cloud.send('ann@home.example');
  await cloud.send('bo@home.example', { ConfigurationSetName: 'quiet' });
  await cloud.send('cy@home.example', letters);
  await waitUntil(() => cloud.events.length === 2);
  const destinations = cloud.events.map(({ detail }) => Object(detail).mail.destination);
  expect(destinations).toEqual([['cy@home.example'], ['cy@home.example']]);
});

describe('the suppression list', () => {
  it('is read, added to, taken from, and survives a restart', async () => {
    await suppress('Ann@Home.example', 'BOUNCE');
    await suppress('bo@home.example', 'COMPLAINT');
    await cloud.stop(true);
    cloud = await aMailCloud({ folder: cloud.folder });
    const get = () =>
      cloud.client.send(new GetSuppressedDestinationCommand({ EmailAddress: 'ann@home.example' }));
    expect((await get()).SuppressedDestination).toMatchObject({
      EmailAddress: 'ann@home.example',
      Reason: 'BOUNCE',
      LastUpdateTime: expect.any(Date),
    });
    const remove = () =>
      cloud.client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'ann@home.example' }));
    await remove();
    await expect(get()).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(remove()).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('is listed in pages, by reason and by time', async () => {
    const names = Array.from({ length: 7 }, (_, one) => `r${one}+x@home.example`);
    for (const [at, name] of names.entries()) await suppress(name, at % 2 ? 'COMPLAINT' : 'BOUNCE');
    const list = (input: object) => cloud.client.send(new ListSuppressedDestinationsCommand(input));
    const found: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await list({ PageSize: 3, NextToken });
      found.push(...(page.SuppressedDestinationSummaries ?? []).map(({ EmailAddress }) => EmailAddress));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(found).toEqual(names);
    expect((await list({ Reasons: ['COMPLAINT'] })).SuppressedDestinationSummaries).toHaveLength(3);
    expect((await list({ StartDate: new Date(Date.now() + 60_000) })).SuppressedDestinationSummaries).toEqual(
      [],
    );
  });

  it('keeps mail from its addresses as the configuration set says, and reports that', async () => {
    await cloud.listen('letters', { SuppressionOptions: { SuppressedReasons: ['BOUNCE'] } });
    await cloud.listen('news', { SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] } });
    await suppress('bounced@home.example', 'BOUNCE');
    await suppress('annoyed@home.example', 'COMPLAINT');
    const both = ['Bounced@home.example', 'annoyed@home.example'];
    await cloud.send(both, { ConfigurationSetName: 'letters' });
    await waitUntil(() => cloud.events.length === 3);
    expect(cloud.events.at(-1)?.detail).toMatchObject({
      bounce: { bounceSubType: 'OnAccountSuppressionList' },
    });
    await cloud.send(both, { ConfigurationSetName: 'news' });
    await waitUntil(() => cloud.events.length === 6);
    expect(cloud.events.at(-1)?.detail).toMatchObject({
      complaint: { complaintSubType: 'OnAccountSuppressionList' },
    });
    await cloud.send(both);
    expect(await cloud.store()).toMatchObject([{ destination: { to: ['annoyed@home.example'] } }]);
    expect(cloud.mail.account.sentInADay()).toBe(6);
  });
});

it('says what of a destination or set it does not imitate', async () => {
  const destination = (EventDestination: object) =>
    cloud.make('AWS::SES::ConfigurationSetEventDestination', 'D', {
      ConfigurationSetName: 'x',
      EventDestination,
    });
  await expect(destination({ MatchingEventTypes: ['send'], SnsDestination: {} })).rejects.toThrow(
    'SnsDestination',
  );
  const EventBridgeDestination = { EventBusArn: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' };
  await expect(destination({ MatchingEventTypes: ['open'], EventBridgeDestination })).rejects.toThrow(
    'MatchingEventTypes',
  );
  await expect(destination({ MatchingEventTypes: ['send'], EventBridgeDestination })).rejects.toThrow(
    'which the template does not have',
  );
});
