import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { picturesNamed } from '../a-manuscript.ts';

const folder = new URL('../../../../examples/press/', import.meta.url).pathname;
const files = (pattern: string) => globSync(pattern, { cwd: folder });
const pictures = picturesNamed(...files('**/*.{jpg,png,webp,gif}'));

describe('the sample press is read without a remark', () => {
  it.each(files('**/*.md'))('%s', (name) =>
    expect(readManuscript({ name, bytes: readFileSync(folder + name) }, { pictures })).toMatchObject({
      outcome: 'read',
      notices: [],
      missing: [],
    }),
  );
});
