import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { inlineComputedKeys } from './inline-computed-keys.ts';

/** The repository. Bundles hold paths relative to it, so that they are the same wherever they are made. */
const root = join(import.meta.dirname, '..');

/**
 * CommonJS with these main fields loads fastest with the SDK inside (measured: 35 ms for the DynamoDB client,
 * 48 ms as ESM).
 */
export const bundleStyle = {
  absWorkingDir: root,
  outdir: join(root, 'dist'),
  metafile: true,
  plugins: [inlineComputedKeys],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  // A real `import('node:http')`, as the SDK has it, reads every export of that module, and some load all of
  // undici: 15 ms of a cold start. Called by `require` they wait until someone asks for them.
  supported: { 'dynamic-import': false },
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.css': 'text', '.svg': 'text', '.txt': 'text', '.woff2': 'file' },
  // Such files lie beside the code, not where the outputs have their root.
  publicPath: '.',
  // CommonJS has no import.meta; these say the same.
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    'import.meta.url': '__here',
  },
  banner: { js: "const __here=require('node:url').pathToFileURL(__filename).href;" },
  // sharp looks for its native half beside itself. The others find credentials on developers' machines, a
  // hundred kilobytes that Lambda never reads: it hands credentials over in the environment, asked first.
  external: [
    'sharp',
    ...['sso', 'ini', 'process', 'web-identity', 'http'].map((way) => `@aws-sdk/credential-provider-${way}`),
  ],
} satisfies BuildOptions;
