import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Styles as text and typefaces as the paths of their files, as the bundler has them (lib/bundle-options.ts). */
const files: Plugin = {
  name: 'files-as-modules',
  enforce: 'pre',
  resolveId(source, importer = '') {
    if (!/\.(css|woff2|ttf)$/.test(source)) return null;
    const path = source.startsWith('.')
      ? resolve(importer, '..', source)
      : createRequire(importer).resolve(source);
    return `\0file:${path}.js`;
  },
  load(id) {
    if (!id.startsWith('\0file:')) return null;
    const path = id.slice('\0file:'.length, -'.js'.length);
    if (path.endsWith('.css')) return `export default ${JSON.stringify(readFileSync(path, 'utf8'))};`;
    return `export default ${JSON.stringify(path)};`;
  },
};

/** The storms take longest: begun last they would keep other cores waiting for minutes. */
class StormsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isStorm = ({ moduleId }: TestSpecification) => /\/convergence[\w-]*\.test\.ts$/.test(moduleId);
    return (await super.sort(files)).sort((one, other) => Number(isStorm(other)) - Number(isStorm(one)));
  }
}

export default defineConfig({
  plugins: [files],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/assembly.ts'],
    // Also where there are only two cores: the storms leave one of them room.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: StormsFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
