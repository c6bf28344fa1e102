import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gate } from '../../../lib/local/gate.ts';
import { openCloud } from '../../../lib/local/open-cloud.ts';
import type { AwsService } from '../../../lib/local/service.ts';

const role = 'arn:aws:iam::000000000000:role/Press-Reader';
const queue = 'arn:aws:sqs:eu-west-1:000000000000:changes';

/** A service that answers with what it was asked. */
const echo = (name: string, action: string, resource: string): AwsService => ({
  name,
  needs: () => [{ action, resource }],
  handle: async ({ method, path, query, headers, body }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      method,
      path,
      query: query.toString(),
      type: headers['content-type'],
      body: body.toString(),
    }),
  }),
  refuse: (status, code, message) => ({ status, body: JSON.stringify({ __type: code, message }) }),
});

const newServer = (): Server => createServer();
const listeners = { site: newServer(), api: newServer(), signIn: newServer(), inbox: newServer() };
const place = {
  account: '000000000000',
  region: 'eu-west-1',
  stack: 'Press',
  data: '/nowhere',
  origins: { site: '', aws: '', api: '', signIn: '', inbox: '' },
};
const said: string[] = [];
const cloud = openCloud(place, listeners, (kind, text) => said.push(`${kind} ${text}`));
const gate = new Gate(cloud);
const server = createServer(gate.listen);
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound: AddressInfo | string | null = server.address();
  address = `http://127.0.0.1:${Object(bound).port}`;
  for (const service of [
    echo('sqs', 'sqs:SendMessage', queue),
    echo('dynamodb', 'dynamodb:GetItem', 'arn:table'),
    echo('s3', 's3:PutObject', 'arn:aws:s3:::pages/a'),
  ]) {
    cloud.services.set(service.name, service);
  }
  cloud.callers.set('KEY', { accessKey: 'KEY', secretKey: 's', name: 'Press-Reader', role });
  cloud.policies.set(role, [
    { Statement: { Effect: 'Allow', Action: ['sqs:SendMessage', 's3:PutObject'], Resource: '*' } },
  ]);
});
afterAll(() => server.close());
beforeEach(() => {
  gate.calls.reset();
  gate.weather = undefined;
});

async function call(service: string, body = '{}', more: Record<string, string> = {}, key = 'KEY') {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
  const headers = { authorization, 'content-type': 'application/x-amz-json-1.0', ...more };
  const response = await fetch(`${address}/a%20b?x=1`, { method: 'POST', headers, body });
  return { status: response.status, answer: JSON.parse(await response.text()) };
}
const target = (action: string) => ({ 'x-amz-target': `AmazonSQS.${action}` });

describe('the gate', () => {
  it('hands an allowed call to its service as it came', async () => {
    const { status, answer } = await call('sqs', '{"MessageBody":"é"}', target('SendMessage'));
    expect(status).toBe(200);
    expect(answer).toEqual({
      method: 'POST',
      path: '/a%20b',
      query: 'x=1',
      type: 'application/x-amz-json-1.0',
      body: '{"MessageBody":"é"}',
    });
  });

  it('refuses what the role is not allowed, naming role, action and resource', async () => {
    const { status, answer } = await call('dynamodb');
    expect(status).toBe(400);
    expect(answer.__type).toBe('AccessDeniedException');
    expect(answer.message).toMatch(/assumed-role\/Press-Reader\/.* dynamodb:GetItem on resource: arn:table/);
    expect(said.at(-1)).toBe('failure Press-Reader may not dynamodb:GetItem on arn:table');
  });

  it('refuses keys and services that are not there', async () => {
    expect((await call('sqs', '{}', {}, 'OTHER')).answer.__type).toBe('UnrecognizedClientException');
    expect((await call('kinesis')).status).toBe(400);
  });

  it('counts by function, service and action', async () => {
    await call('sqs', '{}', target('SendMessage'));
    await call('sqs', '{}', target('SendMessage'));
    await call('s3');
    expect(gate.calls.snapshot()).toEqual({
      'Press-Reader sqs:SendMessage': 2,
      'Press-Reader s3:PutObject': 1,
    });
    expect(gate.calls.total('sqs:')).toBe(2);
  });

  it('gives unsigned calls to S3 alone', async () => {
    const response = await fetch(`${address}/uploads`, { method: 'OPTIONS' });
    expect(await response.json()).toMatchObject({ method: 'OPTIONS', path: '/uploads' });
  });

  it('lets weather answer in place of the service, or after it', async () => {
    const seen: string[] = [];
    gate.weather = {
      before: ({ action, caller }) => {
        seen.push(`${caller?.name} ${action}`);
        return action === 'GetQueueUrl' ? { status: 503, body: '"busy"' } : undefined;
      },
      after: (_, response) => ({ ...response, status: 202 }),
    };
    expect(await call('sqs', '{}', target('GetQueueUrl'))).toEqual({ status: 503, answer: 'busy' });
    expect((await call('sqs', '{}', target('SendMessage'))).status).toBe(202);
    expect(seen).toEqual(['Press-Reader GetQueueUrl', 'Press-Reader SendMessage']);
  });
});
