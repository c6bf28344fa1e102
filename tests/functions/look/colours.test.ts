import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coloursOf,
  contrast,
  dayPalette,
  defaultColours,
  nightPalette,
} from '../../../functions/look/colours.ts';

const colour = fc.stringMatching(/^#[0-9a-f]{6}$/);

describe('colours', () => {
  it('can be read by day and by night, whatever a press chooses', () => {
    fc.assert(
      fc.property(fc.record({ accent: colour, paper: colour, ink: colour }), (chosen) => {
        for (const palette of [dayPalette(chosen), nightPalette(chosen)]) {
          expect(contrast(palette.ink, palette.paper)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette.accentText, palette.paper)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette.accent, palette.paper)).toBeGreaterThanOrEqual(3);
          expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  it('stay as chosen where they can be read', () => {
    expect(dayPalette(defaultColours)).toMatchObject(defaultColours);
  });

  it.each(['red', '#12', '#12345', 'url(x)', '#fff;}body{display:none', '', undefined])(
    'are the house’s where one is none: %s',
    (accent) => expect(coloursOf({ accent }).accent).toBe(defaultColours.accent),
  );

  it('may be short', () => expect(coloursOf({ accent: '#A0c' }).accent).toBe('#aa00cc'));
});
