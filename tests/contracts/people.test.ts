import {
  GetItemCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countAction, dynamoLimits } from '../../functions/runtime/people/dynamo-limits.ts';
import { keysFrom } from '../../functions/runtime/people/keys.ts';
import { secretKeys } from '../../functions/runtime/people/secret-keys.ts';
import { MemoryLimits } from '../functions/runtime/people/memory-limits.ts';
import { aCloud } from '../lib/local/a-cloud.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import { firstKeys, type KeysUnderTest, keysContract } from './keys.ts';
import { limitsContract } from './limits.ts';

function aClock(start = '2024-05-01T12:00:00Z') {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    set: (text: string) => {
      time = new Date(text).getTime();
    },
    pass: (by: number) => {
      time += by;
    },
  };
}

async function keysInMemory(): Promise<KeysUnderTest> {
  const clock = aClock();
  let secret = firstKeys;
  let reads = 0;
  const keys = keysFrom(async () => {
    reads += 1;
    return secret;
  }, clock);
  return {
    keys,
    async store(text) {
      secret = text;
    },
    pass: clock.pass,
    reads: () => reads,
  };
}

describe('in memory', () => {
  describe('keys', () => keysContract(keysInMemory));
  describe('limits', () =>
    limitsContract(async () => {
      const clock = aClock();
      return { limits: new MemoryLimits(clock), at: clock.set };
    }));

  it('keys outlive a moment in which the secret cannot be read', async () => {
    const clock = aClock();
    let works = true;
    let reads = 0;
    const keys = keysFrom(async () => {
      reads += 1;
      if (!works) throw new Error('The service is away');
      return firstKeys;
    }, clock);
    const signature = await keys.sign('leave', 'person');
    works = false;
    clock.pass(60_000);
    const forged = `9.${'A'.repeat(22)}`;
    await expect(keys.verify('leave', 'person', forged)).rejects.toThrow('away');
    for (let more = 0; more < 5; more++) expect(await keys.verify('leave', 'person', forged)).toBe(false);
    expect(await keys.verify('leave', 'person', signature)).toBe(true);
    expect(reads).toBe(2);
    clock.pass(5 * 60_000);
    await expect(keys.verify('leave', 'person', signature)).rejects.toThrow('away');
    works = true;
    expect(await keys.verify('leave', 'person', signature)).toBe(true);
  });
});

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  describe('limits', () =>
    limitsContract(async () => {
      const clock = aClock();
      const { uploads } = await dynamo.tables();
      return { limits: dynamoLimits(dynamo.client, uploads, clock), at: clock.set };
    }));

  it('counts within a transaction, all of it or nothing', async () => {
    const { uploads } = await dynamo.tables();
    const limit = { name: 'sign-ups', hash: 'h1', most: 1, seconds: 600 };
    const now = new Date('2024-05-01T12:01:00Z');
    const signUp = (id: string) =>
      dynamo.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            countAction(uploads, limit, 0, now),
            { Put: { TableName: uploads, Item: { pk: { S: id }, sk: { S: 'sign-up' } } } },
          ],
        }),
      );
    await signUp('first');
    const refusal: unknown = await signUp('second').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TransactionCanceledException);
    expect(
      refusal instanceof TransactionCanceledException && refusal.CancellationReasons?.map(({ Code }) => Code),
    ).toEqual(['ConditionalCheckFailed', 'None']);
    const key = { pk: { S: 'second' }, sk: { S: 'sign-up' } };
    expect(
      (await dynamo.client.send(new GetItemCommand({ TableName: uploads, Key: key }))).Item,
    ).toBeUndefined();
  });

  it('keeps a count until its window is over, and no longer than it is good for', async () => {
    const { uploads } = await dynamo.tables();
    const clock = aClock('2024-05-01T12:01:00Z');
    const limits = dynamoLimits(dynamo.client, uploads, clock);
    await limits.count({ name: 'sign-ups', hash: 'h1', most: 1, seconds: 600 });
    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName: uploads }));
    const end = new Date('2024-05-01T12:10:00Z').getTime() / 1000;
    expect(Items).toHaveLength(1);
    expect(Number(Items[0]?.ttl?.N)).toBeGreaterThan(end);
    expect(Number(Items[0]?.ttl?.N)).toBeLessThanOrEqual(end + 600);
    // The table has not removed it yet, weeks later.
    clock.set('2024-06-01T12:01:00Z');
    expect(await limits.count({ name: 'sign-ups', hash: 'h1', most: 1, seconds: 600 })).toEqual({
      allowed: true,
    });
  });

  it('counts on when a transaction was at the same item, and says so when it always is', async () => {
    const { uploads } = await dynamo.tables();
    let conflicts = 5;
    dynamo.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'UpdateItemCommand' || conflicts-- <= 0) return next(args);
          throw new TransactionConflictException({ message: 'Transaction is ongoing', $metadata: {} });
        },
      { step: 'initialize', name: 'conflicts' },
    );
    const limits = dynamoLimits(dynamo.client, uploads, aClock(), async () => undefined);
    const limit = { name: 'sign-ups', hash: 'h1', most: 1, seconds: 600 };
    expect(await limits.count(limit)).toEqual({ allowed: true });
    conflicts = 100;
    await expect(limits.count(limit)).rejects.toThrow('ongoing');
    dynamo.client.middlewareStack.remove('conflicts');
    expect(await limits.count(limit)).toMatchObject({ allowed: false });
  });

  it('passes on what is no answer of the limit', async () => {
    await expect(
      dynamoLimits(dynamo.client, 'no-such-table').count({ name: 'x', hash: 'h', most: 1, seconds: 60 }),
    ).rejects.toThrow();
  });
});

describe('in Secrets Manager', () => {
  let cloud: Awaited<ReturnType<typeof aCloud>>;
  let made = 0;
  const clients: SecretsManagerClient[] = [];
  beforeAll(async () => {
    cloud = await aCloud({ may: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'] });
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await cloud.stop();
  });

  /** Keys of a secret of their own, whose client counts the readings. */
  async function keysInASecret(): Promise<KeysUnderTest> {
    const clock = aClock();
    const { identity } = await cloud.make('AWS::SecretsManager::Secret', `SigningKeys${++made}`, {
      SecretString: firstKeys,
    });
    const client = new SecretsManagerClient(cloud.client);
    clients.push(client);
    let reads = 0;
    client.middlewareStack.add(
      (next, { commandName }) =>
        (call) => {
          if (commandName === 'GetSecretValueCommand') reads += 1;
          return next(call);
        },
      { step: 'initialize' },
    );
    return {
      keys: secretKeys(client, identity.ref, clock),
      async store(SecretString) {
        await client.send(new PutSecretValueCommand({ SecretId: identity.ref, SecretString }));
      },
      pass: clock.pass,
      reads: () => reads,
    };
  }

  describe('keys', () => keysContract(keysInASecret));

  it('keys that the template has generated are good ones', async () => {
    const { identity } = await cloud.make('AWS::SecretsManager::Secret', 'Generated', {
      GenerateSecretString: {
        SecretStringTemplate: '{"current":"1"}',
        GenerateStringKey: '1',
        PasswordLength: 64,
      },
    });
    const client = new SecretsManagerClient(cloud.client);
    clients.push(client);
    const keys = secretKeys(client, identity.ref);
    expect(await keys.verify('leave', 'person', await keys.sign('leave', 'person'))).toBe(true);
  });
});
