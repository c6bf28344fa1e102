import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeKept,
  eraseKept,
  Keep,
  reopenKept,
  type Shelves,
} from '../../../functions/desk/browser/kept/keep.ts';
import { KeptText } from '../../../functions/desk/browser/write/kept-text.ts';
import { newText, type Text } from '../../../functions/desk/browser/write/texts.ts';

/** A browser's database in memory; `isFull` as one that has no room left. */
function someShelves() {
  const rows = new Map();
  const state = { isFull: false, writes: 0 };
  const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
  const shelves: Shelves = {
    get: async (key) => rows.get(key),
    entries: async () => [...rows],
    async change(key, work) {
      await turn();
      if (state.isFull) throw new DOMException('full', 'QuotaExceededError');
      state.writes += 1;
      const next = work(rows.get(key));
      if (next === undefined) rows.delete(key);
      else rows.set(key, next);
    },
    async remove(keys) {
      for (const key of keys) rows.delete(key);
    },
  };
  return { shelves, rows, state };
}

let people = 0;
/** Each test has a person of its own: what a page holds is the page's. */
const somebody = () => `person-${people++}`;

const words = (text: string, more: Partial<Text> = {}): Text => ({ ...newText(0), text, ...more });
const textsIn = (rows: Map<string, Text>) => [...rows.values()].map(({ text }) => text).sort();

describe('a text that is kept', () => {
  it('is stored as it was at last, whatever came while one was stored', async () => {
    const { shelves, rows, state } = someShelves();
    const kept = new KeptText(new Keep(somebody(), 'texts', shelves), 'a', words(''));
    void kept.store(words('O'));
    void kept.store(words('On'));
    await kept.store(words('One'));
    expect(textsIn(rows)).toEqual(['One']);
    expect(state.writes).toBe(2);
    expect(kept.keeping.value).toEqual({ key: 'a', state: 'kept', isParted: false });
  });

  it('does not wait for another, nor lose what waits for one that cannot be stored', async () => {
    const { shelves, rows, state } = someShelves();
    const keep = new Keep<Text>(somebody(), 'texts', shelves);
    const [one, other] = [new KeptText(keep, 'one', words('')), new KeptText(keep, 'other', words(''))];
    await Promise.all([
      one.store(words('First')),
      one.store(words('First, and more')),
      other.store(words('Second')),
    ]);
    expect(textsIn(rows)).toEqual(['First, and more', 'Second']);
    state.isFull = true;
    await Promise.all([one.store(words('Lost?')), one.store(words('Not lost'))]);
    expect(one.keeping.value.state).toBe('held');
    expect((await keep.get('one'))?.text).toBe('Not lost');
    expect((await keep.all()).map(([, { text }]) => text).sort()).toEqual(['Not lost', 'Second']);
    state.isFull = false;
    await one.store(words('There is room again'));
    expect(one.keeping.value).toEqual({ key: 'one', state: 'kept', isParted: false });
    expect(textsIn(rows)).toEqual(['Second', 'There is room again']);
  });

  it('never takes the place of what another tab wrote: it is kept beside it', async () => {
    const { shelves, rows } = someShelves();
    const keep = new Keep<Text>(somebody(), 'texts', shelves);
    await new KeptText(keep, 'a', words('')).store(words('Begun'));
    const found = await keep.get('a');
    if (!found) throw new Error('Nothing was kept');
    const [one, other] = [new KeptText(keep, 'a', found), new KeptText(keep, 'a', found)];
    await one.store(words('A thousand words'));
    await other.store(words('Short'));
    await one.store(words('A thousand words and one'));
    await other.store(words('Short.'));
    expect(textsIn(rows)).toEqual(['A thousand words and one', 'Short.']);
    expect(one.keeping.value.isParted).toBe(false);
    expect(other.keeping.value).toMatchObject({ state: 'kept', isParted: true });
    expect((await keep.get(other.keeping.value.key))?.text).toBe('Short.');
  });

  it('is lost from no tab, in whatever order they write, hand in and run out of room', async () => {
    const step = fc.record({
      tab: fc.nat(2),
      act: fc.constantFrom('write', 'write', 'send', 'fill', 'free'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { shelves, rows, state } = someShelves();
        const keep = new Keep<Text>(somebody(), 'texts', shelves);
        const tabs = [0, 1, 2].map(() => new KeptText(keep, 'a', words('')));
        const last = new Map<number, string>();
        for (const [at, { tab, act }] of steps.entries()) {
          if (act === 'fill' || act === 'free') state.isFull = act === 'fill';
          const kept = tabs[tab];
          if (!kept || act === 'fill' || act === 'free') continue;
          const version = `${tab} ${at}`;
          await kept.store(words(version, { version }));
          last.set(tab, version);
          if (act !== 'send' || state.isFull) continue;
          await keep.change(kept.keeping.value.key, (row) => (row?.version === version ? undefined : row));
          last.delete(tab);
        }
        state.isFull = false;
        for (const [tab, text] of last) await tabs[tab]?.store(words(text));
        expect(textsIn(rows)).toEqual(expect.arrayContaining([...last.values()]));
      }),
      { numRuns: 60 },
    );
  });

  it('is erased with all that is somebody’s, and nothing is kept of them afterwards', async () => {
    const { shelves, rows } = someShelves();
    const [by, another] = [somebody(), somebody()];
    const kept = new KeptText(new Keep<Text>(by, 'texts', shelves), 'a', words(''));
    await kept.store(words('Private'));
    await new Keep<Text>(another, 'texts', shelves).set('a', words('Theirs'));
    const begun = kept.store(words('Private, and more'));
    closeKept(by);
    await begun;
    expect(await eraseKept(by, shelves)).toBe(true);
    await kept.store(words('Private still'));
    expect(textsIn(rows)).toEqual(['Theirs']);
    reopenKept(by);
    await kept.store(words('Signed in again'));
    expect(textsIn(rows)).toEqual(['Signed in again', 'Theirs']);
  });
});

it('two texts that people begin in one moment have files of two names', () => {
  expect(newText(0).name).toMatch(/^text-1970-01-01-[\da-f]{8}\.md$/);
  expect(newText(0).name).not.toBe(newText(0).name);
});
