import { describe, expect, it } from 'vitest';
import { tombstone } from '../../../../functions/content/documents/delete-document.ts';
import {
  type Claim,
  identify,
  type Known,
  resemble,
} from '../../../../functions/content/documents/identity.ts';
import { movedMarker } from '../../../../functions/content/documents/moved-markers.ts';
import { aHead, anIncoming } from '../a-document.ts';

const claim = (changes: Partial<Claim> = {}): Claim => ({
  name: 'rent.md',
  kind: 'article',
  title: 'Rent strike',
  aliases: [],
  draft: false,
  ...changes,
});

const nothing: Known = { heads: new Map(), filenames: new Map() };
const strike = aHead({ name: 'rent.md' }, { title: 'Rent strike in the docks', written: '1949' });
/** The strike is at `rent-strike` and came as `rent.md`. */
const known: Known = {
  heads: new Map([['rent-strike', strike]]),
  filenames: new Map([['rent.md', 'rent-strike']]),
};
const command = { order: '01HQ0000000000000000000009', by: 'rosa', at: '2024-03-02T09:00:00.000Z' };
const deleted: Known = { ...known, heads: new Map([['rent-strike', tombstone(strike, command)]]) };
const moved: Known = {
  filenames: known.filenames,
  heads: new Map([
    ['rent-strike', movedMarker(strike, 'rent-strike', anIncoming({ slug: 'the-strike' }))],
    ['the-strike', aHead({ slug: 'the-strike', name: 'rent.md' })],
  ]),
};

describe('a manuscript is the document', () => {
  it.each<[string, Claim, Known, string]>([
    ['of its title, when it is new', claim(), nothing, 'rent-strike'],
    ['that its front matter names', claim({ slug: 'rent-strike', title: 'Otherwise' }), known, 'rent-strike'],
    ['whose slug its title has', claim(), known, 'rent-strike'],
    [
      'its file was before, if the titles resemble',
      claim({ title: 'Strike in the docks' }),
      known,
      'rent-strike',
    ],
    [
      'of its title, if the one before is deleted',
      claim({ title: 'Something else' }),
      deleted,
      'something-else',
    ],
    ['that the one before has moved to', claim({ title: 'Rent strike' }), moved, 'the-strike'],
    ['of the same title from another file', claim({ name: 'other.md' }), known, 'rent-strike'],
    ['that a moved slug leads to', claim({ name: 'other.md' }), moved, 'the-strike'],
    ['that it names, though that slug has moved', claim({ slug: 'rent-strike' }), moved, 'rent-strike'],
  ])('%s', (_, manuscript, there, slug) => {
    expect(identify(manuscript, there)).toMatchObject({ outcome: 'found', slug });
  });
});

describe('a manuscript is refused with the way out', () => {
  it.each<[string, Claim, Known, RegExp]>([
    [
      'when its file was something quite different',
      claim({ title: 'May Day' }),
      known,
      /slug: rent-strike.*slug: may-day/,
    ],
    [
      'when two pieces of one title have other dates',
      claim({ name: 'b.md', written: '1950' }),
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
    ['when it would be the front page', claim({ title: 'Front' }), nothing, /site itself/],
  ])('%s', (_, manuscript, there, text) => {
    const identity = identify(manuscript, there);
    expect(identity).toMatchObject({ outcome: 'refused', text: expect.stringMatching(text) });
  });
});

it('tells of a guess', () => {
  expect(identify(claim({ name: 'other.md' }), known)).toMatchObject({
    warning: expect.stringContaining('rent.md'),
  });
  expect(identify(claim({ slug: 'new' }), known)).toMatchObject({
    warning: expect.stringContaining('aliases'),
  });
  expect(identify(claim({ slug: 'new', aliases: ['rent-strike'] }), known)).not.toHaveProperty('warning');
});

it.each([
  ['Rent strike', 'The rent strike', true],
  ['Rent strike', 'RENT STRIKE!', true],
  ['Rent strike', 'May Day', false],
  ['The strike of the dockers', 'The price of the bread', false],
  ['東京の労働者', '東京の労働者たち', true],
  ['May Day', 'May Day 1949', true],
  ['', '', false],
])('“%s” and “%s” resemble each other: %s', (a, b, expected) => {
  expect(resemble(a, b)).toBe(expected);
});
