import { describe, expect, it } from 'vitest';
import { writtenEarlier } from '../../../functions/look/dates.ts';
import { provenanceSentence } from '../../../functions/look/provenance.ts';

describe('where a piece comes from', () => {
  it.each([
    [
      {
        publication: 'The Beacon',
        issue: '3/63 to 3/65',
        dates: ['2004-12-02/2005-01-20'],
        treatment: 'edited',
      },
      'First published in The Beacon, no. 3/63 to 3/65, 2 December 2004 to 20 January 2005; edited.',
    ],
    [{ publication: 'The Beacon' }, 'First published in The Beacon.'],
    [
      { publication: 'The Beacon', issue: 'No. 9', dates: ['1949-05'] },
      'First published in The Beacon, no. 9, May 1949.',
    ],
    [{ publication: 'The Beacon', issue: 'Spring number' }, 'First published in The Beacon, Spring number.'],
    [{ publication: 'The Beacon', issue: '9–11' }, 'First published in The Beacon, no. 9 to 11.'],
    [{ issue: '9', dates: ['1949'] }, 'First published in no. 9, 1949.'],
    [{ dates: ['1949/1951'] }, 'First published 1949 to 1951.'],
    [
      { dates: ['1949', '1951-03', '1952-01/1952-02'] },
      'First published 1949, March 1951 and January 1952 to February 1952.',
    ],
    [{ treatment: 'abridged' }, 'Abridged.'],
    [{}, ''],
  ])('%j', (origin, sentence) => expect(provenanceSentence(origin)).toBe(sentence));

  it.each([
    ['1949', '2024-05-15', true],
    ['2024-04', '2024-05-15', true],
    ['2024', '2024-05-15', false],
    ['2024-05-14', '2024-05', false],
    ['2024-05-14', '2024-05-15T09:00Z', true],
    ['2025', '2024', false],
    [undefined, '2024', false],
  ])('%s is before %s: %s', (written, published, earlier) =>
    expect(writtenEarlier({ written, published })).toBe(earlier),
  );
});
