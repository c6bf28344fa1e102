import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** The repository. Bundles hold paths relative to it, so that they are the same wherever they are made. */
const root = join(import.meta.dirname, '..');

/**
 * The SDK's schemas are one file a service, with computed keys such as `[_hH]` for constants of that file. To a bundler
 * such a key could run code, so it keeps the schemas of every operation. With the constants inline it keeps those
 * that are used: 57 KB less of S3 in every cold start.
 */
const inlineComputedKeys: Plugin = {
  name: 'inline-computed-keys',
  setup: ({ onLoad }) => {
    onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => ({
        contents: withKeysInline(await readFile(path, 'utf8')),
      }),
    );
  },
};

function withKeysInline(code: string): string {
  const values = new Map(
    [...code.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return code.replace(/(?<=[{,]\s*)\[(\w+)\]:/g, (key, name) =>
    values.has(name) ? `${values.get(name)}:` : key,
  );
}

const { resolve } = createRequire(import.meta.url);

/** sanitize-html requires them: imported by others as modules they would be in a bundle twice, with 150 KB. */
const alias = Object.fromEntries(['htmlparser2', 'domhandler'].map((name) => [name, resolve(name)]));

/**
 * How functions are bundled. CommonJS with these main fields loads fastest with the SDK inside (measured: 35 ms for the
 * DynamoDB client, 48 ms as ESM).
 */
export const bundleOptions = {
  absWorkingDir: root,
  outdir: join(root, 'dist'),
  metafile: true,
  plugins: [inlineComputedKeys],
  alias,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  // A real `import('node:http')`, as the SDK has it, reads every export of that module, and some load all of
  // undici: 15 ms of a cold start. As calls of `require` they load when they are used.
  supported: { 'dynamic-import': false },
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.css': 'text', '.svg': 'text', '.txt': 'text', '.woff2': 'file', '.ttf': 'file' },
  // Each function gets such files in the folder of its code, not at the root of the outputs.
  publicPath: '.',
  // CommonJS has no import.meta; these are the same values.
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    'import.meta.url': '__here',
  },
  banner: { js: "const __here=require('node:url').pathToFileURL(__filename).href;" },
  // sharp loads its native part relative to its own package. The credential providers serve developers' machines: a
  // hundred kilobytes that Lambda never runs, because it sets credentials in the environment, which is asked first.
  external: [
    'sharp',
    // It finds its WebAssembly beside its own code.
    '@hyzyla/pdfium',
    ...['sso', 'ini', 'process', 'web-identity', 'http'].map((way) => `@aws-sdk/credential-provider-${way}`),
  ],
} satisfies BuildOptions;
