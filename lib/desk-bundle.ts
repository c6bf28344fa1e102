import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** A file of the desk, as browsers get it. */
export interface DeskFile {
  /** `desk-HASH.js` or `desk-HASH.css`: carries the start of the content's SHA-256, so that it never changes under its name. */
  readonly name: string;
  readonly contents: Uint8Array;
}

const root = join(import.meta.dirname, '..');

/** The parts of `yaml` have no side effects, which its package does not say: what is not used would be 17 KB gzipped. */
const leaveOutUnused: Plugin = {
  name: 'leave-out-unused',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\.?\// }, ({ importer, path }) =>
      /[\\/]node_modules[\\/]yaml[\\/]/.test(importer)
        ? { path: join(dirname(importer), path), sideEffects: false }
        : undefined,
    );
  },
};

const probe = "new Parser().parseFromString('', 'text/html')";

/** `turndown` tries at its start whether the browser parses HTML, which the desk's Trusted Types refuse; it is given
 *  documents alone. */
const parseNothing: Plugin = {
  name: 'parse-nothing',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]node_modules[\\/]turndown[\\/].*\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      if (!contents.includes(probe)) throw new Error(`${path} has no “${probe}” any more.`);
      return { contents: contents.replace(probe, 'true') };
    });
  },
};

/** Bundles the code of `functions/desk/browser/`: one script and one stylesheet. */
export async function bundleDesk(): Promise<DeskFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: 'functions/desk/browser/desk.browser.tsx', out: 'desk' }],
    outdir: join(root, 'dist'),
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    // What browsers have been able to do since 2023.
    target: ['chrome115', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [leaveOutUnused, parseNothing],
  });
  return outputFiles.map(({ path, contents }) => {
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10);
    return { name: `desk-${hash}${extname(path)}`, contents };
  });
}

/** A module that tells the names of the desk's files, for pages and plans. */
export const deskNames = (files: readonly DeskFile[]): string =>
  `export const deskNames = ${JSON.stringify(files.map(({ name }) => name))};`;

/**
 * Gives functions the modules `desk:names` and `desk:files`: only who imports the latter has the files themselves
 * beside its code, to be read when one of them is asked for.
 */
export function deskModules(files: readonly DeskFile[]): Plugin {
  const imports = files.map(({ name }, at) => `import file${at} from 'desk-file:${name}';`);
  const entries = files.map(({ name }, at) => `${JSON.stringify(name)}: file${at}`);
  return {
    name: 'desk-modules',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^desk(-file)?:/ }, ({ path }) => ({ path, namespace: 'desk' }));
      onLoad({ filter: /^desk:names$/, namespace: 'desk' }, () => ({ contents: deskNames(files) }));
      onLoad({ filter: /^desk:files$/, namespace: 'desk' }, () => ({
        contents: [...imports, `export const deskFiles = { ${entries.join(', ')} };`].join('\n'),
      }));
      onLoad({ filter: /^desk-file:/, namespace: 'desk' }, ({ path }) => ({
        contents: files.find(({ name }) => path === `desk-file:${name}`)?.contents,
        loader: 'file',
      }));
    },
  };
}
