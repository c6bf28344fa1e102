import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contrast, defaultColours } from '../../../functions/look/colours.ts';
import { faceFile } from '../../../functions/look/face-files.ts';
import { faces, preloaded } from '../../../functions/look/faces.ts';
import { iconOf } from '../../../functions/look/icon.ts';
import { stylesheetOf } from '../../../functions/look/stylesheet.ts';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 10);

describe('typefaces', () => {
  it.each(faces.map(({ asset }) => asset))('%s carries the hash of its bytes', (asset) => {
    const bytes = faceFile(asset);
    expect(asset).toContain(bytes && hashOf(bytes));
    expect(
      Buffer.from(bytes ?? [])
        .subarray(0, 4)
        .toString(),
    ).toBe('wOF2');
  });

  it('are fetched early only where every page needs them', () => expect(preloaded).toHaveLength(2));
});

describe('the styles', () => {
  const sheet = stylesheetOf(defaultColours);
  const text = String(sheet.body);

  it('change their name with their content', () => {
    expect(stylesheetOf(defaultColours)).toEqual(sheet);
    expect(stylesheetOf({ ...defaultColours, accent: '#0a5a8a' }).name).not.toBe(sheet.name);
  });

  it('are light, and ask for nothing from elsewhere', () => {
    // As readers download them; a page on an old phone waits for them.
    expect(gzipSync(text).length).toBeLessThan(8_000);
    expect(text).not.toMatch(/@import|https?:\/\/|url\((?!\/assets\/)/);
  });

  it('close what they open', () => {
    expect(text.split('{').length).toBe(text.split('}').length);
  });

  it('mix soft text that can still be read', () => {
    const share = Number(/--soft:\s*color-mix\(in srgb, var\(--ink\) (\d+)%/.exec(text)?.[1]) / 100;
    const mixed = (at: number) =>
      Math.round(
        Number.parseInt(defaultColours.ink.slice(at, at + 2), 16) * share +
          Number.parseInt(defaultColours.paper.slice(at, at + 2), 16) * (1 - share),
      )
        .toString(16)
        .padStart(2, '0');
    expect(contrast(`#${mixed(1)}${mixed(3)}${mixed(5)}`, defaultColours.paper)).toBeGreaterThan(4.5);
  });
});

describe('the icon', () => {
  it('is the first letter that counts, safe in a drawing', () => {
    expect(String(iconOf({ title: 'The Quayside Lantern', colours: defaultColours }).body)).toContain(
      '>Q</text>',
    );
    expect(String(iconOf({ title: '<b>', colours: defaultColours }).body)).toContain('>&lt;</text>');
    expect(String(iconOf({ title: '', colours: defaultColours }).body)).toContain('>B</text>');
  });
});
