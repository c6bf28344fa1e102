import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { picturesNamed } from '../a-manuscript.ts';

const folder = new URL('../../../../examples/press/', import.meta.url).pathname;
const files = (pattern: string) => globSync(pattern, { cwd: folder });
const shelf = {
  pictures: picturesNamed(...files('**/*.{jpg,png,webp,gif}')),
  files: new Map(
    files('**/*.pdf').map((name) => [name, { name, path: '/media/bulletin-2.pdf', bytes: 1, pages: 2 }]),
  ),
};

describe('the sample press is read without a remark', () => {
  it.each(files('**/*.md'))('%s', (name) =>
    expect(readManuscript({ name, bytes: readFileSync(folder + name) }, shelf)).toMatchObject({
      outcome: 'read',
      notices: [],
      missing: [],
    }),
  );
});
