import { expect, it } from 'vitest';
import type { Handed } from '../../../bin/press/gather.ts';
import type { SavedDocument } from '../../../bin/press/read-backup.ts';
import { chainsOf } from '../../../bin/press/restore-parcels.ts';

const aFile = (name: string, bytes = 100): Handed => ({ name, path: name, type: 'text/markdown', bytes });

/** A document whose revisions have a text each, and show these pictures. */
function saved(slug: string, revisions: number, pictures: string[] = [], current = revisions): SavedDocument {
  const past = Array.from({ length: revisions }, (_, at) => ({
    ...{ revision: at + 1, status: 'published', order: `${slug}-${at}`, manuscript: `${slug}-${at + 1}` },
    pictures: Object.fromEntries(pictures.map((name) => [name, name])),
  }));
  const names = [...past.map(({ manuscript }) => manuscript), ...pictures];
  const history = {
    slug,
    status: 'published',
    order: `${slug}-x`,
    revision: current,
    revisions,
    names: [],
    past,
  };
  return {
    history,
    historyFile: aFile(`${slug}.json`),
    files: new Map(names.map((name) => [name, aFile(name)])),
  };
}

const namesOf = (uploads: Handed[][]) => uploads.map((files) => files.map(({ name }) => name));
const nothing = () => 0;

it('puts short pasts together, and what they share once', () => {
  const [chain, ...more] = chainsOf([saved('a', 1, ['p']), saved('b', 2, ['p'])], nothing);
  expect(more).toEqual([]);
  expect(chain?.documents).toBe(2);
  const [names = []] = namesOf(chain?.uploads ?? []);
  expect([...names].sort()).toEqual(['a-1', 'a.json', 'b-1', 'b-2', 'b.json', 'p']);
});

it('never fills an upload beyond what the API takes', () => {
  const chains = chainsOf(
    Array.from({ length: 200 }, (_, n) => saved(`d${n}`, 4)),
    nothing,
  );
  for (const { uploads } of chains) for (const files of uploads) expect(files.length).toBeLessThanOrEqual(50);
  expect(chains.reduce((sum, { documents }) => sum + documents, 0)).toBe(200);
});

it('sends a long past in several uploads, in order, each with its history and the state that stands', () => {
  const [{ uploads = [] } = {}] = chainsOf([saved('long', 120, ['p'], 7)], nothing);
  expect(uploads.length).toBe(3);
  const names = namesOf(uploads);
  for (const each of names) expect(each).toEqual(expect.arrayContaining(['long.json', 'long-7', 'p']));
  const texts = names.flat().filter((name) => /^long-\d+$/.test(name) && name !== 'long-7');
  expect(texts).toEqual(
    [...Array(120).keys()].map((at) => `long-${at + 1}`).filter((name) => name !== 'long-7'),
  );
});

it('goes on after what the press has already', () => {
  const [{ uploads = [] } = {}] = chainsOf([saved('a', 9)], () => 7);
  expect(namesOf(uploads)).toEqual([['a.json', 'a-9', 'a-8']]);
});

it('says so when one state alone is too much', () => {
  const many = Array.from({ length: 49 }, (_, n) => `p${n}`);
  expect(() => chainsOf([saved('a', 1, many)], nothing)).toThrow('“a” shows more pictures at once');
});
