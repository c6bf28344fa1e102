import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BulkMailer, Recipient } from '../../functions/newsletters/issues/ports.ts';
import { dynamoAudience } from '../../functions/newsletters/store/dynamo-audience.ts';
import { dynamoBatches } from '../../functions/newsletters/store/dynamo-batches.ts';
import { dynamoDigests } from '../../functions/newsletters/store/dynamo-digests.ts';
import { dynamoIssues } from '../../functions/newsletters/store/dynamo-issues.ts';
import { dynamoNews } from '../../functions/newsletters/store/dynamo-news.ts';
import { dynamoReputation } from '../../functions/newsletters/store/dynamo-reputation.ts';
import { dynamoSubscribers } from '../../functions/newsletters/store/dynamo-subscribers.ts';
import { s3IssueFiles } from '../../functions/newsletters/store/s3-issue-files.ts';
import { sesBulkMailer, sesMailAccount } from '../../functions/newsletters/store/ses-bulk-mailer.ts';
import { noon } from '../functions/newsletters/a-person.ts';
import { aClock, anIssue, aRoomOfIssues } from '../functions/newsletters/issues/fakes.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { aMailCloud, sender } from '../lib/local/ses/a-mail-cloud.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import {
  audienceContract,
  batchesContract,
  digestsContract,
  issueFilesContract,
  issuesContract,
  newsContract,
  reputationContract,
} from './issues.ts';
import { newslettersTables } from './newsletters-tables.ts';

describe('in memory', () => {
  const room = () => aRoomOfIssues(aClock());
  describe('issues', () => issuesContract(async () => room().issues));
  describe('batches', () => batchesContract(async () => room()));
  describe('the audience', () =>
    audienceContract(async () => {
      const { audience } = room();
      return { audience, put: async (person) => audience.put(person) };
    }));
  describe('news', () => newsContract(async () => room().news));
  describe('digests', () => digestsContract(async () => room().digests));
  describe('reputation', () => reputationContract(async () => room().reputation));
  describe('files', () => issueFilesContract(async () => room().files));
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  const aTable = async () => (await newslettersTables(dynamo.client)).newsletters;
  describe('issues', () => issuesContract(async () => dynamoIssues(dynamo.client, await aTable())));
  describe('batches', () =>
    batchesContract(async () => {
      const table = await aTable();
      return {
        batches: dynamoBatches(dynamo.client, table),
        reputation: dynamoReputation(dynamo.client, table),
      };
    }));
  describe('the audience', () =>
    audienceContract(async () => {
      const tables = await newslettersTables(dynamo.client);
      const subscribers = dynamoSubscribers(dynamo.client, tables);
      return {
        audience: dynamoAudience(dynamo.client, tables.newsletters),
        put: async (person) => void (await subscribers.write({ at: noon, people: [{ after: person }] })),
      };
    }));
  describe('news', () => newsContract(async () => dynamoNews(dynamo.client, await aTable())));
  describe('digests', () => digestsContract(async () => dynamoDigests(dynamo.client, await aTable())));
  describe('reputation', () =>
    reputationContract(async () => dynamoReputation(dynamo.client, await aTable())));

  /** Sends each write twice, as the SDK does when the first answer was lost. */
  const twice = (): DynamoDBClient =>
    new Proxy(dynamo.client, {
      get: (client, name) =>
        name === 'send'
          ? async (command: PutItemCommand) => {
              const isWrite =
                command instanceof PutItemCommand || Object(command) instanceof UpdateItemCommand;
              if (isWrite) await client.send(command);
              return client.send(command);
            }
          : Reflect.get(client, name),
    });

  it('takes a write whose answer was lost for its own, and no other', async () => {
    const table = await aTable();
    const [batches, issues] = [dynamoBatches(twice(), table), dynamoIssues(twice(), table)];
    const batch = { issue: '01HN', position: '00', entries: [], attempt: 0, writes: 0 };
    expect(await batches.writeNew(batch)).toBe(true);
    expect(await batches.writeNew(batch)).toBe(false);
    expect(await batches.replace({ ...batch, writes: 1 })).toBe(true);
    expect(await batches.replace({ ...batch, writes: 1 })).toBe(false);
    const issue = anIssue({ state: 'sending', cursor: '00', wake: 'w1' });
    await dynamoIssues(dynamo.client, table).write(undefined, issue);
    const move = { id: issue.id, from: '00', to: 'end', wake: 'w1', at: noon };
    expect(await issues.moveCursor(move)).toBe(true);
    expect(await issues.moveCursor(move)).toBe(false);
    const before = { ...issue, cursor: 'end', movedAt: noon, writes: 2 };
    expect(await issues.write(before, before)).toBe(true);
    expect(await issues.write(before, before)).toBe(false);
  });

  it('has a batch of 50 people in a small item, and a cursor in one small write', async () => {
    const table = await aTable();
    const used: number[] = [];
    const client = dynamo.anotherClient();
    client.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(Object(args.input), { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        used.push(Object(answer.output).ConsumedCapacity?.CapacityUnits);
        return answer;
      },
      { step: 'initialize' },
    );
    const ids = Array.from({ length: 50 }, (_, n) => `01JQZZZZZZZZZZZZZZZZZZZZ${String(n).padStart(2, '0')}`);
    const batches = dynamoBatches(client, table);
    const waiting = ids.map((person) => ({ person, state: 'waiting' as const, attempt: 0, round: 0 }));
    const batch = { issue: '01HN', position: '00', entries: waiting, attempt: 0, writes: 0 };
    await batches.writeNew(batch);
    const message = '0102019876543210-01234567-89ab-cdef-0123-456789abcdef-000000';
    const sent = ids.map((person) => ({ person, state: 'sent' as const, attempt: 1, round: 1, message }));
    await batches.replace({ ...batch, entries: sent, writes: 1 });
    const issues = dynamoIssues(client, table);
    await issues.write(undefined, anIssue({ state: 'sending', cursor: '00', wake: 'w1' }));
    await issues.moveCursor({ id: '01HN', from: '00', to: 'end', wake: 'w1', at: noon });
    client.destroy();
    expect(used.slice(0, 2)).toEqual([2, 6]);
    expect(used.at(-1)).toBe(1);
  });
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    cloud = await aCloudWithS3({ buckets: { Issues: {} } });
  });
  afterAll(() => cloud.stop());
  describe('files', () => issueFilesContract(async () => s3IssueFiles(cloud.client, 'press-issues')));
});

const frozen = {
  content: {
    ...{ slug: 'may', title: 'May', subject: 'May', lists: ['weekly'], pieces: [] },
    intro: { html: '', text: '', pictures: [] },
  },
  composed: {
    subject: 'May {{brace}}{{brace}}not a placeholder}}',
    html: '<p>A {{brace}} <a href="/leave/{{leave}}">Leave</a> {{preferences}}</p>',
    text: 'Leave: {{leave}} {{backslash}}',
    bytes: 100,
  },
  from: sender,
  replyTo: 'desk@press.example',
};

const recipient = (n: number, to = `reader${n}@home.example`): Recipient => ({
  to,
  data: { leave: `leave-${n}`, preferences: `preferences-${n}` },
  headers: { 'List-Id': '<weekly.press.example>', 'List-Unsubscribe': `<https://press.example/${n}>` },
  tags: { issue: '01HN', batch: '00', attempt: '1', person: `p${n}`, hash: `h${n}` },
});

const mail = (...recipients: Recipient[]) => ({ from: sender, frozen, recipients });

describe('in SES', () => {
  let cloud: Awaited<ReturnType<typeof aMailCloud>>;
  beforeEach(async () => {
    cloud = await aMailCloud();
    await cloud.listen('newsletters');
  });
  afterEach(() => cloud.stop());
  const mailer = () => sesBulkMailer(cloud.client, 'newsletters');

  it('sends to each the mail with their links, their headers and their tags, and every character as written', async () => {
    const answer = await mailer().send(mail(recipient(1), recipient(2)));
    if (answer.outcome !== 'answered') throw new Error(answer.outcome);
    expect(answer.entries.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
    const mails = (await cloud.store()).sort((one, other) =>
      JSON.stringify(one.destination) < JSON.stringify(other.destination) ? -1 : 1,
    );
    expect(mails).toHaveLength(2);
    const [first] = mails;
    expect(first).toMatchObject({
      subject: 'May {{not a placeholder}}',
      replyTo: ['desk@press.example'],
      body: {
        html: '<p>A { <a href="/leave/leave-1">Leave</a> preferences-1</p>',
        text: 'Leave: leave-1 \\',
      },
    });
    expect(JSON.stringify(first)).toContain('<https://press.example/1>');
  });

  it('tells of each entry by itself', async () => {
    const answer = await mailer().send(mail(recipient(1), recipient(2, 'no address'), recipient(3)));
    expect(answer).toMatchObject({
      outcome: 'answered',
      entries: [{ outcome: 'sent' }, { outcome: 'failed', why: 'INVALID_PARAMETER' }, { outcome: 'sent' }],
    });
  });

  it('reads what the account may send', async () => {
    await mailer().send(mail(recipient(1)));
    Object.assign(cloud.mail.account.limits, { perSecond: 14, perDay: 50_000, sandbox: true });
    expect(await sesMailAccount(cloud.client).read()).toEqual({
      ...{ sandbox: true, enabled: true, perSecond: 14, perDay: 50_000, sentInADay: 1 },
    });
  });

  it('stops in the sandbox, waits for a rate and a quota, and says nothing of addresses', async () => {
    const { limits } = cloud.mail.account;
    Object.assign(limits, { sandbox: true });
    const sandboxed = await mailer().send(mail(recipient(1)));
    expect(sandboxed).toEqual({
      outcome: 'answered',
      entries: [{ outcome: 'stopped', why: 'IDENTITY_NOT_VERIFIED' }],
    });
    Object.assign(limits, { sandbox: false, perDay: 0 });
    expect(await mailer().send(mail(recipient(1)))).toMatchObject({ entries: [{ outcome: 'quota' }] });
    Object.assign(limits, { perDay: 10, perSecond: 0 });
    expect(await mailer().send(mail(recipient(1)))).toMatchObject({ entries: [{ outcome: 'throttled' }] });
    expect(JSON.stringify(sandboxed)).not.toContain('home.example');
  });
});

type Answer = { status: number; body: object; code?: string } | 'silence' | 'hang up';

/** An SES that answers everything alike, and counts what it is asked. */
describe('at the wire', () => {
  let calls = 0;
  let answer: Answer = 'silence';
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        calls += 1;
        if (answer === 'silence') return;
        if (answer === 'hang up') return void request.socket.destroy();
        const headers = answer.code ? { 'x-amzn-errortype': answer.code } : {};
        response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const aClient = ({ port = (server.address() as AddressInfo).port, maxAttempts = 1 } = {}) =>
    new SESv2Client({
      ...{ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', maxAttempts },
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
    });
  const send = (client = aClient()): ReturnType<BulkMailer['send']> =>
    sesBulkMailer(client, 'newsletters').send(mail(recipient(1), recipient(2)));
  const text = 'Of <reader1@home.example>: ';

  it.each<[string, Answer, object]>([
    ['a 500', { status: 500, body: { message: text } }, { outcome: 'doubt' }],
    ['a 503', { status: 503, body: { message: text } }, { outcome: 'doubt' }],
    ['a timeout of ours', 'silence', { outcome: 'doubt' }],
    ['a connection that ends', 'hang up', { outcome: 'doubt' }],
    [
      'a rate',
      { status: 429, code: 'TooManyRequestsException', body: { message: 'Maximum sending rate exceeded.' } },
      { outcome: 'throttled' },
    ],
    [
      'a quota',
      { status: 429, code: 'TooManyRequestsException', body: { message: 'Daily message quota exceeded.' } },
      { outcome: 'quota' },
    ],
    [
      'a limit',
      { status: 400, code: 'LimitExceededException', body: { message: text } },
      { outcome: 'throttled' },
    ],
    [
      'a bad request',
      { status: 400, code: 'BadRequestException', body: { message: text } },
      { outcome: 'refused', why: 'BadRequestException' },
    ],
    [
      'a rejected message',
      { status: 400, code: 'MessageRejected', body: { message: text } },
      { outcome: 'refused', why: 'MessageRejected' },
    ],
    [
      'an identity',
      { status: 400, code: 'MessageRejected', body: { message: `Email address is not verified. ${text}` } },
      { outcome: 'stopped' },
    ],
    [
      'a suspended account',
      { status: 400, code: 'AccountSuspendedException', body: { message: text } },
      { outcome: 'stopped', why: 'AccountSuspendedException' },
    ],
    [
      'a paused account',
      { status: 400, code: 'SendingPausedException', body: { message: text } },
      { outcome: 'stopped' },
    ],
    [
      'a domain',
      { status: 400, code: 'MailFromDomainNotVerifiedException', body: {} },
      { outcome: 'stopped' },
    ],
    [
      'no configuration set',
      { status: 404, code: 'NotFoundException', body: {} },
      { outcome: 'stopped', why: 'NotFoundException' },
    ],
    [
      'no permission',
      { status: 403, code: 'AccessDeniedException', body: { message: text } },
      { outcome: 'stopped' },
    ],
    [
      'one answer for two',
      { status: 200, body: { BulkEmailEntryResults: [{ Status: 'SUCCESS', MessageId: 'm1' }] } },
      {
        outcome: 'answered',
        entries: [
          { outcome: 'sent', message: 'm1' },
          { outcome: 'doubt', why: 'NO_RESULT' },
        ],
      },
    ],
    [
      'no id',
      {
        status: 200,
        body: { BulkEmailEntryResults: [{ Status: 'SUCCESS' }, { Status: 'FAILED', Error: text }] },
      },
      { outcome: 'answered', entries: [{ outcome: 'doubt' }, { outcome: 'doubt', why: 'FAILED' }] },
    ],
    [
      'a transient failure',
      {
        status: 200,
        body: { BulkEmailEntryResults: [{ Status: 'TRANSIENT_FAILURE' }, { Status: 'SOMETHING_NEW' }] },
      },
      { entries: [{ outcome: 'doubt' }, { outcome: 'doubt' }] },
    ],
    [
      'a stopped account',
      {
        status: 200,
        body: {
          BulkEmailEntryResults: [
            { Status: 'ACCOUNT_SENDING_PAUSED' },
            { Status: 'CONFIGURATION_SET_NOT_FOUND' },
          ],
        },
      },
      { entries: [{ outcome: 'stopped' }, { outcome: 'stopped' }] },
    ],
  ])('asks once of %s, and says what it means without an address', async (_, given, expected) => {
    [calls, answer] = [0, given];
    const result = await send();
    expect(result).toMatchObject(expected);
    expect(calls).toBe(1);
    expect(JSON.stringify(result)).not.toContain('home.example');
  });

  it('would ask more than once with a client of three attempts', async () => {
    [calls, answer] = [0, { status: 500, body: {} }];
    await send(aClient({ maxAttempts: 3 }));
    expect(calls).toBe(3);
  });

  it('takes a call that never came about for none', async () => {
    expect(await send(aClient({ port: 1 }))).toEqual({ outcome: 'throttled' });
  });
});
