import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSubscribers } from '../../bin/press/subscribers/export.ts';
import { importSubscribers } from '../../bin/press/subscribers/import.ts';
import { deadLetterQueues, failureDestinations } from '../../lib/local/sqs/redrive.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';
import { type Asked, askSite, formOf, linkIn, mailsIn } from './reader.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({ concurrency: 10 });
  await press.handIn({ 'press.md': pressDocument });
  const hasLists = await eventually(
    () => press.get('/newsletters/'),
    ({ text }) => text.includes('What is on'),
    60,
  );
  expect(hasLists.status).toBe(200);
}, 180_000);
afterAll(() => press.end());

const pressDocument = `---
kind: press
title: The Lantern
sender: The Lantern <post@lantern.example>
imprint: The Lantern, 4 Harbour Row, Saltmarsh
lists:
  - { name: weekly, title: The weekly, frequency: On Fridays, default: true }
  - { name: events, title: What is on }
---
`;

/** Mails to an address, oldest first. */
const mailsTo = (address: string) => mailsIn(press.inbox, address);

/** The path of the one-time link in the newest of so many mails to an address. */
async function linkTo(address: string, count = 1): Promise<string> {
  const found = await eventually(
    () => mailsTo(address),
    ({ length }) => length >= count,
    60,
  );
  expect(found.map(({ subject }) => subject)).toHaveLength(count);
  const link = linkIn(found.at(-1));
  if (!link) throw new Error('The newest mail has no link');
  return link;
}

/** Asks the site as a reader. */
const ask = (path: string, asked?: Asked) => askSite(press.site, path, asked);

const form = (fields: Record<string, string>) => formOf(press.site, fields);

const subscribe = (email: string, more: object = {}, from?: string) =>
  ask('/api/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, ...more }),
    ...(from && { from }),
  });

/** Signs up and finishes; gives the page's links to preferences and to leaving. */
async function subscriber(email: string, more: object = {}) {
  expect((await subscribe(email, more)).status).toBe(202);
  const link = await linkTo(email);
  expect((await ask(link, form({}))).status).toBe(303);
  const { text } = await ask(link);
  expect(text).toContain('You are subscribed');
  const href = (what: string) => new RegExp(`href="(/newsletters/${what}/[^"]+)"`).exec(text)?.[1] ?? '';
  return { link, preferences: href('preferences'), leave: href('leave') };
}

describe('signing up', () => {
  it('takes a form, answers known and unknown alike, and a GET of the link changes nothing', async () => {
    const sent = await ask('/newsletters/', form({ email: 'Reader+One@Example.org', lists: 'events' }));
    expect(sent).toMatchObject({ status: 303, location: '/newsletters/?sent' });
    expect((await ask('/newsletters/?sent')).text).toContain('look into your mailbox');
    const link = await linkTo('Reader+One@example.org');
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD'])
      expect((await ask(link, { method })).status).toBe(200);
    const page = await ask(link);
    expect(page.text).toContain('What is on');
    expect(page.text).not.toContain('The weekly');
    expect(page.text).not.toMatch(/<script(?! type="application\/ld)/);
    expect(await ask(link, form({}))).toMatchObject({ status: 303, location: link });
    expect((await ask(link)).text).toContain('You are subscribed');
    expect((await ask(link, form({}))).status).toBe(303);
    const [known, unknown] = [await subscribe('reader+one@example.org'), await subscribe('new@example.org')];
    expect(known).toEqual(unknown);
  }, 120_000);

  it.each([
    ['a\r\nBcc: x@y.example', 422],
    ['nobody', 422],
    ['зоя@example.org', 422],
  ])('refuses %j in words', async (email, status) => {
    expect((await subscribe(email)).status).toBe(status);
    const page = await ask('/newsletters/', form({ email, name: 'Zoë <b>' }));
    expect(page.status).toBe(422);
    expect(page.text).toContain('Zoë &lt;b');
  });

  it('refuses forms of other sites, and unknown lists', async () => {
    const foreign = { ...form({ email: 'a@example.org' }) };
    foreign.headers = { ...foreign.headers, 'sec-fetch-site': 'cross-site' };
    expect((await ask('/newsletters/', foreign)).status).toBe(403);
    expect((await subscribe('a@example.org', { lists: ['nothing'] })).status).toBe(422);
    expect((await ask('/newsletters/nothing/')).status).toBe(404);
    expect((await ask('/newsletters/weekly/')).text).toContain('On Fridays');
  });

  it('sends at most three letters a day, and takes twenty sign-ups of one reader in ten minutes', async () => {
    const answers = [];
    for (let n = 0; n < 25; n++) answers.push(await subscribe('bombed@example.org', {}, '127.0.0.7'));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0);
    expect((await subscribe('bombed@example.org', {}, '127.0.0.9')).status).toBe(202);
    // A later sign-up's letter is there: those before it are settled.
    await subscribe('after@example.org', {}, '127.0.0.9');
    await linkTo('after@example.org');
    const letters = await eventually(
      () => mailsTo('bombed@example.org'),
      ({ length }) => length >= 3,
      30,
    );
    expect(letters).toHaveLength(3);
  }, 120_000);
});

it('leaves by one click in every form, never by a GET, and comes back by the note', async () => {
  const { leave } = await subscriber('leaver@example.org');
  for (const method of ['GET', 'HEAD']) expect((await ask(leave, { method })).status).toBe(200);
  expect((await ask(leave)).text).toContain('Leave?');
  const oneClick = 'List-Unsubscribe=One-Click';
  const boundary = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`;
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' };
  const ways: [string, Asked][] = [
    [leave, { headers: urlencoded, body: oneClick }],
    [`${leave}/`, { headers: urlencoded, body: oneClick }],
    [leave, { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: boundary }],
    [leave, { headers: { 'sec-fetch-site': 'cross-site', origin: 'null' } }],
    [leave, { headers: { 'content-type': 'application/json' }, body: '{' }],
  ];
  for (const [path, asked] of ways)
    expect(await ask(path, { method: 'POST', ...asked }), JSON.stringify(asked)).toMatchObject({
      status: 200,
    });
  expect((await ask(leave, form({ reason: 'Too many.' }))).text).toContain('Thank you');
  const back = await linkTo('leaver@example.org', 2);
  expect((await ask(back, form({}))).status).toBe(303);
  expect((await ask(back)).text).toContain('You are subscribed');
  expect((await ask('/newsletters/leave/made.1.up', { method: 'POST' })).status).toBe(404);
}, 120_000);

it('changes lists, pauses, and moves to another address, which revokes the link', async () => {
  const { preferences } = await subscriber('mover@example.org', {
    name: 'Zoë Ó Sé',
    lists: ['weekly', 'events'],
  });
  const page = await ask(preferences);
  expect(page.text).toContain('m…@example.org');
  expect(page.text).not.toContain('mover@example.org');
  expect((await ask(preferences, form({ do: 'save', lists: 'events', name: '' }))).status).toBe(303);
  const chosen = (await ask(preferences)).text;
  expect(chosen).not.toMatch(/value="weekly"[^>]*checked/);
  expect(chosen).toMatch(/checked[^>]*value="events"|value="events"[^>]*checked/);
  await ask(preferences, form({ do: 'pause', months: '3' }));
  expect((await ask(preferences)).text).toContain('Nothing comes before');
  await ask(preferences, form({ do: 'resume' }));
  expect((await ask(preferences, form({ do: 'change', email: 'moved@example.net' }))).status).toBe(303);
  const change = await linkTo('moved@example.net');
  expect((await ask(change)).status).toBe(200);
  expect((await ask(preferences)).status).toBe(200);
  expect((await ask(change, form({}))).status).toBe(303);
  expect((await ask(change)).text).toContain('Your address is changed');
  expect((await ask(preferences)).status).toBe(410);
  const told = await eventually(
    () => mailsTo('mover@example.org'),
    ({ length }) => length === 2,
    60,
  );
  expect(told.at(-1)?.body.text).toContain('m…@example.net');
}, 120_000);

it('gives out what is known and forgets it, by links in letters alone', async () => {
  const { preferences, leave } = await subscriber('erased@example.org', { name: 'Canary Name' });
  await ask(preferences, form({ do: 'export' }));
  const file = await linkTo('erased@example.org', 2);
  const everything = await ask(file, form({}));
  expect(JSON.parse(everything.text)).toMatchObject({ email: 'erased@example.org', name: 'Canary Name' });
  expect((await ask(file, form({}))).status).toBe(303);
  await ask(preferences, form({ do: 'erase' }));
  const erase = await linkTo('erased@example.org', 3);
  expect((await ask(erase, form({}))).text).toContain('You are forgotten');
  const gone = await eventually(
    () => ask(preferences),
    ({ status }) => status === 410,
    60,
  );
  expect(gone.status).toBe(410);
  expect((await ask(leave, { method: 'POST' })).status).toBe(200);
}, 120_000);

it('imports two thousand people, keeps out who left, and gives everybody back; one is erased', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'people-'));
  const { leave } = await subscriber('left@example.org', { lists: ['events'] });
  expect((await ask(leave, { method: 'POST' })).status).toBe(200);
  const rows = Array.from({ length: 2_000 }, (_, at) => {
    const state = at % 100 === 50 ? 'unsubscribed' : '';
    return `reader${at}@press.example;"Reader, ${at}";${state}`;
  });
  const csv = ['E-Mail Address;Name;Status', ...rows, 'no-address;;', 'LEFT@example.org;;'].join('\r\n');
  await writeFile(join(folder, 'old.csv'), `\ufeff${csv}`, 'utf16le');
  const take = { consent: 'Signed at the assembly', list: ['events'] };
  const { data, ok } = await importSubscribers(press.editor, [join(folder, 'old.csv')], take);
  expect(data).toMatchObject({ state: 'done', rows: 2_002, added: 1_980, there: 0, refused: 22 });
  expect(ok).toBe(false);
  const refused = await readFile(join(folder, 'old.refused.csv'), 'utf8');
  expect(refused.match(/this person has unsubscribed/g)).toHaveLength(20);
  expect(refused).toMatch(/LEFT@example\.org;?,.*This person left/);
  expect(refused).toMatch(/no-address,.*An e-mail address looks like/);
  const again = await importSubscribers(press.editor, [join(folder, 'old.csv')], take);
  expect(again.data).toMatchObject({ added: 0, there: 1_980, refused: 22 });

  const erased = 'reader7@press.example';
  const search = `/subscribers?search=${encodeURIComponent(erased)}`;
  const { items } = await press.api<{ items: { id: string }[] }>('GET', search);
  expect(items).toHaveLength(1);
  await press.api('DELETE', `/subscribers/${items[0]?.id}`);
  const gone = await eventually(
    () => press.api<{ items: object[] }>('GET', search),
    (found) => found.items.length === 0,
    60,
  );
  expect(gone.items).toEqual([]);

  await exportSubscribers(press.editor, [join(folder, 'out')], {});
  const [people, suppressions, evidence] = await Promise.all(
    ['people', 'suppressions', 'evidence'].map((name) =>
      readFile(join(folder, 'out', `${name}.csv`), 'utf8'),
    ),
  );
  expect(people?.match(/reader\d+@press\.example,"Reader, \d+",events,confirmed/g)).toHaveLength(1_979);
  for (const text of [people, suppressions, evidence]) expect(text).not.toContain(erased);
  expect(suppressions).toContain(',erased,');
  const { lists } = await press.api<{ lists: { name: string; total: number }[] }>(
    'GET',
    '/subscribers/growth',
  );
  expect(lists.find(({ name }) => name === 'events')?.total).toBeGreaterThanOrEqual(1_979);
  await rm(folder, { recursive: true });
}, 240_000);

it('declines a link of two days politely, and leaves no dead letter', async () => {
  await subscribe('late@example.org');
  const link = await linkTo('late@example.org');
  const moved = await fetch(press.clock, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"advance":"PT49H"}',
  });
  expect(moved.status).toBe(200);
  const declined = await ask(link);
  expect(declined.status).toBe(410);
  expect(declined.text).toContain('This link has expired');
  expect((await ask(link, form({}))).status).toBe(410);
  const dead = [...deadLetterQueues(press.cloud), ...failureDestinations(press.cloud)];
  expect(dead.map(({ counts }) => counts.visible).filter((count) => count !== 0)).toEqual([]);
}, 120_000);
