import { expect, it } from 'vitest';
import { giveLedger } from '../../../../functions/newsletters/editors/give-export.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import { ledgerHeader } from '../../../../functions/newsletters/issues/report.ts';
import { aDesk, by } from './a-desk.ts';

const issue: Issue = {
  id: '01-spring',
  text: {
    ...{ slug: 'spring', version: 1, revision: 1, title: 'Spring', subject: 'In spring' },
    ...{ lists: ['weekly'], pieces: [], body: 'bodies/1' },
  },
  ...{ state: 'sent', round: 1, writes: 0 },
};

/** An issue that went to three people, of whom one is gone by now and one has a formula for an address. */
async function aSentIssue() {
  const desk = aDesk();
  const { deps } = desk;
  await desk.import('email,lists\nnia@example.org,weekly\n=cmd@example.org,weekly\n');
  const [nia, wim] = await Promise.all(['nia@example.org', '=cmd@example.org'].map(desk.personAt));
  await deps.issues.write(undefined, issue);
  const entry = { attempt: 1, round: 1, state: 'sent' as const };
  const batch = { issue: issue.id, attempt: 1, writes: 0 };
  await deps.batches.writeNew({
    ...{ ...batch, position: '00', next: '05-b-' },
    entries: [{ ...entry, person: nia?.id ?? '', message: 'm1' }],
  });
  await deps.batches.writeNew({
    ...{ ...batch, position: '05-b-' },
    entries: [
      { ...entry, person: wim?.id ?? '', message: 'm2' },
      { ...entry, person: '01GONE', state: 'suppressed', why: 'erased' },
    ],
  });
  return desk;
}

async function ledgerOf(desk: Awaited<ReturnType<typeof aSentIssue>>, deliver: () => Promise<void>) {
  for (let asked = 0; asked < 10; asked++) {
    const given = await giveLedger(issue.id, by, true, desk.deps);
    if (given.outcome === 'done') {
      const key = new URL(given.links.url).pathname.slice(1);
      return { links: given.links, text: desk.files.text(key) };
    }
    await deliver();
  }
  throw new Error('The ledger is not done');
}

it('has a row a person, an address where they are there still, and nothing that a spreadsheet computes', async () => {
  const desk = await aSentIssue();
  const { links, text } = await ledgerOf(desk, desk.deliver);
  const [header, ...rows] = text.replace('\ufeff', '').trim().split('\r\n');
  expect(header).toBe(ledgerHeader.join(','));
  expect(rows).toHaveLength(3);
  expect(text).toContain('nia@example.org');
  expect(text).not.toMatch(/(^|,)=cmd/m);
  expect(rows.at(-1)).toMatch(/^01GONE,,suppressed,/);
  expect(Object.keys(links).sort()).toEqual(['expires', 'url']);
});

it('is the same in slices of one batch, and beside an export of the subscribers', async () => {
  const [whole, sliced] = [await aSentIssue(), await aSentIssue()];
  const one = await ledgerOf(whole, whole.deliver);
  let messages = 0;
  const other = await ledgerOf(sliced, async () => {
    while (sliced.messages.sent.length) {
      messages += 1;
      await sliced.deliverOne();
    }
  });
  expect(messages).toBe(3);
  expect(other.text.split('\r\n').map((row) => row.split(',').slice(2))).toEqual(
    one.text.split('\r\n').map((row) => row.split(',').slice(2)),
  );
  expect(await sliced.deps.exports.find(by)).toBeUndefined();
});

it('begins nothing for who only looks', async () => {
  const desk = await aSentIssue();
  expect(await giveLedger(issue.id, by, false, desk.deps)).toEqual({ outcome: 'working' });
  expect(desk.messages.sent).toEqual([]);
});
