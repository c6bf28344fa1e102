import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { bundleDesk, deskNames } from '../lib/desk-bundle.ts';

// What Node has compiled, for the processes of tests and the programs that these start.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, '../node_modules/.cache/broadside/compiled');

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

/** The desk's modules, as the bundler gives them (lib/desk-bundle.ts), with its files in a folder of the cache. */
const desk: Plugin = {
  name: 'desk-modules',
  resolveId: (source) => (/^desk:(names|files)$/.test(source) ? `\0${source}` : null),
  async load(id) {
    if (id !== '\0desk:names' && id !== '\0desk:files') return null;
    const files = await bundleDesk();
    if (id === '\0desk:names') return deskNames(files);
    const folder = resolve(import.meta.dirname, '../node_modules/.cache/broadside/desk');
    mkdirSync(folder, { recursive: true });
    for (const { name, contents } of files) writeFileSync(join(folder, name), contents);
    const paths = Object.fromEntries(files.map(({ name }) => [name, join(folder, name)]));
    return `export const deskFiles = ${JSON.stringify(paths)};`;
  },
};

/** The storms take longest: begun last they would keep other cores waiting for minutes. */
class StormsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isStorm = ({ moduleId }: TestSpecification) => /\/convergence[\w-]*\.test\.ts$/.test(moduleId);
    return (await super.sort(files)).sort((one, other) => Number(isStorm(other)) - Number(isStorm(one)));
  }
}

/** Whole presses, and what changes or measures its process: environment, clock, terminal, memory. Each has one of its own. */
const changeTheirProcess = [
  'tests/{bin,browser,system}/**',
  'tests/lib/local/**',
  'tests/lib/checks.test.ts',
  'tests/functions/content/api/api.test.ts',
  'tests/functions/content/pdf/read-pdf.test.ts',
  'tests/functions/content/pictures/picture-process.test.ts',
  'tests/functions/runtime/{clients,env}.test.ts',
];
const testsIn = (files: string) => files.replace(/\*\*$/, '**/*.test.{ts,tsx}');

export default defineConfig({
  plugins: [files, desk],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    root: `${import.meta.dirname}/..`,
    projects: [
      {
        extends: true,
        test: { name: 'own process', include: changeTheirProcess.map(testsIn) },
      },
      // Modules are evaluated once a process, not once a file.
      {
        extends: true,
        test: {
          name: 'shared process',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: changeTheirProcess,
          isolate: false,
        },
      },
    ],
    globalSetup: ['tests/assembly.ts'],
    // Also where there are only two cores: the storms leave one of them room.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: StormsFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
