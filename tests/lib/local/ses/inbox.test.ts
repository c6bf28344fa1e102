import { afterAll, expect, it } from 'vitest';
import type { AwsRequest } from '../../../../lib/local/service.ts';
import { openInbox } from '../../../../lib/local/ses/inbox.ts';
import { closeAll, smallCloud } from '../web/small-cloud.ts';

afterAll(closeAll);

const send = (body: unknown, path = '/v2/email/outbound-emails'): AwsRequest => ({
  method: 'POST',
  path,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
});

const mail = {
  FromEmailAddress: 'The Press <news@press.example>',
  Destination: { ToAddresses: ['reader@home.example'] },
  Content: { Simple: { Subject: { Data: 'Out now' }, Body: { Text: { Data: 'The new issue' } } } },
};

async function inbox() {
  const cloud = await smallCloud({});
  openInbox(cloud);
  const ses = cloud.services.get('ses');
  if (!ses) throw new Error('no such service');
  return { ses, at: cloud.place.origins.inbox };
}

it('keeps what is sent, and shows it', async () => {
  const { ses, at } = await inbox();
  const sent = await ses.handle(send(mail));
  expect([sent.status, JSON.parse(String(sent.body))]).toEqual([200, { MessageId: expect.any(String) }]);
  const { emails } = Object(await (await fetch(`${at}/store`)).json());
  expect(emails.at(-1)).toMatchObject({ subject: 'Out now', destination: { to: ['reader@home.example'] } });
  const page = await fetch(at);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
});

it('asks IAM for the sender’s identity and the configuration set', async () => {
  const { ses } = await inbox();
  const needs = ses.needs(send({ ...mail, ConfigurationSetName: 'letters' }));
  const conditions = { 'ses:FromAddress': 'news@press.example' };
  const arn = 'arn:aws:ses:eu-west-1:000000000000';
  expect(needs).toEqual([
    { action: 'ses:SendEmail', resource: `${arn}:identity/press.example`, conditions },
    { action: 'ses:SendEmail', resource: `${arn}:configuration-set/letters`, conditions },
  ]);
});

it('refuses more than fifty recipients, and what it does not imitate', async () => {
  const { ses } = await inbox();
  const ToAddresses = Array.from({ length: 51 }, (_, index) => `reader${index}@home.example`);
  expect(await ses.handle(send({ ...mail, Destination: { ToAddresses } }))).toMatchObject({ status: 400 });
  expect(await ses.handle(send({}, '/v2/email/identities'))).toMatchObject({ status: 404 });
});
