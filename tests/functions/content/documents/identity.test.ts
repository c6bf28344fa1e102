import { describe, expect, it } from 'vitest';
import type { Claim, Known } from '../../../../functions/content/documents/claim.ts';
import { tombstone } from '../../../../functions/content/documents/delete-document.ts';
import { identify } from '../../../../functions/content/documents/identity.ts';
import { movedMarker } from '../../../../functions/content/documents/moved-markers.ts';
import { aHead, anIncoming } from '../a-document.ts';

const claim = (changes: Partial<Claim> = {}): Claim => ({
  name: 'rent.md',
  kind: 'article',
  title: 'Rent strike',
  aliases: [],
  replaces: [],
  draft: false,
  body: 'bodies/1.json',
  likeness: 'words:1',
  ...changes,
});

const nothing: Known = {
  heads: new Map(),
  filenames: new Map(),
  namesakes: new Map(),
  likenesses: new Map(),
};
const another = { body: 'bodies/2.json', likeness: 'words:2' };
const strike = aHead({ name: 'rent.md' }, { title: 'Rent strike in the docks', written: '1949' });
/** The strike is at `rent-strike` and came as `rent.md`. */
const known: Known = {
  ...nothing,
  heads: new Map([['rent-strike', strike]]),
  filenames: new Map([['rent.md', 'rent-strike']]),
  likenesses: new Map([['bodies/1.json', 'words:1']]),
};
const command = { order: '01HQ0000000000000000000009', by: 'rosa', at: '2024-03-02T09:00:00.000Z' };
const deleted: Known = { ...known, heads: new Map([['rent-strike', tombstone(strike, command)]]) };
const present = aHead({ slug: 'the-strike', name: 'rent.md' });
const moved: Known = {
  ...known,
  heads: new Map([
    ['rent-strike', movedMarker(strike, 'rent-strike', anIncoming({ slug: 'the-strike' }))],
    ['the-strike', present],
  ]),
  leads: new Map([['rent-strike', present]]),
};

describe('a manuscript is the document', () => {
  it.each<[string, Claim, Known, string]>([
    ['of its title, when it is new', claim(), nothing, 'rent-strike'],
    ['that its front matter names', claim({ slug: 'rent-strike', title: 'Otherwise' }), known, 'rent-strike'],
    ['whose slug its title has', claim(), known, 'rent-strike'],
    ['its file was before, if the texts are alike', claim({ title: 'Something else' }), known, 'rent-strike'],
    [
      'of its title, if the one before is deleted',
      claim({ title: 'Something else' }),
      deleted,
      'something-else',
    ],
    ['that the one before has moved to', claim({ title: 'Rent strike' }), moved, 'the-strike'],
    [
      'of its title, if its file was one of another text',
      claim({ title: 'May Day', ...another }),
      known,
      'may-day',
    ],
    [
      'of the same title and a like text from another file',
      claim({ name: 'other.md' }),
      known,
      'rent-strike',
    ],
    ['that a moved slug leads to', claim({ name: 'other.md' }), moved, 'the-strike'],
    ['that it names, though that slug has moved', claim({ slug: 'rent-strike' }), moved, 'rent-strike'],
  ])('%s', (_, manuscript, there, slug) => {
    expect(identify(manuscript, there)).toMatchObject({ outcome: 'found', slug });
  });
});

describe('a manuscript is refused with the way out', () => {
  it.each<[string, Claim, Known, RegExp]>([
    [
      'when another file of its title has another text',
      claim({ name: 'b.md', ...another }),
      known,
      /slug: rent-strike”.*slug: rent-strike-2”/,
    ],
    [
      'when its title and file are those of another text and date',
      claim({ written: '1950', ...another }),
      known,
      /slug: rent-strike-2/,
    ],
    ['when a page has the slug', claim({ kind: 'page', slug: 'rent-strike' }), known, /another kind/],
    [
      'when the site needs the address',
      claim({ kind: 'page', title: 'Archive' }),
      nothing,
      /site itself.*archive-2/,
    ],
    [
      'when a draft would stand where readers are led on',
      claim({ slug: 'rent-strike', draft: true }),
      moved,
      /slug: the-strike/,
    ],
    [
      'when its alias would take down another piece',
      claim({ name: 'b.md', title: 'May Day', aliases: ['rent-strike'], ...another }),
      known,
      /“Rent strike in the docks” \(rent-strike\).*replaces: \[rent-strike\].*out of the aliases/,
    ],
    ['when it would be the front page', claim({ title: 'Front' }), nothing, /site itself/],
  ])('%s', (_, manuscript, there, text) => {
    const identity = identify(manuscript, there);
    expect(identity).toMatchObject({ outcome: 'refused', text: expect.stringMatching(text) });
  });
});

it('suggests no slug that is taken', () => {
  const third = {
    ...known,
    heads: new Map([...known.heads, ['rent-strike-2', aHead({ slug: 'rent-strike-2' })]]),
  };
  expect(identify(claim({ name: 'b.md', ...another }), third)).toMatchObject({
    text: expect.stringContaining('slug: rent-strike-3”'),
  });
});

it.each([
  ['of the same file name', { title: 'May Day' }],
  ['of the same title', { name: 'b.md', title: 'Rent strike in the docks' }],
  ['that it says it replaces', { name: 'b.md', title: 'May Day', replaces: ['rent-strike'] }],
])('takes over the address of a piece %s', (_, changes) => {
  const moving = claim({ slug: 'new', aliases: ['rent-strike'], ...another, ...changes });
  expect(identify(moving, known)).toMatchObject({ outcome: 'found', slug: 'new' });
});

it('moves a piece that names its old address to that of its title', () => {
  const moving = claim({ title: 'May Day', aliases: ['rent-strike'], ...another });
  expect(identify(moving, known)).toMatchObject({ outcome: 'found', slug: 'may-day' });
  expect(identify(claim({ title: 'May Day', aliases: ['rent-strike'] }), moved)).toMatchObject({
    slug: 'the-strike',
  });
});

it('tells of a guess', () => {
  expect(identify(claim(another), known)).toMatchObject({
    warning: expect.stringContaining('not alike'),
  });
  expect(identify(claim({ name: 'other.md' }), known)).toMatchObject({
    warning: expect.stringContaining('rent.md'),
  });
  expect(identify(claim({ slug: 'new' }), known)).toMatchObject({
    warning: expect.stringContaining('aliases'),
  });
  expect(identify(claim({ slug: 'new', aliases: ['rent-strike'] }), known)).not.toHaveProperty('warning');
});
