import { describe, expect, it } from 'vitest';
import { patternOf } from '../../../../lib/local/events/pattern.ts';

const event = {
  source: 'broadside.content',
  'detail-type': 'Document Changed',
  resources: ['arn:one', 'arn:two'],
  detail: {
    bucket: { name: 'uploads' },
    object: { key: 'manuscripts/01/0', size: 120 },
    title: 'Rent Strike',
    nothing: null,
    live: true,
    empty: [],
    authors: [
      { name: 'Ada', role: 'writer' },
      { name: 'Bo', role: 'editor' },
    ],
  },
};

const detail = (wanted: object) => ({ detail: wanted });

describe('a pattern', () => {
  it.each([
    ['a value', { source: ['broadside.content'] }, true],
    ['another value', { source: ['aws.s3'] }, false],
    ['one of several', { source: ['aws.s3', 'broadside.content'] }, true],
    ['all of several fields', { source: ['broadside.content'], 'detail-type': ['Other'] }, false],
    ['a nested value', detail({ bucket: { name: ['uploads'] } }), true],
    ['one element of an array', { resources: ['arn:two'] }, true],
    ['no element of an array', { resources: ['arn:three'] }, false],
    ['an object of an array', detail({ authors: { name: ['Bo'], role: ['editor'] } }), true],
    ['no single object of an array', detail({ authors: { name: ['Ada'], role: ['editor'] } }), false],
    ['a number', detail({ object: { size: [120] } }), true],
    ['a number as text', detail({ object: { size: ['120'] } }), false],
    ['null', detail({ nothing: [null] }), true],
    ['true', detail({ live: [true] }), true],
    ['prefix', detail({ object: { key: [{ prefix: 'manuscripts/' }] } }), true],
    ['prefix not there', detail({ object: { key: [{ prefix: 'pictures/' }] } }), false],
    ['suffix', detail({ object: { key: [{ suffix: '/0' }] } }), true],
    ['anything-but', { source: [{ 'anything-but': 'aws.s3' }] }, true],
    ['anything-but itself', { source: [{ 'anything-but': ['aws.s3', 'broadside.content'] }] }, false],
    ['anything-but of what is not there', { other: [{ 'anything-but': 'x' }] }, false],
    ['anything-but prefix', detail({ title: [{ 'anything-but': { prefix: 'Rent' } }] }), false],
    ['exists', detail({ title: [{ exists: true }] }), true],
    ['exists of null', detail({ nothing: [{ exists: true }] }), true],
    ['exists not', detail({ other: [{ exists: false }] }), true],
    ['exists not, but there', detail({ title: [{ exists: false }] }), false],
    ['exists not below what is not there', detail({ other: { deeper: [{ exists: false }] } }), true],
    ['$or', { $or: [{ source: ['aws.s3'] }, detail({ live: [true] })] }, true],
    ['$or of nothing that fits', { $or: [{ source: ['aws.s3'] }, detail({ live: [false] })] }, false],
    ['$or beside a field', { source: ['aws.s3'], $or: [detail({ live: [true] })] }, false],
  ])('%s', (_, pattern, fits) => {
    expect(patternOf(pattern)(event)).toBe(fits);
  });

  it.each([
    ['an unknown operator', { source: [{ cidr: '10.0.0.0/8' }] }, 'cidr'],
    ['an operator that is not imitated', { n: [{ numeric: ['>', 1] }] }, 'numeric'],
    ['an unknown operator in anything-but', { source: [{ 'anything-but': { cidr: 'x' } }] }, 'cidr'],
    ['no values', { source: [] }, 'source'],
    ['two operators at once', { source: [{ prefix: 'a', suffix: 'b' }] }, 'suffix'],
    ['a bare value', { source: 'x' }, 'object'],
  ])('is refused for %s', (_, pattern, name) => {
    expect(() => patternOf(pattern)).toThrow(name);
  });
});
