import { GetAccountCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkContent } from '../../../../lib/local/ses/message-limits.ts';
import { aMailCloud, simple } from './a-mail-cloud.ts';

let cloud: Awaited<ReturnType<typeof aMailCloud>>;
beforeEach(async () => {
  cloud = await aMailCloud();
});
afterEach(() => cloud.stop());

const to = (address: string) => ({ Destination: { ToAddresses: [address] } });
const addresses = (count: number) => Array.from({ length: count }, (_, at) => `reader${at}@home.example`);
const withHeaders = (...headers: [string, string][]) => ({
  Content: { Simple: { ...simple, Headers: headers.map(([Name, Value]) => ({ Name, Value })) } },
});

describe('SendEmail', () => {
  it('has the mail in the inbox with its headers, tags and attachments', async () => {
    const RawContent = Buffer.from('BEGIN:VCALENDAR');
    const { MessageId } = await cloud.send('Ann <ann@home.example>', {
      ReplyToAddresses: ['editors@press.example'],
      EmailTags: [{ Name: 'letter', Value: '01J.a@b-c_d' }],
      Content: {
        Simple: {
          Subject: { Data: 'Grüße, “Ann”' },
          Body: { Html: { Data: '<p>Hello</p>' }, Text: { Data: 'Hello' } },
          Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
          Attachments: [{ FileName: 'Tag der Bücher.ics', RawContent, ContentType: 'text/calendar' }],
        },
      },
    });
    expect(await cloud.store()).toEqual([
      {
        messageId: MessageId,
        from: 'The Press <news@press.example>',
        replyTo: ['editors@press.example'],
        destination: { to: ['Ann <ann@home.example>'], cc: [], bcc: [] },
        subject: 'Grüße, “Ann”',
        body: { html: '<p>Hello</p>', text: 'Hello' },
        attachments: [
          {
            filename: 'Tag der Bücher.ics',
            contentType: 'text/calendar',
            size: 15,
            content: RawContent.toString('base64'),
          },
        ],
        headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
        tags: [{ name: 'letter', value: '01J.a@b-c_d' }],
        at: expect.any(Number),
      },
    ]);
  });

  it('takes what is just within the limits', async () => {
    await cloud.send(addresses(50), withHeaders(['X-Note', 'x'.repeat(870)]));
    await cloud.send('"odd name"@home.example', { EmailTags: [{ Name: 'a-b_c', Value: 'x'.repeat(256) }] });
    expect(await cloud.store()).toHaveLength(2);
  });

  it('refuses a configuration set or a stored template that there is not', async () => {
    const unknown = { name: 'NotFoundException' };
    await expect(cloud.send('a@b.example', { ConfigurationSetName: 'none' })).rejects.toMatchObject(unknown);
    await expect(cloud.sendBulk([to('a@b.example')], { TemplateName: 'none' })).rejects.toMatchObject(
      unknown,
    );
  });
});

describe('what SES does not send', () => {
  let shared: typeof cloud;
  beforeAll(async () => {
    shared = await aMailCloud();
  });
  afterAll(() => shared.stop());

  it.each([
    ['a local part outside ASCII', { Destination: { ToAddresses: ['zoë@home.example'] } }, /non-ASCII/],
    ['a domain outside ASCII', { Destination: { ToAddresses: ['zoe@zuhöri.example'] } }, /non-ASCII/],
    ['no domain', { Destination: { ToAddresses: ['zoe'] } }, /Missing final '@domain'/],
    ['a space', { Destination: { ToAddresses: ['zoe b@home.example'] } }, /Local address/],
    ['a broken line', { Destination: { ToAddresses: ['zoe@home.example\r\nBcc: x@y.example'] } }, /control/],
    ['nobody', { Destination: {} }, /At least one destination/],
    ['51 recipients', { Destination: { BccAddresses: addresses(51) } }, /Recipient count exceeds 50/],
    ['a sender outside ASCII', { FromEmailAddress: 'Café <news@press.example>' }, /non-ASCII/],
    ['a header outside ASCII', withHeaders(['X-Note', 'Café']), /X-Note .* 870 printable ASCII/],
    ['a header of 871 characters', withHeaders(['X-Note', 'x'.repeat(871)]), /870/],
    ['a header that a message sets itself', withHeaders(['Subject', 'Two']), /is set by SES/],
    ['a header twice', withHeaders(['List-Id', 'a'], ['list-id', 'b']), /more than once/],
    ['a header name with a colon', withHeaders(['X:', 'a']), /without a colon/],
    [
      '16 headers',
      withHeaders(...addresses(16).map((_, at): [string, string] => [`X-${at}`, 'a'])),
      /at most 15/,
    ],
    ['a tag with a space', { EmailTags: [{ Name: 'letter', Value: 'a b' }] }, /Value of tag letter/],
    ['a tag name with a colon', { EmailTags: [{ Name: 'ses:x', Value: 'a' }] }, /Tag name/],
    ['no body', { Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } }, /HTML or a text body/],
    ['no subject', { Content: { Simple: { ...simple, Subject: { Data: '' } } } }, /needs a subject/],
    ['raw content', { Content: { Raw: { Data: Buffer.from('x') } } }, /Raw is not imitated/],
    ['a list of contacts', { ListManagementOptions: { ContactListName: 'x' } }, /ListManagementOptions/],
  ])('refuses %s, and keeps nothing', async (_, input, message) => {
    await expect(shared.send('ann@home.example', input)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringMatching(message),
    });
    expect(await shared.store()).toEqual([]);
    expect(shared.mail.account.sentInADay()).toBe(0);
  });

  it('is more than 40 MB, as Base64 has them', () => {
    const file = (megabytes: number) => {
      const bytes = Buffer.alloc(megabytes * 1024 * 1024);
      return { filename: 'a.bin', contentType: 'application/octet-stream', size: bytes.length, bytes };
    };
    const content = { subject: 'Out now', text: 'Read it' };
    expect(() => checkContent({ ...content, attachments: [file(10), file(19)] })).not.toThrow();
    expect(() => checkContent({ ...content, attachments: [file(10), file(21)] })).toThrow(
      'more than 41943040 bytes',
    );
  });
});

describe('SendBulkEmail', () => {
  it('puts template and data together, the entry’s before the call’s', async () => {
    const entry = (address: string, data: object) => ({
      ...to(address),
      ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: JSON.stringify(data) } },
    });
    const { BulkEmailEntryResults: results = [] } = await cloud.sendBulk(
      [
        to('one@home.example'),
        {
          ...entry('two@home.example', { name: 'Zoë <b>', press: { town: 'Leith' } }),
          ReplacementHeaders: [{ Name: 'List-Unsubscribe', Value: '<https://two.example>' }],
          ReplacementTags: [{ Name: 'person', Value: '2' }],
        },
      ],
      {
        TemplateContent: {
          Subject: 'For {{ name }}',
          Html: '<p>{{{name}}} of {{press.town}}, {{press.name}}</p>',
        },
        TemplateData: JSON.stringify({ name: 'you', press: { name: 'The Press', town: 'Hull' } }),
        Headers: [
          { Name: 'List-Id', Value: 'news' },
          { Name: 'List-Unsubscribe', Value: '<https://all.example>' },
        ],
      },
      {
        DefaultEmailTags: [
          { Name: 'issue', Value: '7' },
          { Name: 'person', Value: '0' },
        ],
      },
    );
    expect(results.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(await cloud.store()).toMatchObject([
      {
        messageId: results[0]?.MessageId,
        subject: 'For you',
        body: { html: '<p>you of Hull, The Press</p>' },
        headers: [
          { name: 'List-Id', value: 'news' },
          { name: 'List-Unsubscribe', value: '<https://all.example>' },
        ],
        tags: [
          { name: 'issue', value: '7' },
          { name: 'person', value: '0' },
        ],
      },
      {
        messageId: results[1]?.MessageId,
        subject: 'For Zoë <b>',
        body: { html: '<p>Zoë <b> of Leith, The Press</p>' },
        headers: [
          { name: 'List-Id', value: 'news' },
          { name: 'List-Unsubscribe', value: '<https://two.example>' },
        ],
        tags: [
          { name: 'issue', value: '7' },
          { name: 'person', value: '2' },
        ],
      },
    ]);
  });

  it('refuses entries one by one', async () => {
    const { BulkEmailEntryResults: results } = await cloud.sendBulk(
      [to('one@home.example'), to('zoë@home.example'), to('three@home.example')],
      { TemplateData: '{"name":"you"}' },
    );
    expect(results).toMatchObject([
      { Status: 'SUCCESS' },
      { Status: 'INVALID_PARAMETER', Error: expect.stringContaining('non-ASCII') },
      { Status: 'SUCCESS' },
    ]);
    expect((await cloud.store()).map(({ destination }) => Object(destination).to[0])).toEqual([
      'one@home.example',
      'three@home.example',
    ]);
  });

  it('takes 1 to 50 entries, and placeholders alone', async () => {
    const data = { TemplateData: '{"name":"you"}' };
    expect((await cloud.sendBulk(addresses(50).map(to), data)).BulkEmailEntryResults).toHaveLength(50);
    const refused = { name: 'BadRequestException' };
    await expect(cloud.sendBulk(addresses(51).map(to), data)).rejects.toMatchObject(refused);
    await expect(cloud.sendBulk([], data)).rejects.toMatchObject(refused);
    const block = { TemplateContent: { Subject: 'a', Text: '{{#if name}}x{{/if}}' } };
    await expect(cloud.sendBulk([to('a@b.example')], block)).rejects.toThrow('not {{#if name}}x{{/if}}');
    const large = { TemplateContent: { Subject: 'a', Html: 'x'.repeat(500 * 1024) } };
    await expect(cloud.sendBulk([to('a@b.example')], large)).rejects.toThrow('larger than 512000 bytes');
  });
});

describe('the account', () => {
  const quota = async () => (await cloud.client.send(new GetAccountCommand({}))).SendQuota;

  it('is out of the sandbox, with room for a newsletter', async () => {
    await cloud.send(addresses(3));
    const account = await cloud.client.send(new GetAccountCommand({}));
    expect(account).toMatchObject({ ProductionAccessEnabled: true, SendingEnabled: true });
    expect(await quota()).toEqual({ Max24HourSend: 1_000_000, MaxSendRate: 500, SentLast24Hours: 3 });
  });

  it('has proved every sender, unless the template declares identities', async () => {
    const identity = (EmailIdentity: string) =>
      cloud.client.send(new GetEmailIdentityCommand({ EmailIdentity }));
    expect(await identity('press.example')).toMatchObject({
      VerifiedForSendingStatus: true,
      DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS' },
      MailFromAttributes: { MailFromDomain: 'mail.press.example', MailFromDomainStatus: 'SUCCESS' },
    });
    cloud.mail.identities.add('other.example');
    await expect(identity('press.example')).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(await identity('other.example')).toMatchObject({ IdentityType: 'DOMAIN' });
  });

  it('is throttled above its rate, and sends again when a second has passed', async () => {
    cloud.mail.account.limits.perSecond = 3;
    await cloud.send(addresses(3));
    const refused = { name: 'TooManyRequestsException', message: 'Maximum sending rate exceeded.' };
    await expect(cloud.send('late@home.example')).rejects.toMatchObject(refused);
    const bulk = await cloud.sendBulk([to('late@home.example')], { TemplateData: '{"name":"you"}' });
    expect(bulk.BulkEmailEntryResults).toMatchObject([{ Status: 'ACCOUNT_THROTTLED' }]);
    expect(await cloud.store()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await cloud.send('late@home.example');
  });

  it('sends no more than its quota in a day, through a restart', async () => {
    cloud.mail.account.limits.perDay = 4;
    await cloud.send(addresses(5));
    await cloud.stop(true);
    cloud = await aMailCloud({ folder: cloud.folder });
    cloud.mail.account.limits.perDay = 4;
    const refused = { name: 'TooManyRequestsException', message: 'Daily message quota exceeded.' };
    await expect(cloud.send('late@home.example')).rejects.toMatchObject(refused);
    const bulk = await cloud.sendBulk([to('late@home.example')], { TemplateData: '{"name":"you"}' });
    expect(bulk.BulkEmailEntryResults).toMatchObject([{ Status: 'ACCOUNT_DAILY_QUOTA_EXCEEDED' }]);
    expect(await quota()).toMatchObject({ Max24HourSend: 4, SentLast24Hours: 5 });
  });

  it('sends from the identities of the template alone, if it has any', async () => {
    const rejected = {
      name: 'MessageRejected',
      message: expect.stringContaining('EU-WEST-1: news@press.example'),
    };
    await cloud.send('a@b.example');
    await cloud.make('AWS::SES::EmailIdentity', 'Other', { EmailIdentity: 'other.example' });
    await expect(cloud.send('a@b.example')).rejects.toMatchObject(rejected);
    await cloud.make('AWS::SES::EmailIdentity', 'Own', { EmailIdentity: 'press.example' });
    await cloud.send('a@b.example');
    await cloud.send('a@b.example', { FromEmailAddress: 'news@mail.press.example' });
  });

  it('sends to verified identities and the simulator alone from the sandbox', async () => {
    cloud.mail.account.limits.sandbox = true;
    await cloud.make('AWS::SES::EmailIdentity', 'Own', { EmailIdentity: 'press.example' });
    await cloud.send(['edda@press.example', 'success+1@simulator.amazonses.com']);
    await expect(cloud.send('a@b.example')).rejects.toMatchObject({ name: 'MessageRejected' });
  });
});

it('asks IAM for the sender’s identity and the configuration set', async () => {
  await cloud.stop();
  cloud = await aMailCloud({ may: ['ses:GetAccount'] });
  await expect(cloud.send('a@b.example')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(await cloud.client.send(new GetAccountCommand({}))).toMatchObject({ SendingEnabled: true });
  const request = (body: object) => ({
    method: 'POST',
    path: '/v2/email/outbound-emails',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
  });
  const conditions = { 'ses:FromAddress': 'news@press.example' };
  const arn = 'arn:aws:ses:eu-west-1:000000000000';
  const fields = { FromEmailAddress: 'The Press <news@press.example>', ConfigurationSetName: 'letters' };
  expect(cloud.cloud.services.get('ses')?.needs(request(fields))).toEqual([
    { action: 'ses:SendEmail', resource: `${arn}:identity/press.example`, conditions },
    { action: 'ses:SendEmail', resource: `${arn}:configuration-set/letters`, conditions },
  ]);
});
