import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Letter, letterItem, letterKey, newLetterOnly } from '../../functions/post/contract/letter.ts';
import type { ShownDoubt } from '../../functions/post/letters/handle-doubts.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { ulids } from '../../functions/runtime/ids.ts';
import { secretKeys } from '../../functions/runtime/people/secret-keys.ts';
import { alarmsOf } from '../../lib/local/alarms/alarms.ts';
import { NoAnswer, type Weather } from '../../lib/local/weather/weather.ts';
import { aLetter } from '../functions/post/a-letter.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
let room: ReturnType<typeof aRoom>;
const ids = ulids(systemClock);
/** Seconds that something may take on a busy machine. */
const seconds = 60;

beforeAll(async () => {
  press = await aPress();
  room = aRoom(press);
}, 120_000);
afterEach(() => {
  delete press.cloud.weather;
});
afterAll(async () => {
  room.end();
  await press.end();
});

/** Another room, which puts letters in transactions of its own, and a look at their rows. */
function aRoom({ aws, cloud }: PressUnderTest) {
  const [accessKey, secretKey, name] = ['AKIAROOM000000000001', 'a-secret-of-the-room', 'room'];
  const role = `arn:aws:iam::${cloud.place.account}:role/${name}`;
  cloud.callers.set(accessKey, { accessKey, secretKey, name, role });
  const Action = ['dynamodb:PutItem', 'dynamodb:GetItem', 'secretsmanager:GetSecretValue'];
  cloud.policies.set(role, [{ Statement: { Effect: 'Allow', Action, Resource: '*' } }]);
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const settings = { endpoint: aws, region: cloud.place.region, credentials };
  const [dynamo, secrets] = [new DynamoDBClient(settings), new SecretsManagerClient(settings)];
  const refAt = (path: string) =>
    [...cloud.resources.values()].find((one) => one.path.includes(path))?.identity.ref ?? '';
  const TableName = refAt('Post/Table/Table');
  const rowOf = async (key: { pk: string; sk: string }) =>
    (await dynamo.send(new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }))).Item;
  return {
    keys: secretKeys(secrets, refAt('Post/Keys/Secret')),
    async put(letter: Letter): Promise<Letter> {
      const Item = marshall(letterItem(letter), { removeUndefinedValues: true });
      const Put = { TableName, Item, ConditionExpression: newLetterOnly };
      await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
      return letter;
    },
    stateOf: async ({ id }: Letter) => (await rowOf(letterKey(id)))?.state?.S,
    isMarked: async (hash: string) => Boolean(await rowOf({ pk: `address#${hash}`, sk: 'suppression' })),
    end: () => {
      dynamo.destroy();
      secrets.destroy();
    },
  };
}

const letterTo = (to: string, addressHash = 'hash'): Promise<Letter> =>
  room.put(aLetter({ id: ids.next(), to, addressHash, at: new Date().toISOString() }));

const becomes = async (letter: Letter, state: string) =>
  expect(
    await eventually(
      () => room.stateOf(letter),
      (now) => now === state,
      seconds,
    ),
  ).toBe(state);

interface Mail {
  from: string;
  headers: { name: string; value: string }[];
  body: { text: string };
}

async function mailsTo(address: string): Promise<Mail[]> {
  const answer = await fetch(`${press.inbox}/store?to=${encodeURIComponent(address)}`);
  return Object(await answer.json()).emails;
}

const listed = async (state: 'doubt' | 'closed'): Promise<ShownDoubt[]> =>
  (await press.api<{ items: ShownDoubt[] }>('GET', `/letters?state=${state}`)).items;

async function advance(time: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: time });
  expect((await fetch(press.clock, { method: 'POST', headers, body })).status).toBe(200);
}

it('sends letters from the site until the press names a sender, then as the press’s own', async () => {
  const [early] = await mailsTo(await sentTo('early@home.example'));
  expect(early?.from).toContain('press@localhost');
  await press.handIn({
    'press.md':
      '---\nkind: press\ntitle: The Lantern\nsender: The Lantern <post@lantern.example>\nimprint: Ropewalk 3\n---\n',
  });
  // The room hears of the document a moment after readers see it.
  let mail = early;
  for (let n = 0; n < 60 && mail?.from.includes('press@localhost'); n++)
    [mail] = await mailsTo(await sentTo(`later${n}@home.example`));
  expect(mail?.from).toContain('post@lantern.example');
  expect(mail?.body.text).toBe('Hello.\n\nRopewalk 3\n');
  expect(mail?.headers).toContainEqual({ name: 'Auto-Submitted', value: 'auto-generated' });
}, 300_000);

async function sentTo(address: string): Promise<string> {
  await becomes(await letterTo(address), 'sent');
  return address;
}

it('stops mail to an address that bounces, and lets it go there again when an editor says so', async () => {
  const address = 'bounce+1@simulator.amazonses.com';
  const hash = await room.keys.hash(address);
  await becomes(await letterTo(address, hash), 'sent');
  expect(await eventually(() => room.isMarked(hash), Boolean, seconds)).toBe(true);
  await becomes(await letterTo('other@home.example', hash), 'failed');
  const unsuppress = () => press.api('POST', '/suppressions/unsuppress', { email: address });
  await advance('PT1S');
  expect(await unsuppress()).toEqual({ removed: true });
  await becomes(await letterTo('other@home.example', hash), 'sent');
  expect(await unsuppress()).toEqual({ removed: false });
}, 300_000);

it('names letters whose answer was lost until SES tells of them, or an editor decides', async () => {
  let tells = false;
  const lost: Weather = {
    before: () => undefined,
    after: (call, answer) => {
      if (call.service === 'ses') throw new NoAnswer();
      return answer;
    },
    feedback: () => (tells ? [0] : []),
  };
  press.cloud.weather = lost;
  const letter = await letterTo('doubt@home.example');
  await becomes(letter, 'doubt');
  expect(await listed('doubt')).toMatchObject([
    { id: letter.id, about: letter.about, to: 'd…@home.example' },
  ]);
  const { next } = await press.api<{ next: string }>('POST', `/letters/${letter.id}/resend`);
  expect(next).not.toBe(letter.id);
  // Its room knows nobody whom it could be about.
  await becomes(letter, 'closed');
  expect(await listed('closed')).toMatchObject([{ id: letter.id, state: 'closed', why: 'gone' }]);
  tells = true;
  const told = await letterTo('told@home.example');
  await becomes(told, 'sent');
  expect(await listed('doubt')).toEqual([]);
}, 300_000);

it('has left no dead letters', () => {
  expect([...alarmsOf(press.cloud).states.values()].filter((state) => state === 'ALARM')).toEqual([]);
});
