import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastName, listed, namesIn, withLast } from '../../../functions/desk/browser/write/name-list.ts';

const name = fc
  .string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '’', '.'), minLength: 1, maxLength: 8 })
  .map((text) => text.trim())
  .filter(Boolean);

describe('a list of names in one field', () => {
  it('is the names that it was made of', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (names) => {
        expect(namesIn(listed(names))).toEqual(names);
      }),
    );
  });

  it('has names with commas in quotes, and takes what is being typed', () => {
    expect(listed(['Tenants’ Union, London', 'Ann'])).toBe('"Tenants’ Union, London", Ann');
    expect(namesIn('Noor Haldane, Wim')).toEqual(['Noor Haldane', 'Wim']);
    expect(namesIn('Noor, "Tenants’ Union, Lon')).toEqual(['Noor', 'Tenants’ Union, Lon']);
    expect(namesIn('Noor,, ')).toEqual(['Noor']);
    expect(namesIn('Ann "Nan" Bell, Cy')).toEqual(['Ann "Nan" Bell', 'Cy']);
  });

  it('is gone on with by writing its last name out', () => {
    expect(lastName('"A, B", Noo')).toBe('Noo');
    expect(withLast('"A, B", Noo', 'Noor, of the Quay')).toBe('"A, B", "Noor, of the Quay"');
    expect(withLast('Noo', 'Noor')).toBe('Noor');
    fc.assert(
      fc.property(fc.array(name), name, name, (names, typed, whole) => {
        expect(namesIn(withLast(listed([...names, typed]), whole))).toEqual([...names, whole]);
      }),
    );
  });
});
