import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importSubscribers } from '../../bin/press/subscribers/import.ts';
import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import { mailOf } from '../../lib/local/ses/mail.ts';
import { queuesOf } from '../../lib/local/sqs/queues.ts';
import { deadLetterQueues } from '../../lib/local/sqs/redrive.ts';
import { makeWeather } from '../../lib/local/weather/bad-weather.ts';
import { faultsOf } from '../../lib/local/weather/faults.ts';
import type { Call, Weather } from '../../lib/local/weather/weather.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';
import { type Canary, canaries, logsIn, tracesIn, Watch } from './canaries.ts';
import { type Answer, type Asked, askSite, formOf, linkIn, mailsIn } from './reader.ts';
import { quietAndRedriven } from './storm/quiet.ts';
import { settingsOf } from './storm/whole-number.ts';

const { runs, seed } = settingsOf(process.env);
/** As many as the promise names, where sequences are many, too. */
const count = runs >= 100 ? 1_000 : 60;
const concurrency = 8;

const watch = new Watch();
let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({
    // The terminal also shows the path of each request, which here is what a test made up.
    say: (kind, text) => {
      if (kind !== 'request') watch.said.push(text);
    },
  });
  await press.handIn({ 'press.md': pressDocument, 'school.md': eventDocument });
  const newsletters = await eventually(
    () => press.get('/newsletters/'),
    ({ text }) => text.includes('What is on'),
    60,
  );
  expect(newsletters.text).toContain('What is on');
  const event = await eventually(
    () => press.get('/api/events/school'),
    ({ status }) => status === 200,
    60,
  );
  expect(event.status).toBe(200);
}, 180_000);
afterAll(async () => {
  await press.end();
  watch.end();
});

const pressDocument = `---
kind: press
title: The Lantern
sender: The Lantern <post@lantern.example>
imprint: The Lantern, 4 Harbour Row, Saltmarsh
lists:
  - { name: weekly, title: The weekly, default: true }
  - { name: events, title: What is on }
limits: { hourly: 1000000 }
---
`;

/** Of so many canaries most wait. */
const eventDocument = `---
kind: event
title: A school for canaries
slug: school
starts: 2037-07-01T10:00
ends: 2037-07-02T17:00
timezone: Europe/London
venue: Net Loft
capacity: 10
tickets:
  - { id: place, name: A place, price: 0 }
questions:
  - { id: why, text: Why do you come?, type: text, per: order }
---
Two days.
`;

async function ask(path: string, asked: Asked): Promise<Answer> {
  const answer = await askSite(press.site, path, asked);
  watch.answered(answer);
  return answer;
}

/** Asks again while the weather is in the way. */
async function insist(path: string, asked: Asked): Promise<Answer> {
  const answer = await eventually(
    () => ask(path, asked),
    ({ status }) => status < 500,
    60,
  );
  expect(answer.status).toBeLessThan(500);
  return answer;
}

const form = (fields: Record<string, string>, { from }: Canary) => ({ ...formOf(press.site, fields), from });

const json = (body: unknown, { from }: Canary, method = 'POST') => ({
  method,
  headers: { 'content-type': 'application/json', authorization: `Bearer ${press.token}` },
  body: JSON.stringify(body),
  from,
});

const subscription = ({ typed: email, name }: Canary) => ({ email, name, lists: ['weekly', 'events'] });

/** No letter came, and none will: SES's answer was lost before it had the letter. */
class NoLetter extends Error {
  override readonly name = 'NoLetter';
}

/** The link in the newest letter to an address once there are so many. @throws NoLetter */
async function linkTo(address: string, least = 1): Promise<string> {
  const mails = await eventually(
    () => mailsIn(press.inbox, address),
    (found) => found.filter(linkIn).length >= least,
    30,
  );
  const links = mails.flatMap((mail) => linkIn(mail) ?? []);
  if (links.length < least) throw new NoLetter();
  return links.at(-1) ?? '';
}

const lettersTo = async (address: string) => (await mailsIn(press.inbox, address)).filter(linkIn).length;

/** Subscribes by the link in the letter; gives where to choose and to leave. */
async function finish(canary: Canary) {
  const link = await linkTo(canary.email);
  await insist(link, form({}, canary));
  const { text } = await insist(link, { from: canary.from });
  expect(text).toContain('You are subscribed');
  const path = (what: string) => new RegExp(`href="(/newsletters/${what}/[^"]+)"`).exec(text)?.[1] ?? '';
  return { preferences: path('preferences'), leave: path('leave') };
}

/** Joins by the form, chooses, pauses, moves to another address, leaves and says why. */
async function readByForm(canary: Canary): Promise<void> {
  const { typed: email, name, next, tag } = canary;
  await insist('/newsletters/', form({ email, name, lists: 'events', page: '/' }, canary));
  const { preferences, leave } = await finish(canary);
  const choose = (fields: Record<string, string>) => insist(preferences, form(fields, canary));
  await choose({ do: 'save', lists: 'weekly', name: `${name} ${tag}` });
  await choose({ do: 'pause', months: '3' });
  await choose({ do: 'change', email: `${next} at home` });
  await choose({ do: 'change', email: next });
  await insist(await linkTo(next), form({}, canary));
  expect((await insist(preferences, { from: canary.from })).status).toBe(410);
  await insist(leave, form({}, canary));
  await insist(leave, form({ reason: `I, ${name} <${email}>, get too many.` }, canary));
}

/** Joins by the API, gets their own data and has themselves erased. */
async function eraseOneself(canary: Canary): Promise<void> {
  await insist('/api/subscriptions', json(subscription(canary), canary));
  const { preferences } = await finish(canary);
  for (const what of ['export', 'erase']) {
    const before = await lettersTo(canary.email);
    await insist(preferences, form({ do: what }, canary));
    await insist(await linkTo(canary.email, before + 1), form({}, canary));
  }
}

/** The path of a booking's page, from the letter about it. @throws NoLetter */
async function bookingOf({ email }: Canary): Promise<string> {
  const pageIn = (text: string) => /https?:\/\/\S+(\/events\/bookings\/\S+)/.exec(text)?.[1];
  const mails = await eventually(
    () => mailsIn(press.inbox, email),
    (found) => found.some(({ body }) => pageIn(body.text)),
    30,
  );
  const page = mails.map(({ body }) => pageIn(body.text)).findLast(Boolean);
  if (!page) throw new NoLetter();
  return page;
}

/** Books a place or waits for one, changes what was said, has their data sent, and goes again. */
async function attend(canary: Canary): Promise<void> {
  const { typed: email, name, tag, from } = canary;
  const places = [{ ticket: 'place', quantity: 2, names: [name, `${tag} Reed`] }];
  const order = {
    email,
    name,
    places,
    answers: { why: `I am ${tag}` },
    access: `${name} (${tag}) needs a ramp`,
  };
  const asked = json(order, canary);
  const headers = { ...asked.headers, 'idempotency-key': tag };
  const { status } = await insist('/api/events/school/bookings', { ...asked, headers });
  expect([201, 202]).toContain(status);
  const page = await bookingOf(canary);
  await insist(page, { from });
  await insist(page, form({ do: 'details', name: `${name} ${tag}`, access: `${tag}: no ramp` }, canary));
  await insist(page, form({ do: 'back', place: '2' }, canary));
  await insist('/events/bookings/', form({ email }, canary));
  await insist('/api/exports', json({ email: canary.email }, canary));
  await insist(page, form({ do: 'cancel' }, canary));
  await insist('/api/erasures', json({ email: canary.email }, canary));
}

const boxes = ['bounce', 'complaint', 'ooto', 'suppressionlist'];

/** Has an address that bounces or complains; an editor looks, and lets mail go there again. */
async function bounce(canary: Canary): Promise<void> {
  const box = boxes[Math.floor(canary.number / lives.length) % boxes.length];
  const email = `${box}+${canary.tag}@simulator.amazonses.com`;
  await insist('/api/subscriptions', json({ ...subscription(canary), email }, canary));
  await linkTo(email);
  await insist('/api/suppressions/unsuppress', json({ email }, canary));
  await insist('/api/subscriptions', json({ ...subscription(canary), email }, canary));
}

/** Is put on the list by an editor, and erased by another. */
async function beAdded(canary: Canary): Promise<void> {
  const { email, name, from } = canary;
  const evidence = `${name} <${email}> asked on the phone.`;
  await insist('/api/subscribers', json({ email, name, evidence }, canary));
  const { headers } = json({}, canary);
  await insist(`/api/subscribers?search=${encodeURIComponent(email)}`, { headers, from });
  await insist('/api/erasures', json({ email }, canary));
}

/** Everything that is refused, and what no form sends. */
async function beRefused(canary: Canary): Promise<void> {
  const { email, name, tag, from } = canary;
  const text = `email=${encodeURIComponent(email)}&name=${encodeURIComponent(name)}`;
  const type = (value: string) => ({ 'content-type': value });
  const urlencoded = type('application/x-www-form-urlencoded');
  const post = (headers: Record<string, string>, body: string | Buffer, method = 'POST') => ({
    ...{ method, headers, body, from },
  });
  const file = `--x\r\nContent-Disposition: form-data; name="email"; filename="${tag}"\r\n\r\n${email}\r\n--x--\r\n`;
  const keyed = (body: object) => {
    const asked = json(body, canary);
    return { ...asked, headers: { ...asked.headers, 'idempotency-key': tag } };
  };
  const refused: [path: string, asked: Asked, status: number][] = [
    ['/api/subscriptions', post(type('application/json'), `{"email":"${email}","name":${tag}`), 400],
    ['/api/subscriptions', post(type('application/json'), `${tag} is no JSON`), 400],
    ['/api/subscriptions', post(type('text/plain'), JSON.stringify({ email, name })), 415],
    ['/api/subscriptions', json({ email: `${tag} at home`, name }, canary), 422],
    ['/api/subscriptions', json({ email: `зоя${email}`, name }, canary), 422],
    ['/api/subscriptions', json({ email: `${email}\r\nBcc: ${email}`, name }, canary), 422],
    ['/api/subscriptions', json({ email, name: [name] }, canary), 422],
    ['/api/subscriptions', json({ email, lists: [tag] }, canary), 422],
    ['/newsletters/', post({ ...urlencoded, 'sec-fetch-site': 'cross-site' }, text), 403],
    ['/newsletters/', post(urlencoded, `${text}&more=${'x'.repeat(70_000)}`), 413],
    ['/newsletters/', post(urlencoded, `${text}&page=%ff`), 400],
    ['/newsletters/', post(type('multipart/form-data; boundary=x'), file), 400],
    ['/newsletters/', post(type('text/plain'), text), 415],
    ['/newsletters/', post(urlencoded, text, 'PUT'), 405],
    [`/newsletters/${tag}/`, { from }, 404],
    [`/newsletters/confirm/${tag}`, { from }, 410],
    [`/newsletters/change/${encodeURIComponent(email)}`, post(urlencoded, text), 410],
    [`/newsletters/preferences/${tag}.1.1.x`, post(urlencoded, `do=change&${text}`), 410],
    [`/newsletters/leave/${tag}.1.x`, post(urlencoded, text), 404],
    [`/newsletters/${tag}/${tag}`, { from }, 404],
    [`/api/subscribers?search=${encodeURIComponent(email)}`, { from }, 401],
    [`/api/subscribers/${tag}`, { headers: json({}, canary).headers, from }, 404],
    ['/api/subscribers', json({ email: tag, name, evidence: name }, canary), 422],
    ['/api/erasures', json({ email: `${tag}@` }, canary), 422],
    ['/api/exports', json({ email: `${tag}@` }, canary), 422],
    ['/api/events/school/bookings', json({ email, name, places: [] }, canary), 400],
    ['/api/events/school/bookings', keyed({ email, name, places: tag }), 422],
    ['/api/events/school/bookings', keyed({ email: tag, name, places: [{ ticket: tag, quantity: 1 }] }), 422],
    [`/api/events/${tag}/bookings`, keyed({ email, name, places: [{ ticket: 'place', quantity: 1 }] }), 404],
    [`/events/bookings/${tag}/`, { from }, 404],
    [`/events/${tag}/`, { from }, 404],
    [`/${tag}/${encodeURIComponent(name)}/`, { from }, 404],
  ];
  for (const [path, asked, status] of refused)
    expect((await insist(path, asked)).status, `${asked.method ?? 'GET'} ${path}`).toBe(status);
}

const lives = [readByForm, eraseOneself, bounce, beAdded, beRefused, attend];

/** Half of the rows are refused, each for another reason. */
async function importAll(some: readonly Canary[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'canaries-'));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = some.flatMap(({ name, tag }) => [
    `import.${tag}@example.org,${quoted(name)},`,
    `left.${tag}@example.org,${quoted(name)},unsubscribed`,
    `${tag} at home,${quoted(name)},`,
    `зоя.${tag}@example.org,${quoted(name)},${tag}`,
  ]);
  const text = (header: string) => [header, ...rows].join('\n');
  await writeFile(join(folder, 'people.csv'), text('email,name,state'));
  await writeFile(join(folder, 'headless.csv'), rows.join('\n'));
  const take = (file: string) =>
    eventually(
      () =>
        importSubscribers(press.editor, [join(folder, file)], { consent: 'On paper' }).catch(() => undefined),
      (outcome) => outcome !== undefined,
      120,
    );
  const { rows: read, refused } = Object((await take('people.csv'))?.data);
  expect([read, refused]).toEqual([rows.length, rows.length * 0.75]);
  expect((await take('headless.csv'))?.data).toMatchObject({ state: 'stopped' });
  await rm(folder, { recursive: true });
}

/** Refuses calls of these functions, in words of DynamoDB's that it does not try again. */
const failing = (isHit: (call: Call) => boolean): Weather => ({
  before: (call) =>
    call.service === 'dynamodb' && call.caller && isHit(call)
      ? press.cloud.services.get('dynamodb')?.refuse(400, 'ValidationException', 'This is refused.')
      : undefined,
  after: (_, answer) => answer,
});

async function advance(duration: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: duration });
  expect((await fetch(press.clock, { method: 'POST', headers, body })).status).toBe(200);
}

const deadLetters = () => deadLetterQueues(press.cloud).reduce((sum, { counts }) => sum + counts.visible, 0);

it(
  `keeps ${count} canaries out of logs, metrics, queues and error pages, in bad weather too (seed ${seed})`,
  async () => {
    const all = canaries(count, seed);
    await makeWeather(faultsOf({ ...showers, seed }), press.cloud);
    // What waits for a minute has it over soon.
    const clock = setInterval(() => void advance('PT1M').catch(() => undefined), 4_000);
    let without = 0;
    try {
      await importAll(all.slice(0, count / 5));
      await mapConcurrently(all, { concurrency }, async (canary) => {
        const live = lives[canary.number % lives.length];
        await live?.(canary).catch((error: unknown) => {
          if (!(error instanceof NoLetter)) throw error;
          without += 1;
        });
      });
      await quietAndRedriven(press.cloud);
    } finally {
      clearInterval(clock);
      delete press.cloud.weather;
    }
    // Nearly all of them went all of their way.
    expect(without).toBeLessThan(count / 10);
    const statuses = new Set(watch.errorPages.map(({ status }) => status));
    expect([...statuses]).toEqual(expect.arrayContaining([400, 401, 403, 404, 405, 410, 413, 415, 422]));
    expect(await watch.findings(press.data)).toEqual([]);
  },
  240_000 + count * 2_000,
);

/** So that most things get through in a few tries. */
const showers = {
  ...{ throttled: 0.02, conflicting: 0.03, timedOutBefore: 0.005, timedOutAfter: 0.005, partly: 0.05 },
  ...{ killedBefore: 0.002, killedAfter: 0.002, twice: 0.1, streamTwice: 0.1 },
  ...{ feedbackTwice: 0.1, feedbackLate: 0.1 },
};

it('keeps them out of dead letters, and of what is said of failures', async () => {
  const some = canaries(count + 10, seed).slice(count);
  const [first] = some;
  if (!first) throw new Error('There are no canaries');
  const neighbour = { ...first, from: '127.3.0.1' };
  const bouncing = some.map(({ tag }) => `bounce+${tag}@simulator.amazonses.com`);
  const signUp = (email: string, canary: Canary) =>
    ask('/api/subscriptions', json({ ...subscription(canary), email }, canary));

  let calls = 0;
  press.cloud.weather = failing(({ caller }) => {
    const name = caller?.name ?? '';
    return /HearFeedback|ActOnMessage/.test(name) || (/SettleSignUp/.test(name) && ++calls % 3 === 0);
  });
  for (const email of bouncing) expect((await signUp(email, neighbour)).status).toBe(202);
  expect(await eventually(async () => deadLetters(), Boolean, 60)).toBeGreaterThan(0);

  press.cloud.weather = failing(() => true);
  const pages = [
    await signUp(first.typed, first),
    await ask('/newsletters/', form({ email: first.typed, name: first.name }, first)),
    await ask(`/newsletters/confirm/${first.tag}`, form({}, first)),
    await ask(
      '/api/subscribers',
      json({ email: first.email, name: first.name, evidence: first.name }, first),
    ),
    await ask(`/api/subscribers?search=${first.tag}`, { headers: json({}, first).headers, from: first.from }),
  ];
  expect(pages.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500]);
  delete press.cloud.weather;

  // SES names the address that it refuses.
  const { account } = mailOf(press.cloud);
  account.limits = { ...account.limits, sandbox: true };
  expect((await signUp(first.typed, first)).status).toBe(202);
  const held = async () =>
    (await logsIn(press.data)).some(([, texts]) => texts.join().includes('LettersHeld'));
  expect(await eventually(held, Boolean, 60)).toBe(true);
  expect(await watch.findings(press.data)).toEqual([]);

  account.limits = { ...account.limits, sandbox: false };
  const answers: Answer[] = [];
  for (let n = 0; n < 21; n++) answers.push(await signUp(first.typed, first));
  expect(answers.map(({ status }) => status)).toContain(429);
  await quietAndRedriven(press.cloud);
  await advance('PT31M');
  await linkTo(first.email);
  expect(await watch.findings(press.data)).toEqual([]);
}, 240_000);

it('finds a canary in each of these places where there is one', async () => {
  const [canary] = canaries(1, seed);
  if (!canary) throw new Error('There are no canaries');
  const places = async () => {
    const found = await watch.findings(press.data);
    return [...new Set(found.map((one) => one.split(':')[0]?.replace(/.*(HearFeedback).*/, '$1')))].sort();
  };
  // A function logs the message that it cannot read, and a page shows what was typed.
  const queue = queuesOf(press.cloud)
    .list()
    .find(({ settings }) => /Feedback(?!.*Dead)/.test(settings.name));
  await press.cloud.enqueue(queue?.settings.arn ?? '', `${canary.tag} is no JSON`);
  watch.answered({ ...(await ask('/newsletters/', form({ email: canary.tag }, canary))), status: 500 });
  expect(await eventually(places, ({ length }) => length === 3, 30)).toEqual([
    'HearFeedback',
    'a queue',
    'an error page',
  ]);
  const base64 = ['', '1', '12'].map((before) => Buffer.from(`${before}${canary.email}`).toString('base64'));
  for (const text of [...base64, encodeURIComponent(canary.email), canary.email.toUpperCase()])
    expect(tracesIn(text), text).not.toEqual([]);
  expect(tracesIn('kqzxv and jw')).toEqual([]);
}, 60_000);
