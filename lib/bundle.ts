import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild';
import { type Machine, sharpParts } from './sharp-parts.ts';

/** The repository. Bundles hold paths relative to it, so that they are the same wherever they are made. */
const root = join(import.meta.dirname, '..');

export interface Bundle {
  /** The folder of one function, by `<room>/<verb-noun>`. Throws when there is no such entry. */
  folder(entry: string): string;
  /** Every entry found, whether the stack uses it or not. */
  readonly entries: readonly string[];
}

export interface BundleOptions {
  /** Where the rooms lie. */
  readonly functions?: string;
  /** An empty folder. */
  readonly into: string;
  /** Where the native parts will run. */
  readonly machine: Machine;
}

/**
 * Bundles every `<room>/<verb-noun>.lambda.ts` in one run of esbuild, into a folder each. Beside its code a
 * function gets the threads (`*.worker.ts`) that its code names, and sharp's native parts when it uses them.
 */
export async function bundleFunctions({
  functions = join(root, 'functions'),
  into,
  machine,
}: BundleOptions): Promise<Bundle> {
  const lambdas = found(functions, 'lambda');
  const made = await build({ ...style, entryPoints: { ...lambdas, ...found(functions, 'worker') } });
  const code = new Outputs(made.outputFiles, made.metafile);
  const entries = Object.keys(lambdas).map(dirname);
  for (const entry of entries) writeFunction(join(into, entry), entry, code, machine);
  return {
    entries,
    folder: (entry) => {
      if (!entries.includes(entry)) throw new Error(`There is no functions/${entry}.lambda.ts.`);
      return join(into, entry);
    },
  };
}

/**
 * CommonJS with these main fields loads fastest with the SDK inside (measured: 35 ms for the DynamoDB client,
 * 48 ms as ESM). Written in memory first: what a function gets is known only when all are made.
 */
const style = {
  absWorkingDir: root,
  outdir: join(root, 'dist'),
  write: false,
  metafile: true,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.css': 'text', '.svg': 'text', '.txt': 'text', '.woff2': 'binary' },
  // CommonJS has no import.meta; these say the same.
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    'import.meta.url': 'here',
  },
  banner: { js: "const here=require('node:url').pathToFileURL(__filename).href;" },
  // It looks for its native half beside itself.
  external: ['sharp'],
} satisfies BuildOptions;

/** Output names to source files: `content/ingest-upload/index` to `…/ingest-upload.lambda.ts`. */
function found(functions: string, role: 'lambda' | 'worker'): Record<string, string> {
  const files = globSync(`*/*.${role}.ts`, { cwd: functions }).sort();
  const output = (file: string) => file.replace(/\.ts$/, '').replace(/\.lambda$/, '/index');
  return Object.fromEntries(files.map((file) => [output(file).replaceAll('\\', '/'), join(functions, file)]));
}

/** What esbuild made, by output name. */
class Outputs {
  readonly #files: Map<string, Uint8Array>;
  readonly #metafile: Metafile;

  constructor(files: OutputFile[], metafile: Metafile) {
    this.#files = new Map(files.map((file) => [file.path, file.contents]));
    this.#metafile = metafile;
  }

  bytes(name: string): Uint8Array {
    return this.#files.get(join(style.outdir, name)) ?? new Uint8Array();
  }

  /** Threads that the code of `name` names, by output name. */
  workersOf(name: string): string[] {
    const text = Buffer.from(this.bytes(name)).toString();
    const workers = [...this.#files.keys()].filter((path) => path.endsWith('.worker.js'));
    return workers
      .filter((path) => text.includes(basename(path, '.js')))
      .map((path) => path.slice(style.outdir.length + 1));
  }

  usesSharp(name: string): boolean {
    const imports = this.#metafile.outputs[`dist/${name}`]?.imports ?? [];
    return imports.some(({ path }) => path === 'sharp');
  }
}

function writeFunction(folder: string, entry: string, code: Outputs, machine: Machine): void {
  mkdirSync(folder, { recursive: true });
  const main = `${entry}/index.js`;
  const parts = [main, ...code.workersOf(main)];
  for (const part of parts) {
    writeFileSync(join(folder, basename(part)), code.bytes(part));
    writeFileSync(join(folder, `${basename(part)}.map`), code.bytes(`${part}.map`));
  }
  if (!parts.some((part) => code.usesSharp(part))) return;
  for (const part of sharpParts(machine)) {
    cpSync(part.folder, join(folder, 'node_modules', part.name), { recursive: true });
  }
}
