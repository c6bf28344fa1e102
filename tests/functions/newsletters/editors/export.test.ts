import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eraseAddress, erasePerson } from '../../../../functions/newsletters/editors/erase-person.ts';
import { giveExport } from '../../../../functions/newsletters/editors/give-export.ts';
import { left, suppressedBy } from '../../../../functions/newsletters/person.ts';
import { aToken, noon } from '../a-person.ts';
import { aDesk, by } from './a-desk.ts';

type Desk = ReturnType<typeof aDesk>;

/** Takes a whole export in, as the command line does. */
async function takeBack(desk: Desk, files: Awaited<ReturnType<Desk['export']>>) {
  const statuses = [];
  for (const name of ['hash-keys', 'suppressions', 'people', 'evidence'] as const)
    statuses.push(await desk.import(files[name], { file: `${name}.csv`, consent: 'As the export says' }));
  return statuses;
}

async function change(
  desk: Desk,
  email: string,
  decide: (person: Parameters<typeof left>[0]) => Parameters<typeof left>[0],
) {
  const before = await desk.personAt(email);
  if (before)
    await desk.subscribers.write({ at: before.createdAt, people: [{ before, after: decide(before) }] });
}

const someTime = '2026-05-02T00:00:00.000Z';

describe('an export', () => {
  it('has people, suppressions, evidence and hash keys in files of their own', async () => {
    const desk = aDesk();
    await desk.import('email,name,lists\nnia@example.org,=Nia,weekly;events\nwim@press.example,,\n');
    await change(desk, 'wim@press.example', (person) => left(person, someTime));
    const { people, suppressions, evidence, 'hash-keys': keys } = await desk.export();
    const id = (await desk.personAt('nia@example.org'))?.id;
    expect(people).toContain('\ufeffid,email,name,lists,state,paused until\r\n');
    expect(people).toContain(`${id},nia@example.org,'=Nia,weekly; events,confirmed,\r\n`);
    expect(people).toContain(',wim@press.example,,,unsubscribed,\r\n');
    const wim = await desk.deps.keys.hash('wim@press.example');
    expect(suppressions).toContain(`${wim},left,,,,${someTime}\r\n`);
    expect(suppressions).not.toContain('wim@press.example');
    expect(evidence).toContain(`,${id},imported,`);
    expect(keys).toContain(`\r\n${await desk.deps.keys.hashKey()}\r\n`);
  });

  it('is given once, begun anew after that, and by a request that only looks never', async () => {
    const desk = aDesk();
    const ask = (isAsked = true) => giveExport(by, isAsked, desk.deps);
    expect(await ask(false)).toEqual({ outcome: 'working' });
    expect(desk.messages.sent).toEqual([]);
    await ask();
    await ask();
    expect(desk.messages.sent).toHaveLength(2);
    await desk.deliver();
    expect(await ask(false)).toMatchObject({ outcome: 'done' });
    const { outcome } = await ask();
    expect(outcome).toBe('done');
    expect(await ask()).toEqual({ outcome: 'working' });
    expect(desk.messages.sent).toHaveLength(1);
  });

  it('is whole though each message comes twice, and slices are short', async () => {
    const desk = aDesk();
    const rows = Array.from({ length: 40 }, (_, at) => `reader${at}@press.example`);
    await desk.import(`email\n${rows.join('\n')}\n`);
    await giveExport(by, true, desk.deps);
    const { messages } = desk;
    const twice = {
      send: async (message: Parameters<typeof messages.send>[0]) => void messages.sent.push(message, message),
    };
    await desk.deliver({ ...desk.deps, rows: 1, messages: twice });
    const { people, evidence } = await desk.export();
    expect(people.match(/reader\d+@/g)?.sort()).toEqual(
      rows.map((row) => row.replace('press.example', '')).sort(),
    );
    expect(evidence.match(/,imported,/g)).toHaveLength(40);
  });

  it('begins again when an erasure takes its parts away, and is without who was erased', async () => {
    const desk = aDesk();
    await desk.import('email\nnia@example.org\nwim@press.example\n');
    await giveExport(by, true, desk.deps);
    for (let slice = 0; slice < 2; slice++) await desk.deliverOne();
    expect(desk.files.keys.filter((key) => key.startsWith('parts/')).length).toBeGreaterThan(4);
    const hash = await desk.deps.keys.hash('nia@example.org');
    await erasePerson({ hash, at: desk.deps.clock.now().toISOString() }, desk.deps);
    expect(desk.files.keys).toEqual([]);
    const { people } = await desk.export();
    expect(people).not.toContain('nia@');
    expect(people).toContain('wim@');
  });
});

describe('export, wipe, import', () => {
  const name = fc.string({
    unit: fc.constantFrom("'", '=', '+', '-', '@', '"', ',', ';', 'é', 'x', ' '),
    maxLength: 8,
  });
  const fate = fc.constantFrom('stays', 'left', 'left weekly', 'erased', 'bounced', 'complained', 'paused');
  const reader = fc.record({ name, fate, lists: fc.constantFrom('weekly', 'events', 'weekly;events') });

  const decide: Record<string, (person: Parameters<typeof left>[0]) => Parameters<typeof left>[0]> = {
    left: (person) => left(person, someTime),
    'left weekly': (person) => (person.lists.weekly ? left(person, someTime, ['weekly']) : person),
    bounced: (person) => suppressedBy(person, { why: 'bounce', scope: 'all', at: someTime }),
    complained: (person) => suppressedBy(person, { why: 'complaint', scope: 'newsletters', at: someTime }),
    paused: (person) => ({ ...person, pausedUntil: '2026-08-01T00:00:00.000Z' }),
  };

  it.each([
    ['the same press', 'a-secret-of-forty-characters-for-testing'],
    ['a press with other keys', 'another-secret-of-forty-characters-for-it'],
  ])('brings back nobody who left, to %s', async (_, secret) => {
    await fc.assert(
      fc.asyncProperty(fc.array(reader, { minLength: 1, maxLength: 12 }), async (readers) => {
        const desk = aDesk();
        const address = (at: number) => `reader${at}@press.example`;
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const old = `email,name,lists\n${readers.map(({ name, lists }, at) => `${address(at)},${quoted(name)},${lists}`).join('\n')}\n`;
        await desk.import(old);
        desk.pass(2 * 86_400_000);
        for (const [at, { fate }] of readers.entries()) {
          const made = decide[fate];
          if (made) await change(desk, address(at), made);
          if (fate === 'erased') await eraseAddress(await desk.deps.keys.hash(address(at)), desk.deps);
        }
        await desk.deliver();
        const before = desk.everybody();
        const names = new Map(desk.subscribers.people().map((person) => [person.email, person.name]));

        const again = aDesk(secret);
        again.pass(3 * 86_400_000);
        await takeBack(again, await desk.export());
        const isMailed = (email: string) => {
          const fate = readers[Number(/\d+/.exec(email)?.[0])]?.fate ?? '';
          return !['left', 'erased', 'bounced', 'complained'].includes(fate);
        };
        const wanted = Object.fromEntries(
          Object.entries(before).filter(([email, lists]) => isMailed(email) && lists.length),
        );
        expect(again.everybody()).toEqual(wanted);
        for (const person of again.subscribers.people()) {
          expect(person.name).toBe(names.get(person.email));
          expect((await desk.personAt(person.email))?.id).toBe(person.id);
          expect(person.pausedUntil).toBe((await desk.personAt(person.email))?.pausedUntil);
        }
        // The list from before anybody left changes nothing any more.
        await again.import(old);
        expect(again.everybody()).toEqual(wanted);
      }),
      { numRuns: 25 },
    );
  });

  it('would bring them back without the suppressions', async () => {
    const desk = aDesk();
    const old = 'email\nnia@example.org\nwim@press.example\n';
    await desk.import(old);
    await change(desk, 'nia@example.org', (person) => left(person, someTime));
    const { people } = await desk.export();
    const again = aDesk();
    await again.import(people);
    expect(Object.keys(again.everybody())).toEqual(['wim@press.example']);
    await again.import(old);
    expect(Object.keys(again.everybody())).toContain('nia@example.org');
  });
});

describe('a suppression of another press', () => {
  const nia = 'email\nnia@example.org\n';

  /** A press with another key, which took in the suppressions of one where mail to this address bounced. */
  async function tookIn(at: string) {
    const desk = aDesk();
    await desk.import(nia);
    await change(desk, 'nia@example.org', (person) =>
      suppressedBy(person, { why: 'bounce', scope: 'all', at }),
    );
    const again = aDesk('another-secret-of-forty-characters-or-so');
    await takeBack(again, await desk.export());
    return again;
  }

  it('stops who is imported, until mail is let go to the address here', async () => {
    const again = await tookIn(noon);
    expect(await again.import(nia)).toMatchObject({ added: 0, refused: 1 });
    const hash = await again.deps.keys.hash('nia@example.org');
    const unsuppressedAt = new Date(Date.parse(noon) + 1).toISOString();
    await again.subscribers.write({
      at: unsuppressedAt,
      addresses: [{ after: { hash, unsuppressedAt, writes: 0 } }],
    });
    expect(await again.import(nia)).toMatchObject({ added: 1, refused: 0 });
  });

  it('that is said to come in the future came when it was taken in', async () => {
    const again = await tookIn('2099-01-01T00:00:00.000Z');
    expect(again.subscribers.addresses().map(({ suppressed }) => suppressed?.at)).toEqual([noon]);
  });
});

describe('evidence that is imported again', () => {
  it('is there already, and stays as it was', async () => {
    const desk = aDesk();
    await desk.import('email\nnia@example.org\n');
    const { id = '' } = (await desk.personAt('nia@example.org')) ?? {};
    const { evidence } = await desk.export();
    const before = await desk.subscribers.evidence(id);
    const other = evidence.replace('Signed at the assembly', 'Signed somewhere else');
    for (const file of [evidence, other])
      expect(await desk.import(file)).toMatchObject({ added: 0, there: 1, refused: 0 });
    expect(await desk.subscribers.evidence(id)).toEqual(before);
  });

  it('counts once where a file has it twice', async () => {
    const desk = aDesk();
    await desk.import('email\nnia@example.org\n');
    const { id = '' } = (await desk.personAt('nia@example.org')) ?? {};
    const [header = '', row = ''] = (await desk.export()).evidence.split('\r\n');
    desk.subscribers.forget(id);
    const twice = [header, row, row, ''].join('\r\n');
    expect(await desk.import(twice)).toMatchObject({ added: 1, there: 1, refused: 0 });
    expect(await desk.subscribers.evidence(id)).toHaveLength(1);
  });

  it('is not left behind for somebody who is erased meanwhile', async () => {
    const desk = aDesk();
    await desk.import('email\nnia@example.org\n');
    const { id = '', addressHash = '' } = (await desk.personAt('nia@example.org')) ?? {};
    const { evidence } = await desk.export();
    desk.subscribers.forget(id);
    const { people } = desk.deps;
    const found = people.people.bind(people);
    let isErased = false;
    people.people = async (ids) => {
      const rows = await found(ids);
      if (!isErased) await erasePerson({ hash: addressHash, at: someTime }, desk.deps);
      isErased = true;
      return rows;
    };
    expect(await desk.import(evidence)).toMatchObject({ added: 0, refused: 1 });
    expect(await desk.subscribers.evidence(id)).toEqual([]);
  });
});

describe('an erasure', () => {
  it('leaves a keyed hash and nothing else, tells the rooms, and does no harm twice', async () => {
    const desk = aDesk();
    await desk.import('email,name\nnia@example.org,Nia\nwim@press.example,\n');
    await desk.export();
    const hash = await desk.deps.keys.hash('nia@example.org');
    await eraseAddress(hash, desk.deps);
    const [message] = desk.messages.sent;
    if (message) desk.messages.sent.push(message);
    await desk.deliver();
    const { people, evidence, suppressions } = await desk.export();
    for (const text of [people, evidence, suppressions]) expect(text).not.toMatch(/nia/i);
    expect(suppressions).toContain(`${hash},erased,`);
    expect(desk.erased.map((one) => one.hash)).toEqual([hash, hash]);
    expect(desk.log.entries.every(({ entry }) => entry?.hash === hash && entry.what === 'erased')).toBe(true);
    expect(Object.keys(desk.everybody())).toEqual(['wim@press.example']);
    expect(desk.subscribers.growth().weekly).toEqual({ joined: 2, left: 1 });
  });

  it('removes somebody with any number of links and entries that were joined to theirs', async () => {
    const desk = aDesk();
    await desk.import('email\nnia@example.org\n');
    const before = await desk.personAt('nia@example.org');
    if (!before) throw new Error('Nobody is there');
    const numbers = Array.from({ length: 250 }, (_, at) => `${at}`);
    const tokens = numbers.map((at) => ({ hash: `h${at}`, until: someTime }));
    const former = numbers.map((at) => `01F${at}`);
    for (const id of former) {
      const closed = { id, into: before.id, at: someTime, writes: 0 };
      await desk.subscribers.write({ at: someTime, people: [{ after: closed }] });
    }
    for (const { hash } of tokens)
      await desk.subscribers.write({ at: someTime, tokens: [aToken({ hash, person: before.id })] });
    await desk.subscribers.write({
      at: someTime,
      people: [{ before, after: { ...before, tokens, former } }],
    });
    await erasePerson({ hash: before.addressHash, at: someTime }, desk.deps);
    for (const id of [before.id, ...former]) expect(await desk.subscribers.person(id)).toBeUndefined();
    for (const { hash } of tokens) expect(await desk.subscribers.token(hash)).toBeUndefined();
  });

  it('is not undone by a slice that read its person before and writes after', async () => {
    const desk = aDesk();
    await desk.import('email,name\nnia@example.org,Nia\n');
    const hash = await desk.deps.keys.hash('nia@example.org');
    const { files } = desk;
    const write = files.write.bind(files);
    let isErased = false;
    files.write = async (...all) => {
      if (!isErased) {
        isErased = true;
        await erasePerson({ hash, at: someTime }, desk.deps);
      }
      return write(...all);
    };
    const { people, evidence } = await desk.export();
    expect(isErased).toBe(true);
    for (const text of [people, evidence]) expect(text).not.toMatch(/nia/i);
    for (const key of files.keys) expect(files.text(key)).not.toMatch(/nia/i);
  });

  it('keeps who came back after it', async () => {
    const desk = aDesk();
    await desk.import('email\nnia@example.org\n');
    const hash = await desk.deps.keys.hash('nia@example.org');
    await erasePerson({ hash, at: '2026-04-30T00:00:00.000Z' }, desk.deps);
    expect(Object.keys(desk.everybody())).toEqual(['nia@example.org']);
  });

  it('goes for an address that nobody here knows, too', async () => {
    const desk = aDesk();
    await erasePerson({ hash: 'f'.repeat(32), at: someTime }, desk.deps);
    expect(desk.erased).toEqual([{ hash: 'f'.repeat(32), at: someTime }]);
  });
});
