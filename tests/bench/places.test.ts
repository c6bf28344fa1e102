import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { sources } from './places.ts';

const root = join(import.meta.dirname, '../..');

it('makes archives anew when a file changes that reads an article or decides about it', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['tests/bench/renderer/stored-archive.ts', 'functions/content/store/content-items.ts'],
    bundle: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    outdir: 'none',
  });
  const read = Object.keys(metafile.inputs).filter((file) => /content\/|bench\//.test(file));
  expect(sources).toEqual(expect.arrayContaining(read));
  expect(new Set(sources).size).toBe(sources.length);
});
