import { describe, expect, it } from 'vitest';
import * as requests from '../../../../functions/newsletters/api/requests.ts';
import * as answers from '../../../../functions/newsletters/api/subscriber-answers.ts';
import { addSubscriber } from '../../../../functions/newsletters/editors/add-subscriber.ts';
import { eraseAddress } from '../../../../functions/newsletters/editors/erase-person.ts';
import { giveExport } from '../../../../functions/newsletters/editors/give-export.ts';
import {
  listSubscribers,
  type SubscribersQuery,
} from '../../../../functions/newsletters/editors/list-subscribers.ts';
import { openImport, showImport } from '../../../../functions/newsletters/editors/open-import.ts';
import { showGrowth } from '../../../../functions/newsletters/editors/show-growth.ts';
import { showSubscriber } from '../../../../functions/newsletters/editors/show-subscriber.ts';
import { left, suppressedBy } from '../../../../functions/newsletters/person.ts';
import { aDesk, by } from './a-desk.ts';

const nia = { email: 'Nia@Example.org', name: 'Nia Ó Sé', evidence: 'Signed at the assembly' };

describe('adding somebody', () => {
  it('puts them on lists, confirmed, with the evidence, and once', async () => {
    const { deps, subscribers } = aDesk();
    const { isNew, person } = await addSubscriber({ ...nia, lists: ['events'] }, by, deps);
    expect(isNew).toBe(true);
    expect(person).toMatchObject({ email: 'Nia@example.org', name: 'Nia Ó Sé', state: 'confirmed' });
    expect(await subscribers.evidence(person?.id ?? '')).toEqual([
      expect.objectContaining({ what: 'added', note: nia.evidence, by, lists: ['events'] }),
    ]);
    const again = await addSubscriber({ ...nia, lists: ['events'] }, by, deps);
    expect(again).toMatchObject({ isNew: false, person: { id: person?.id } });
    expect(subscribers.people()).toHaveLength(1);
  });

  it.each([
    [{ email: 'nia@example' }, 422, 'domain name'],
    [{ lists: ['evnts'] }, 422, 'Did you mean “events”'],
  ])('refuses %j', async (change, status, message) => {
    const { deps } = aDesk();
    const adding = addSubscriber({ ...nia, ...change }, by, deps);
    await expect(adding).rejects.toMatchObject({ status, message: expect.stringContaining(message) });
  });

  it('refuses who left, bounced or was erased', async () => {
    const desk = aDesk();
    const { deps, subscribers } = desk;
    await addSubscriber(nia, by, deps);
    const change = async (to: (person: Parameters<typeof left>[0]) => Parameters<typeof left>[0]) => {
      const [before] = subscribers.people();
      if (before) await subscribers.write({ at: before.createdAt, people: [{ before, after: to(before) }] });
    };
    const at = '2026-05-02T00:00:00.000Z';
    await change((person) => left(person, at));
    await expect(addSubscriber(nia, by, deps)).rejects.toMatchObject({ status: 409 });
    await change((person) => suppressedBy(person, { why: 'bounce', scope: 'all', at }));
    await expect(addSubscriber(nia, by, deps)).rejects.toThrow('came back');
    await eraseAddress(await deps.keys.hash(nia.email), deps);
    await desk.deliver();
    expect(subscribers.people()).toEqual([]);
    await expect(addSubscriber(nia, by, deps)).rejects.toMatchObject({ status: 409 });
  });
});

describe('looking for people', () => {
  const found = async (desk: ReturnType<typeof aDesk>, asked: Partial<SubscribersQuery>) => {
    const emails: string[] = [];
    for (let cursor: string | undefined = '', first = true; first || cursor !== undefined; first = false) {
      const more = first ? {} : { cursor };
      const page = await listSubscribers({ limit: 2, ...asked, ...more }, desk.deps);
      expect(answers.subscriberList.parse(page)).toEqual(page);
      expect(page.items.length).toBeLessThanOrEqual(2);
      emails.push(...page.items.map(({ email }) => email));
      cursor = page.next ?? undefined;
    }
    return emails;
  };

  async function somePeople() {
    const desk = aDesk();
    const rows = ['nia@example.org,Nia Ó Sé,weekly', 'wim@press.example,Wim Okafor,events'];
    await desk.import(
      `email,name,lists\n${[...rows, 'nina@press.example,,weekly;events', 'edda@press.example,=Edda,weekly'].join('\n')}\n`,
    );
    const wim = await desk.personAt('wim@press.example');
    const paused = wim && { ...wim, pausedUntil: '2026-06-01T00:00:00.000Z' };
    if (paused) await desk.subscribers.write({ at: wim.createdAt, people: [{ before: wim, after: paused }] });
    return desk;
  }

  it.each<[Partial<SubscribersQuery>, string[]]>([
    [{}, ['edda@press.example', 'nina@press.example', 'wim@press.example', 'nia@example.org']],
    [{ search: 'ni' }, ['nina@press.example', 'nia@example.org']],
    [{ search: 'NIA@example.org' }, ['nia@example.org']],
    [{ search: 'nia@example.or' }, ['nia@example.org']],
    [{ search: 'okaf' }, ['wim@press.example']],
    [{ search: 'ó s' }, []],
    [{ search: 'Ó' }, ['nia@example.org']],
    [{ list: 'events' }, ['nina@press.example', 'wim@press.example']],
    [{ state: 'paused' }, ['wim@press.example']],
    [{ state: 'confirmed', list: 'events' }, ['nina@press.example']],
    [{ search: 'nia@example.org', state: 'paused' }, []],
    [{ state: 'bounced' }, []],
  ])('finds by %j', async (asked, wanted) => {
    expect(await found(await somePeople(), asked)).toEqual(wanted);
  });

  it('declines a cursor that is none of ours', async () => {
    const { deps } = aDesk();
    await expect(listSubscribers({ limit: 2, cursor: 'abc' }, deps)).rejects.toMatchObject({ status: 400 });
  });

  it('tells the whole story of one, and of nobody', async () => {
    const desk = await somePeople();
    const id = (await desk.personAt('nia@example.org'))?.id ?? '';
    const story = await showSubscriber(id, desk.deps);
    expect(answers.subscriber.parse(story)).toEqual(story);
    expect(story).toMatchObject({
      ...{ id, email: 'nia@example.org', state: 'confirmed', lists: [{ name: 'weekly', state: 'on' }] },
      evidence: [{ what: 'imported', note: 'Signed at the assembly' }],
    });
    await expect(showSubscriber('01KB5V2D6F8H0K3M5P7R9T1W4Y', desk.deps)).rejects.toMatchObject({
      status: 404,
    });
  });

  it('counts each list', async () => {
    const growth = await showGrowth({ days: 3_000 }, (await somePeople()).deps);
    expect(answers.growth.parse(growth)).toEqual(growth);
    expect(growth.lists.map(({ name, total }) => [name, total])).toEqual([
      ['weekly', 3],
      ['events', 2],
    ]);
  });
});

it('answers imports and exports as it says', async () => {
  const desk = aDesk();
  const opened = await openImport({ file: 'a.csv', bytes: 3 }, by, desk.deps);
  expect(answers.openedImport.parse(opened)).toEqual(opened);
  const id = await desk.begin('email\nx\n');
  for (let round = 0; round < 2; round++) {
    const status = await showImport(id, desk.deps);
    expect(answers.importStatus.parse(status)).toEqual(status);
    await desk.deliver();
  }
  await expect(showImport('01', desk.deps)).rejects.toMatchObject({ status: 404 });
  await giveExport(by, true, desk.deps);
  await desk.deliver();
  const given = await giveExport(by, true, desk.deps);
  expect(given.outcome === 'done' && answers.exportLinks.parse(given.links)).toMatchObject({
    suppressions: expect.stringContaining('/suppressions.csv'),
  });
});

it.each([
  [requests.newSubscriber, { email: 'a@b.example', evidence: ' ' }],
  [requests.newSubscriber, { email: 'a@b.example', evidence: 'Signed', lists: [] }],
  [requests.newSubscriber, { email: 'a@b.example', evidence: 'Signed', more: 1 }],
  [requests.importRequest, { file: 'a.csv', bytes: 0 }],
  [requests.importRequest, { file: 'a.csv', bytes: 64_000_000 }],
  [requests.subscribersQuery, { limit: '101' }],
  [requests.subscribersQuery, { state: 'gone' }],
  [requests.growthQuery, { days: '0' }],
  [requests.addressRequest, {}],
])('refuses a request that cannot be: %#', (schema, request) => {
  expect(schema.safeParse(request).success).toBe(false);
});
