import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownWithPast } from '../../../../functions/content/api/shown.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { waitingIn } from '../../../../functions/content/documents/pending-revision.ts';
import { publishDocument } from '../../../../functions/content/documents/publish-document.ts';
import { dueAtOf } from '../../../../functions/content/documents/schedule.ts';
import { scheduleDocument } from '../../../../functions/content/documents/schedule-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import type { Receipt } from '../../../../functions/content/uploads/receipt.ts';
import { aPng, markdown, Office } from '../an-office.ts';
import { backupOf, restore } from '../backup/a-backup.ts';

const file = (text: string, fields: Record<string, string> = {}) => ({
  'lamps.md': markdown({ title: 'Lamps', slug: 'lamps', ...fields }, text),
});
const [rosa, wim] = [
  { by: 'rosa', byName: 'Rosa Lind' },
  { by: 'wim', byName: 'Wim Okoro' },
];

/** A press with one published revision, from which both begin. */
async function anOffice(fields: Record<string, string> = {}) {
  const office = new Office();
  await office.handIn(file('Eight are out.', fields));
  return office;
}
const head = async (office: Office, slug = 'lamps') => {
  const found = await office.content.head(slug);
  if (!found) throw new Error('It is not there');
  return found;
};
const textOf = async (office: Office, body: string) => (await office.files.archive.body(body)).text;
const standing = async (office: Office) => textOf(office, (await head(office)).body);
const said = ({ notices }: Receipt) => notices.map(({ text }) => text).join('\n');
const publish = (office: Office, revision?: number, replaces?: string[]) => {
  office.now += 60_000;
  return publishDocument({ slug: 'lamps', revision, replaces }, { by: 'edda' }, office.deps);
};

describe('a hand-in that says what it began from', () => {
  it('takes the place of that, and the next one goes on from there', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    const receipt = await office.handIn(file('Ten are out.'), { basedOn: 'lamps/2' });
    expect(receipt.documents).toMatchObject([{ revision: 3, status: 'published' }]);
    expect(await standing(office)).toBe('Ten are out.');
  });

  it('is no guess, whatever its file is called', async () => {
    const office = new Office();
    const words = 'Eight lamps on the east stair are out, and have been since the clocks went back.';
    const text = markdown({ title: 'Lamps' }, words);
    await office.handIn({ 'lamps.md': text });
    const unsaid = await office.handIn({ 'saved.md': text });
    expect(said(unsaid)).toContain('Taken as a new version of “Lamps” (lamps)');
    const receipt = await office.handIn({ 'copy.md': text }, { basedOn: 'lamps/1' });
    expect(said(receipt)).toBe('Unchanged: the press has exactly this already.');
    await office.handIn({ 'lamps.md': markdown({ title: 'Lamps' }, `${words} Nine.`) });
    const other = { 'other.md': markdown({ title: 'Lamps' }, 'The council has answered at last.') };
    expect((await office.handIn(other)).state).toBe('refused');
    const late = await office.handIn(other, { basedOn: 'lamps/1' });
    expect(late.documents).toMatchObject([{ slug: 'lamps', status: 'draft', overtaken: true }]);
    expect(said(late)).not.toMatch(/Taken as|another piece/);
    const next = await office.handIn(other, { basedOn: 'lamps/2' });
    expect(next.documents).toMatchObject([{ slug: 'lamps', status: 'published' }]);
  });

  it('is a draft where somebody was faster, and says whose work it would have replaced', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { ...rosa, basedOn: 'lamps/1' });
    const receipt = await office.handIn(file('Seven are out.'), { ...wim, basedOn: 'lamps/1' });
    expect(receipt.documents).toMatchObject([{ revision: 3, status: 'draft', overtaken: true }]);
    expect(said(receipt)).toMatch(
      /began from lamps\/1, and revision 2, published by Rosa Lind on 2024-03-01 at 09:02 UTC, is newer/,
    );
    expect(said(receipt)).toContain('“press diff lamps 2 3”');
    expect(said(receipt)).toContain('“press publish lamps 3 --replaces lamps/2”');
    expect(await standing(office)).toBe('Nine are out.');
    const stands = await head(office);
    expect(stands.pending).toMatchObject({
      revision: 3,
      status: 'draft',
      basedOn: 'lamps/1',
      overtaken: true,
    });
    const shown = shownWithPast(stands, await office.content.revisions('lamps', 10), 'https://press.example');
    expect(shown.pending).toMatchObject({ basedOn: 'lamps/1', overtaken: true });
    expect(shown.revisions[0]).toMatchObject({ id: 'lamps/3', basedOn: 'lamps/1', overtaken: true });
  });

  it.each([
    ['links to another manuscript', 'See [the quay](quay.md).'],
    ['shows a picture of the version before', '![A lamp](img/lamp.png)'],
  ])('is a draft, too, where its text %s and is read once more', async (_, more) => {
    const office = new Office();
    const lamps = file(`Eight are out. ${more}`);
    await office.handIn({ 'quay.md': markdown({ title: 'Quay', slug: 'quay' }, 'Wet.') });
    await office.handIn({ ...lamps, ...(more.includes('img/') && { 'img/lamp.png': aPng('lamp') }) });
    await office.handIn(file(`Nine are out. ${more}`), { ...rosa, basedOn: 'lamps/1' });
    const receipt = await office.handIn(file(`Seven are out. ${more}`), { ...wim, basedOn: 'lamps/1' });
    expect(receipt.documents).toMatchObject([{ revision: 3, status: 'draft', overtaken: true }]);
    const stands = await head(office);
    expect(await textOf(office, stands.body)).toContain('Nine are out.');
    expect(stands.pending).toMatchObject({ revision: 3, status: 'draft', overtaken: true });
    await publish(office, 3, ['lamps/2']);
    expect(await standing(office)).toContain('Seven are out.');
  });

  it('is published only by an editor who names what goes', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    await office.handIn(file('Seven are out.'), { basedOn: 'lamps/1' });
    for (const wanted of [undefined, 3])
      await expect(publish(office, wanted)).rejects.toMatchObject({
        status: 409,
        message: expect.stringMatching(
          /revision 2, published by rosa.*“press publish lamps 3 --replaces lamps\/2”/,
        ),
      });
    await expect(publish(office, 3, ['lamps/1'])).rejects.toThrow('that is “lamps/2”');
    expect(await standing(office)).toBe('Nine are out.');
    await publish(office, 3, ['lamps/2']);
    expect(await standing(office)).toBe('Seven are out.');
    expect(await head(office)).not.toHaveProperty('overtaken', true);
  });

  it('has to name what stands by then, where another came between', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    await office.handIn(file('Seven are out.'), { basedOn: 'lamps/1' });
    const receipt = await office.handIn(file('Ten are out.'), { basedOn: 'lamps/2' });
    expect(receipt.documents).toMatchObject([{ status: 'published', revision: 4 }]);
    expect(said(receipt)).toMatch(
      /Revision 3, draft by rosa .* waited here before this one, and is older now/,
    );
    await expect(publish(office, 3, ['lamps/2'])).rejects.toThrow('that is “lamps/4”');
    await publish(office, 3, ['lamps/4']);
    expect(await standing(office)).toBe('Seven are out.');
  });

  it('says whose drafts are older now, all of them; however many writers hand in, another editor’s is kept', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    await office.handIn(file('Seven are out.'), { ...wim, basedOn: 'lamps/1' });
    for (const by of ['ada', 'bo', 'cleo'])
      await office.handIn(file(`As ${by} says.`), { by, byName: by, editor: false });
    expect(waitingIn(await head(office)).map(({ revision }) => revision)).toEqual([6, 5, 3]);
    const receipt = await office.handIn(file('Ten are out.'), { ...rosa, basedOn: 'lamps/2' });
    expect(said(receipt)).toMatch(/Revision 3, draft by Wim Okoro .* waited here before this one/);
    expect(said(receipt)).toMatch(/Revision 6, draft by cleo .* waited here before this one/);
    expect(said(receipt)).not.toContain('Revision 2');
  });

  it('asks again of what was a proper draft, and was overtaken before it is published or scheduled', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.', { status: 'draft' }), { basedOn: 'lamps/1' });
    await office.handIn(file('Ten are out.'));
    await expect(publish(office, 2)).rejects.toMatchObject({ status: 409 });
    const publishAt = '2024-03-09T09:00:00Z';
    const schedule = (replaces?: string[]) =>
      scheduleDocument('lamps', { publishAt, revision: 2, replaces }, { by: 'edda' }, office.deps);
    await expect(schedule()).rejects.toThrow(/press schedule lamps 2 .* --replaces lamps\/3/);
    expect(dueAtOf(await head(office))).toBeUndefined();
    await schedule(['lamps/3']);
    expect(dueAtOf(await head(office))).toBe('2024-03-09T09:00:00.000Z');
  });

  it('stays a draft however often it goes on from a draft that lacks what stands', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    await office.handIn(file('Seven are out.'), { basedOn: 'lamps/1' });
    const receipt = await office.handIn(file('Seven are out!'), { basedOn: 'lamps/3' });
    expect(receipt.documents).toMatchObject([{ status: 'draft', overtaken: true }]);
    expect(await standing(office)).toBe('Nine are out.');
  });

  it('says no more than “unchanged” of the same words', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    for (const text of ['Nine are out.', 'Nine are out.'])
      expect(said(await office.handIn(file(text), { basedOn: 'lamps/1' }))).toMatch(/^Unchanged/);
    await office.handIn(file('Seven are out.'), { basedOn: 'lamps/1' });
    expect(said(await office.handIn(file('Seven are out.'), { basedOn: 'lamps/1' }))).toMatch(/^Unchanged/);
    expect((await head(office)).revisions).toBe(3);
  });

  it('counts as newer than what it began from, whatever was handed in again after its upload was opened', async () => {
    const office = await anOffice();
    const early = await office.open(file('Nine are out.'), { basedOn: 'lamps/1' });
    await office.handIn(file('Eight are out.'));
    for (const one of early.files) await office.tell(one);
    expect((await office.receipt(early.id)).documents).toMatchObject([{ revision: 2, status: 'published' }]);
    expect(await standing(office)).toBe('Nine are out.');
    expect(said(await office.handIn(file('Ten are out.')))).not.toContain('newer version');
  });
});

describe('what stands in the way of a hand-in', () => {
  it.each([
    [
      'a revision that is not there',
      'lamps/7',
      {},
      /began from “lamps\/7”, and the press has no such revision/,
    ],
    ['a document that is not there', 'lights/1', {}, /no such revision/],
    ['another document', 'stairs/1', {}, /a revision of “Stairs” \(stairs\), and would become “lamps”/],
    ['what would be a new document', 'lamps/1', { slug: 'new', title: 'New' }, /would become “new”/],
  ])('is %s', async (_, basedOn, fields, text) => {
    const office = await anOffice();
    await office.handIn({ 'stairs.md': markdown({ title: 'Stairs', slug: 'stairs' }, 'Stairs.') });
    const before = office.content.everyHead();
    const name = 'slug' in fields ? 'new.md' : 'lamps.md';
    const receipt = await office.handIn(
      { [name]: markdown({ title: 'Lamps', slug: 'lamps', ...fields }, 'Quite another text.') },
      { basedOn },
    );
    expect(receipt.state).toBe('refused');
    expect(said(receipt)).toMatch(text);
    expect(office.content.everyHead()).toEqual(before);
  });

  it('is a deletion: nothing revives what is gone', async () => {
    const office = await anOffice();
    office.now += 60_000;
    await deleteDocument('lamps', { by: 'edda' }, office.deps);
    const receipt = await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    expect(receipt.state).toBe('refused');
    expect(await head(office)).toMatchObject({ status: 'deleted' });
  });

  it('is a withdrawal by hand, for somebody has decided since', async () => {
    const office = await anOffice();
    office.now += 60_000;
    await withdrawDocument('lamps', { by: 'edda' }, 'Wrong.', office.deps);
    const receipt = await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    expect(receipt.documents).toMatchObject([{ status: 'draft', overtaken: true }]);
    expect(said(receipt)).toContain('revision 2, withdrawn by edda');
    expect(await head(office)).toMatchObject({ status: 'withdrawn', pending: { revision: 3 } });
  });

  it('is no publication of the text that it began from, by hand or by the clock', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.', { publish_at: '2024-03-02T09:00Z' }), { basedOn: 'lamps/1' });
    office.now = Date.parse('2024-03-02T09:00:30Z');
    await office.tick();
    const receipt = await office.handIn(file('Ten are out.'), { basedOn: 'lamps/2' });
    expect(receipt.documents).toMatchObject([{ status: 'published' }]);
    expect(await standing(office)).toBe('Ten are out.');
  });

  it('is no draft of a writer', async () => {
    const office = await anOffice();
    await office.handIn(file('Seven are out.'), { editor: false, ...wim });
    const receipt = await office.handIn(file('Nine are out.'), { ...rosa, basedOn: 'lamps/1' });
    expect(receipt.documents).toMatchObject([{ status: 'published' }]);
    expect(said(receipt)).toMatch(/Revision 2, draft by Wim Okoro .* waited here before this one/);
  });

  it('is what waits for its time, and that goes live all the same', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.', { publish_at: '2024-03-02T09:00Z' }), {
      ...rosa,
      basedOn: 'lamps/1',
    });
    const receipt = await office.handIn(file('Seven are out.'), { ...wim, basedOn: 'lamps/1' });
    expect(said(receipt)).toContain('revision 2, scheduled by Rosa Lind');
    expect(said(receipt)).toContain('“press publish lamps 3”');
    expect(dueAtOf(await head(office))).toBe('2024-03-02T09:00:00.000Z');
    office.now = Date.parse('2024-03-02T09:00:30Z');
    await office.tick();
    expect(await standing(office)).toBe('Nine are out.');
    expect((await head(office)).pending).toMatchObject({ revision: 3 });
  });

  it('is found where the document has gone', async () => {
    const office = await anOffice();
    const moved = { slug: 'street-lamps', aliases: '[lamps]' };
    await office.handIn(file('Nine are out.', moved), { basedOn: 'lamps/1' });
    expect(await head(office, 'street-lamps')).toMatchObject({ status: 'published' });
    const receipt = await office.handIn(file('Seven are out.', { ...moved }), { basedOn: 'lamps/1' });
    expect(receipt.documents).toMatchObject([{ slug: 'street-lamps', status: 'draft', overtaken: true }]);
    const ok = await office.handIn(file('Ten are out.', moved), { basedOn: 'street-lamps/1' });
    expect(ok.documents).toMatchObject([{ slug: 'street-lamps', status: 'published' }]);
  });

  it('is found also where the hand-in itself would move it', async () => {
    const office = await anOffice();
    await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
    const moved = { slug: 'street-lamps', aliases: '[lamps]' };
    const receipt = await office.handIn(file('Seven are out.', moved), { basedOn: 'lamps/1' });
    expect(receipt.documents).toMatchObject([{ slug: 'street-lamps', status: 'draft', overtaken: true }]);
    expect(await head(office)).toMatchObject({ status: 'published', slug: 'lamps' });
    const naming = (replaces?: string[]) =>
      publishDocument({ slug: 'street-lamps', replaces }, { by: 'edda' }, office.deps);
    await expect(naming()).rejects.toThrow('--replaces lamps/2');
    await naming(['lamps/2']);
    expect(await head(office)).toMatchObject({ status: 'moved', to: 'street-lamps' });
  });
});

it('comes back from a backup as it was: what waits for an editor goes on waiting', async () => {
  const office = await anOffice();
  await office.handIn(file('Nine are out.'), { basedOn: 'lamps/1' });
  await office.handIn(file('Seven are out.'), { basedOn: 'lamps/1' });
  const other = new Office();
  other.now = office.now;
  await restore(other, await backupOf(office));
  expect((await head(other)).pending).toMatchObject({ revision: 3, overtaken: true, basedOn: 'lamps/1' });
  await expect(publish(other)).rejects.toThrow('--replaces lamps/2');
});

/** Two editors, each round from what stands then; who opens first, who arrives first and what comes twice is drawn. */
const rounds = fc.array(
  fc.record({
    first: fc.constantFrom('rosa', 'wim'),
    repeats: fc.array(fc.constantFrom('rosa', 'wim'), { maxLength: 2 }),
    alone: fc.integer({ min: 0, max: 4 }).map((luck) => luck === 4),
    asDraft: fc.integer({ min: 0, max: 4 }).map((luck) => luck === 4),
    /** Which write the function dies at, and whether that has taken effect by then. */
    dies: fc.option(fc.record({ at: fc.nat(3), written: fc.boolean() }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4 },
);

class Died extends Error {}

function dyingAt(
  dies: { at: number; written: boolean } | undefined,
  write: Office['content']['write'],
): Office['content']['write'] {
  let count = 0;
  return async (change) => {
    if (count++ !== dies?.at) return write(change);
    if (dies.written) await write(change);
    throw new Died();
  };
}

/** The newest revision that nobody was told to look at again: what an editor downloads. */
async function newestProper(office: Office): Promise<string> {
  const all = await office.content.revisions('lamps', 50);
  const proper = all.filter(({ overtaken }) => !overtaken).map(({ revision }) => revision);
  return `lamps/${Math.max(...proper)}`;
}

/** What was replaced without a word to anybody: texts that stood, and are no part of what came after. */
async function lostWork(
  all: typeof rounds extends fc.Arbitrary<infer T> ? T : never,
  scheduler: fc.Scheduler,
  { naming }: { naming: boolean },
): Promise<string[]> {
  const office = await anOffice();
  const { content } = office;
  const [lookUp, write] = [content.lookUp.bind(content), content.write.bind(content)];
  const lost: string[] = [];
  for (const [round, { first, repeats, alone, asDraft, dies }] of all.entries()) {
    const base = await newestProper(office);
    const who = first === 'rosa' ? ['rosa', 'wim'] : ['wim', 'rosa'];
    const sent = [];
    for (const by of alone ? who.slice(0, 1) : who) {
      const text = `Round ${round}, ${by}.`;
      const fields: Record<string, string> = asDraft && by === 'wim' ? { status: 'draft' } : {};
      sent.push({
        by,
        text,
        ...(await office.open(file(text, fields), { by, ...(naming && { basedOn: base }) })),
      });
    }
    content.lookUp = scheduler.scheduleFunction(lookUp);
    content.write = scheduler.scheduleFunction(dyingAt(dies, write));
    const calls = [...sent, ...sent.filter(({ by }) => repeats.some((one) => one === by))];
    const work = Promise.allSettled(calls.flatMap(({ files }) => files.map((one) => office.tell(one))));
    await scheduler.waitIdle();
    const ended = await work;
    [content.lookUp, content.write] = [lookUp, write];
    for (const one of ended) if (one.status === 'rejected' && !(one.reason instanceof Died)) throw one.reason;
    for (const { files } of sent) for (const one of files) await office.tell(one);
    const stands = await head(office);
    const results = await Promise.all(
      sent.map(async ({ id, by, text }) => ({ by, text, document: (await office.receipt(id)).documents[0] })),
    );
    // Of those that were not told otherwise, one at most stands, and no text is gone.
    const notTold = results.filter(
      ({ document }) => !document?.overtaken && document?.status === 'published',
    );
    const standingText = await textOf(office, stands.body);
    lost.push(...notTold.filter(({ text }) => text !== standingText).map(({ text }) => text));
    for (const { document, text } of results) {
      const kept = await content.revision('lamps', document?.revision ?? 0, stands.since);
      expect(kept && (await textOf(office, kept.body))).toBe(text);
    }
    if (naming && !alone && !asDraft)
      expect(results.filter(({ document }) => document?.overtaken)).toHaveLength(1);
  }
  return lost;
}

describe('two editors at one document', () => {
  it('replace nothing of each other unsaid, in whatever order and however often all arrives', async () => {
    const property = fc.asyncProperty(rounds, fc.scheduler(), async (all, scheduler) => {
      expect(await lostWork(all, scheduler, { naming: true })).toEqual([]);
    });
    await fc.assert(property, { numRuns: 120 });
  });

  it('would, if they did not say what they began from', async () => {
    let lost = 0;
    const property = fc.asyncProperty(rounds, fc.scheduler(), async (all, scheduler) => {
      lost += (await lostWork(all, scheduler, { naming: false })).length;
    });
    await fc.assert(property, { numRuns: 20 });
    expect(lost).toBeGreaterThan(0);
  });
});
