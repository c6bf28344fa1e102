import { describe, expect, it } from 'vitest';
import { planUploads } from '../../../../bin/press/backup/plan-uploads.ts';
import type { SavedDocument } from '../../../../bin/press/backup/read-backup.ts';
import type { UploadFile } from '../../../../bin/press/gather.ts';

const aFile = (name: string, bytes = 100): UploadFile => ({ name, path: name, type: 'text/markdown', bytes });

interface SavedOptions {
  /** What a revision shows. */
  pictures?: (revision: number) => string[];
  current?: number;
  /** Of each picture. */
  bytes?: number;
}

/** A document whose revisions have a text each. */
function saved(
  slug: string,
  revisions: number,
  { pictures = () => [], current = revisions, bytes }: SavedOptions = {},
): SavedDocument {
  const past = Array.from({ length: revisions }, (_, at) => ({
    ...{ revision: at + 1, status: 'published', order: `${slug}-${at}`, manuscript: `${slug}-${at + 1}` },
    pictures: Object.fromEntries(pictures(at + 1).map((name) => [name, name])),
  }));
  const state = { slug, status: 'published', order: `${slug}-x`, revision: current, revisions };
  const texts = past.map(({ manuscript }) => aFile(manuscript));
  const shown = past.flatMap((state) => Object.keys(state.pictures)).map((name) => aFile(name, bytes));
  return {
    history: { ...state, names: [], past },
    historyFile: aFile(`${slug}.json`),
    files: new Map([...texts, ...shown].map((file) => [file.name, file])),
  };
}

const many = (count: number, name: string) => Array.from({ length: count }, (_, n) => `${name}${n}`);
const namesOf = (uploads: UploadFile[][]) => uploads.map((files) => files.map(({ name }) => name));
const nothing = () => 0;
const uploadsOf = (one: SavedDocument) => namesOf(planUploads([one], nothing)[0]?.uploads ?? []);

it('puts short pasts together, and what they share once', () => {
  const pictures = () => ['p'];
  const both = [saved('a', 1, { pictures }), saved('b', 2, { pictures })];
  const [sequence, ...more] = planUploads(both, nothing);
  expect(more).toEqual([]);
  expect(sequence?.documents).toBe(2);
  const [names = []] = namesOf(sequence?.uploads ?? []);
  expect([...names].sort()).toEqual(['a-1', 'a.json', 'b-1', 'b-2', 'b.json', 'p']);
});

it('never fills an upload beyond what the API takes', () => {
  const all = Array.from({ length: 200 }, (_, n) => saved(`d${n}`, 4));
  const sequences = planUploads(all, nothing);
  for (const { uploads } of sequences)
    for (const files of uploads) expect(files.length).toBeLessThanOrEqual(50);
  expect(sequences.reduce((sum, { documents }) => sum + documents, 0)).toBe(200);
});

describe('a long past', () => {
  it('goes in several uploads, in order, each with its history, the last with the state that stands', () => {
    const names = uploadsOf(saved('long', 120, { pictures: () => ['p'], current: 7 }));
    expect(names.length).toBe(3);
    for (const each of names) expect(each).toEqual(expect.arrayContaining(['long.json', 'p']));
    expect(names.at(-1)).toContain('long-7');
    const texts = names.flat().filter((name) => /^long-\d+$/.test(name));
    expect([...new Set(texts)]).toEqual(many(121, 'long-').slice(1));
  });

  it('may show more pictures in all than an upload holds', () => {
    const pictures = (revision: number) => many(25, revision === 1 ? 'old' : 'new');
    expect(uploadsOf(saved('essay', 2, { pictures }))).toEqual([
      ['essay.json', 'essay-1', ...many(25, 'old')],
      ['essay.json', 'essay-2', ...many(25, 'new')],
    ]);
  });

  it('has a state to add in each upload, however heavy its pictures are', () => {
    const pictures = (revision: number) => many(5, `r${revision}-`);
    expect(uploadsOf(saved('heavy', 2, { pictures, bytes: 10_000_000 }))).toEqual([
      ['heavy.json', 'heavy-1', ...many(5, 'r1-')],
      ['heavy.json', 'heavy-2', ...many(5, 'r2-')],
    ]);
  });

  it('goes on after what the press has already', () => {
    const uploads = (inPress: number) => planUploads([saved('a', 9)], () => inPress)[0]?.uploads ?? [];
    expect(namesOf(uploads(7))).toEqual([['a.json', 'a-8', 'a-9']]);
    expect(namesOf(uploads(9))).toEqual([['a.json', 'a-9']]);
  });
});

it('sends the pictures ahead that do not fit into one upload with their text', () => {
  const large = saved('large', 2, { pictures: () => many(60, 'p') });
  const sequences = planUploads([saved('a', 1), large, saved('b', 1)], nothing);
  const [, whole] = sequences.map(({ ahead, uploads }) => ({
    ahead: namesOf(ahead?.pictures ?? []),
    uploads: namesOf(uploads),
  }));
  expect(whole?.ahead).toEqual([many(49, 'p'), many(60, 'p').slice(49)]);
  expect(whole?.uploads).toEqual([['large.json', 'large-1', 'large-2']]);
  expect(namesOf(sequences[0]?.uploads ?? [])).toEqual([['a.json', 'a-1', 'b.json', 'b-1']]);
});
