import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eraseAddress } from '../../../../functions/newsletters/editors/erase-person.ts';
import { importFile } from '../../../../functions/newsletters/editors/import-file.ts';
import { left, suppressedBy } from '../../../../functions/newsletters/person.ts';
import { aDesk } from './a-desk.ts';

const header = 'email,name,lists,state\n';

describe('a file', () => {
  it('puts everybody on the default list, confirmed, with the consent as evidence', async () => {
    const desk = aDesk();
    const csv = `${header}Nia@Example.org,"Nia  Ó\nSé",,\nwim@press.example,,,subscribed\n`;
    expect(await desk.import(csv)).toMatchObject({ state: 'done', rows: 2, added: 2, there: 0, refused: 0 });
    expect(desk.everybody()).toEqual({ 'Nia@example.org': ['weekly'], 'wim@press.example': ['weekly'] });
    const nia = await desk.personAt('nia@example.org');
    expect(nia).toMatchObject({ name: 'Nia Ó Sé', state: 'confirmed' });
    expect(await desk.subscribers.evidence(nia?.id ?? '')).toEqual([
      expect.objectContaining({
        ...{ what: 'imported', note: 'Signed at the assembly', by: 'edda', lists: ['weekly'] },
      }),
    ]);
    expect(desk.subscribers.growth()).toEqual({ weekly: { joined: 2, left: 0 } });
    expect(desk.files.keys).toEqual([]);
  });

  it('changes nothing when it comes again, or somebody stands in it twice', async () => {
    const desk = aDesk();
    const csv = `${header}nia@example.org,Nia,,\nNIA@example.org,,,\nwim@press.example,,events;weekly,\n`;
    expect(await desk.import(csv)).toMatchObject({ added: 2, there: 1, refused: 0 });
    const before = desk.subscribers.people();
    expect(await desk.import(csv)).toMatchObject({ added: 0, there: 3, refused: 0 });
    expect(desk.subscribers.people()).toEqual(before);
  });

  it.each([
    ['Email Address;First Name;Last Name;Status', 'nia@example.org;Nia;Ó Sé;Subscribed'],
    ['"E-Mail Address"\tNOTES\tfull_name', 'nia@example.org\t"two\nlines"\tNia Ó Sé'],
    ['Subscriber|Name|STATUS', 'nia@example.org|Nia Ó Sé|active'],
  ])('has columns as other programs write them: %s', async (columns, row) => {
    const desk = aDesk();
    for (const bytes of [
      Buffer.from(`${columns}\r\n${row}\r\n`),
      Buffer.from(`\ufeff${columns}\n${row}`, 'utf16le'),
      Buffer.from(`\ufeff${columns}\n${row}`, 'utf16le').swap16(),
    ]) {
      expect(await desk.import(bytes)).toMatchObject({ state: 'done', rows: 1, refused: 0 });
    }
    expect(await desk.personAt('nia@example.org')).toMatchObject({ name: 'Nia Ó Sé' });
  });

  it('without consent brings in nobody, and says why', async () => {
    const desk = aDesk();
    const id = await desk.begin(`${header}nia@example.org,,,\n`, { consent: undefined });
    await desk.deliver();
    const { csv, ...status } = await desk.status(id);
    expect(status).toMatchObject({ state: 'done', added: 0, refused: 1 });
    expect(csv).toContain('Nobody says that this person agreed');
    expect(desk.everybody()).toEqual({});
  });

  it('gives back what it refuses, as it came, with a reason each; corrected, that is imported', async () => {
    const desk = aDesk();
    const rows = [
      'nia@example,,,',
      'zoë@press.example,,,',
      'gone@press.example,,,unsubscribed',
      'back@press.example,,,cleaned',
      'lost@press.example,,,Bounced',
      'odd@press.example,,,subscribd',
      'two@press.example,,wekly,',
      '"one@press.example","Ann\nnext@press.example,Bo",,',
    ];
    const { csv, ...status } = await desk.import(`${header}${rows.join('\n')}\nwim@press.example,,,\n`);
    expect(status).toMatchObject({ state: 'done', rows: 9, added: 1, refused: 8 });
    const [columns, ...lines] = csv.split('\r\n');
    expect(columns).toBe('\ufeffemail,name,lists,state,reason');
    for (const [at, reason] of [
      [0, 'domain name'],
      [1, 'unaccented'],
      [2, 'has unsubscribed'],
      [3, 'could not be reached'],
      [4, 'could not be reached'],
      [5, 'Did you mean “subscribed”'],
      [6, 'Did you mean “weekly”'],
    ] as const) {
      expect(lines[at]).toMatch(new RegExp(`^${rows[at]?.slice(0, 10)}`));
      expect(lines[at]).toContain(reason);
    }
    expect(csv).toContain('a quotation mark is missing');
    expect(await desk.import(csv.replace('wekly', 'weekly'))).toMatchObject({ added: 1, refused: 7 });
    expect(desk.everybody()).toEqual({ 'wim@press.example': ['weekly'], 'two@press.example': ['weekly'] });
  });

  it.each<[string, string, RegExp]>([
    ['that is empty', '', /^a\.csv, row 1: there is nothing/],
    [
      'without a header',
      'nia@example.org,Nia\n',
      /row 1: the first row has to name the columns.*an address already/,
    ],
    ['without an address', 'emai,name\nnia@example.org,Nia\n', /Did you mean “email” by “emai”/],
    ['with an open quotation mark', `${header}a@b.example,,,\n"c@d.example,,,\n`, /row 3: a quotation mark/],
  ])('%s stops before any row of it is acted on', async (_, csv, why) => {
    const desk = aDesk();
    const id = await desk.begin(csv);
    await desk.deliver();
    expect(await desk.status(id)).toMatchObject({
      state: 'stopped',
      added: 0,
      why: expect.stringMatching(why),
    });
    expect(desk.everybody()).toEqual({});
    expect(desk.files.keys).toEqual([]);
  });

  it('changes nobody in a dry run, and tells what would become of them', async () => {
    const desk = aDesk();
    const csv = `${header}nia@example.org,,,\nx,,,\n`;
    expect(await desk.import(csv, { dryRun: true })).toMatchObject({ dryRun: true, added: 1, refused: 1 });
    expect(desk.everybody()).toEqual({});
    expect(desk.subscribers.growth()).toEqual({});
  });

  it('goes to one list when the editor says so, whatever stands in it', async () => {
    const desk = aDesk();
    await desk.import(`${header}nia@example.org,,weekly,\n`, { list: 'EVENTS' });
    expect(desk.everybody()).toEqual({ 'nia@example.org': ['events'] });
    await expect(desk.begin(header, { list: 'evnts' })).rejects.toThrow('Did you mean “events”');
  });
});

describe('what cannot be written', () => {
  it('is not made of one entry that stands twice in the evidence', async () => {
    const desk = aDesk();
    await desk.import(`${header}nia@example.org,,,\n`);
    const { evidence } = await desk.export();
    const [columns, row] = evidence.split('\r\n');
    const id = (await desk.personAt('nia@example.org'))?.id ?? '';
    desk.subscribers.forget(id);
    expect(await desk.import(`${columns}\r\n${row}\r\n${row}\r\n`)).toMatchObject({
      state: 'done',
      refused: 0,
    });
    expect(await desk.subscribers.evidence(id)).toHaveLength(1);
  });

  it('is not made of a thousand lists that nobody knows', async () => {
    const desk = aDesk();
    const unknown = Array.from({ length: 1_000 }, (_, at) => `nothing${at}`).join(';');
    const { csv, ...status } = await desk.import(`${header}nia@example.org,,${unknown},\n`);
    expect(status).toMatchObject({ state: 'done', refused: 1 });
    const reason = csv.split('\r\n')[1]?.split(unknown)[1] ?? '';
    expect(reason).toContain('There is no list “nothing0”');
    expect(reason).toContain('And 997 more');
    expect(reason.length).toBeLessThan(600);
  });

  it('stops the import at the third time, and says where; tried less often it goes on', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `reader${at}@press.example,,,`);
    for (const failures of [2, 3]) {
      const desk = aDesk();
      const id = await desk.begin(`${header}${rows.join('\n')}\n`);
      let left = failures;
      const { imports } = desk.deps;
      const commit = imports.commit.bind(imports);
      imports.commit = async (batch) => {
        if (batch.from.row > 1 && left-- > 0) throw new Error('Too large');
        return commit(batch);
      };
      for (let times = 0; times < failures; times++)
        await expect(importFile(id, desk.deps)).rejects.toThrow('Too large');
      await importFile(id, desk.deps);
      const { why, ...status } = await desk.status(id);
      if (failures === 2) expect(status).toMatchObject({ state: 'done', added: 40 });
      else {
        expect(status).toMatchObject({
          state: 'stopped',
          added: expect.toSatisfy((added) => added > 0 && added < 40),
        });
        expect(why).toMatch(new RegExp(`^a\\.csv, behind row ${status.added + 1}: `));
      }
    }
  });
});

describe('somebody', () => {
  const weekly = `${header}nia@example.org,,weekly,\n`;
  const both = `${header}nia@example.org,,weekly;events,\n`;

  async function withNia(change: Parameters<typeof changeNia>[1]) {
    const desk = aDesk();
    await desk.import(weekly);
    await changeNia(desk, change);
    return desk;
  }

  async function changeNia(
    desk: ReturnType<typeof aDesk>,
    change: (person: NonNullable<Awaited<ReturnType<typeof desk.personAt>>>) => ReturnType<typeof left>,
  ) {
    const before = await desk.personAt('nia@example.org');
    if (!before) throw new Error('Nia is not there');
    await desk.subscribers.write({ at: before.createdAt, people: [{ before, after: change(before) }] });
  }

  it('who left is not brought back', async () => {
    const desk = await withNia((person) => left(person, '2026-05-02T00:00:00.000Z'));
    const { csv, ...status } = await desk.import(both);
    expect(status).toMatchObject({ added: 0, refused: 1 });
    expect(csv).toContain('This person left (2026-05-02)');
    expect(desk.everybody()).toEqual({ 'nia@example.org': [] });
  });

  it('who left one list is not brought back to it, and comes on another', async () => {
    const desk = await withNia((person) => person);
    await desk.import(both);
    await changeNia(desk, (person) => left(person, '2026-05-02T00:00:00.000Z', ['weekly']));
    const { csv, ...status } = await desk.import(weekly);
    expect(status).toMatchObject({ added: 0, refused: 1 });
    expect(csv).toContain('This person left “The weekly” (2026-05-02)');
    expect(desk.everybody()).toEqual({ 'nia@example.org': ['events'] });
  });

  it('whose mail bounces or who complained stays out', async () => {
    const at = '2026-05-02T00:00:00.000Z';
    const desk = await withNia((person) =>
      suppressedBy(person, { why: 'complaint', scope: 'newsletters', at }),
    );
    const { csv } = await desk.import(both);
    expect(csv).toContain('called our mail spam');
  });

  it('who was erased is not brought back', async () => {
    const desk = await withNia((person) => person);
    await eraseAddress(await desk.deps.keys.hash('nia@example.org'), desk.deps);
    await desk.deliver();
    expect(desk.everybody()).toEqual({});
    const { csv } = await desk.import(weekly);
    expect(csv).toContain('was erased here');
    expect(desk.everybody()).toEqual({});
  });
});

describe('an import that dies', () => {
  class Killed extends Error {}

  /** Throws at the n-th call of any port, before or after it is done, and never again. */
  function dyingAt(deps: ReturnType<typeof aDesk>['deps'], n: number, isAfter: boolean) {
    let calls = 0;
    const mortal = <T extends object>(port: T): T =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            calls += 1;
            const isLast = calls === n;
            if (isLast && !isAfter) throw new Killed();
            const answer: unknown = await Reflect.apply(member, target, args);
            if (isLast) throw new Killed();
            return answer;
          };
        },
      });
    const { imports, files, results, people, messages } = deps;
    return {
      ...deps,
      ...{ imports: mortal(imports), files: mortal(files), results: mortal(results) },
      ...{ people: mortal(people), messages: mortal(messages) },
    };
  }

  const people = Array.from({ length: 70 }, (_, at) =>
    at % 10 === 3 ? `reader${at},,,` : `reader${at}@press.example,Reader ${at},,`,
  );
  const csv = `${header}${people.join('\n')}\n`;

  it('goes on where it was, whenever that was: every row has one outcome', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.boolean(),
        async (n, isAfter, isTwice) => {
          const desk = aDesk();
          const id = await desk.begin(csv);
          // A slice ends with each batch, and so sends the next.
          const deps = { ...desk.deps, slice: 0 };
          await desk.deliver(dyingAt(deps, n, isAfter)).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
          // The queue gives the message again, at times twice.
          desk.messages.sent.push({ import: id }, ...(isTwice ? [{ import: id }] : []));
          await desk.deliver(deps);
          const { csv: refused, ...status } = await desk.status(id);
          expect(status).toMatchObject({ state: 'done', rows: 70, added: 63, there: 0, refused: 7 });
          expect(refused.split('\r\n')).toHaveLength(9);
          expect(desk.subscribers.people()).toHaveLength(63);
          expect(desk.subscribers.growth()).toEqual({ weekly: { joined: 63, left: 0 } });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('and comes twice at once acts on each row once', async () => {
    const desk = aDesk();
    const id = await desk.begin(csv);
    const deps = { ...desk.deps, slice: 0 };
    desk.messages.sent.length = 0;
    for (let round = 0; round < 40; round++) await Promise.all([importFile(id, deps), importFile(id, deps)]);
    expect(await desk.status(id)).toMatchObject({ state: 'done', added: 63, refused: 7 });
    expect(desk.subscribers.people()).toHaveLength(63);
  });
});
