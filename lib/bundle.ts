import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type Metafile, type OutputFile } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';
import { bundleDesk, deskModules } from './desk-bundle.ts';
import { pdfiumParts } from './pdfium-parts.ts';
import { type Machine, type Part, sharpParts } from './sharp-parts.ts';

export interface Bundle {
  /** The folder of one function, by its entry `<room>/…/<verb-noun>`. @throws Error when there is no such entry. */
  folder(entry: string): string;
  /** Every entry found, whether the stack uses it or not. */
  readonly entries: readonly string[];
}

export interface BundleOptions {
  /** The folder with the rooms; left out, it is `functions/`. */
  readonly from?: string;
  /** An empty folder. */
  readonly into: string;
  /** Where the native parts will run. */
  readonly machine: Machine;
}

/**
 * Bundles every `<room>/…/<verb-noun>.lambda.ts` in one run of esbuild, into a folder each. With its code a function
 * gets the worker threads and processes (`*.worker.ts`) and the files (typefaces) that its code names, and the packages
 * that it loads from beside itself: sharp with its native parts, PDFium with its WebAssembly.
 * @throws Error when two workers have the same file name: a function has both in one folder.
 */
export async function bundleFunctions({
  from = join(import.meta.dirname, '../functions'),
  into,
  machine,
}: BundleOptions): Promise<Bundle> {
  const lambdas = entryPoints(from, 'lambda');
  const workers = entryPoints(from, 'worker');
  refuseSameNames(Object.keys(workers));
  // Written to memory: what goes into a function's folder is known only when all outputs are made.
  const plugins = [...bundleOptions.plugins, deskModules(await bundleDesk())];
  const sources = { ...lambdas, ...workers };
  const built = await build({ ...bundleOptions, plugins, write: false, entryPoints: sources });
  const outputs = new Outputs(built.outputFiles, built.metafile);
  const entries = Object.keys(lambdas).map(dirname);
  for (const entry of entries) writeFunction(join(into, entry), entry, outputs, machine);
  return {
    entries,
    folder: (entry) => {
      if (!entries.includes(entry)) throw new Error(`There is no functions/${entry}.lambda.ts.`);
      return join(into, entry);
    },
  };
}

/** Source files by output name: `content/uploads/ingest-upload/index` of `…/ingest-upload.lambda.ts`. */
function entryPoints(from: string, role: 'lambda' | 'worker'): Record<string, string> {
  const files = globSync(`*/**/*.${role}.ts`, { cwd: from }).sort();
  const output = (file: string) => file.replace(/\.ts$/, '').replace(/\.lambda$/, '/index');
  return Object.fromEntries(files.map((file) => [output(file).replaceAll('\\', '/'), join(from, file)]));
}

function refuseSameNames(workers: string[]): void {
  for (const same of Object.values(Object.groupBy(workers, (worker) => basename(worker)))) {
    if (!same || same.length < 2) continue;
    const files = same.map((worker) => `functions/${worker}.ts`).join(' and ');
    throw new Error(`${files} have the same name: give one of these worker threads another.`);
  }
}

function writeFunction(folder: string, entry: string, outputs: Outputs, machine: Machine): void {
  mkdirSync(folder, { recursive: true });
  const main = `${entry}/index.js`;
  const parts = [main, ...outputs.workersOf(main)];
  for (const part of parts) {
    writeFileSync(join(folder, basename(part)), outputs.bytes(part));
    writeFileSync(join(folder, `${basename(part)}.map`), outputs.bytes(`${part}.map`));
  }
  for (const file of parts.flatMap((part) => outputs.filesOf(part))) {
    writeFileSync(join(folder, basename(file)), outputs.bytes(file));
  }
  for (const part of packagesOf(parts, outputs, machine)) {
    cpSync(part.folder, join(folder, 'node_modules', part.name), { recursive: true });
  }
}

/** What no bundler can put into one file. */
function packagesOf(parts: string[], outputs: Outputs, machine: Machine): Part[] {
  const uses = (name: string) => parts.some((part) => outputs.imports(part, name));
  return [...(uses('sharp') ? sharpParts(machine) : []), ...(uses('@hyzyla/pdfium') ? pdfiumParts() : [])];
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
    return this.#files.get(join(bundleOptions.outdir, name)) ?? new Uint8Array();
  }

  /** Output names of the workers that the code of `name` names, and of those that theirs names. */
  workersOf(name: string, found = new Set<string>()): string[] {
    const text = Buffer.from(this.bytes(name)).toString();
    const workers = [...this.#files.keys()].filter((path) => path.endsWith('.worker.js'));
    for (const path of workers.filter((worker) => text.includes(basename(worker, '.js')))) {
      const worker = path.slice(bundleOptions.outdir.length + 1);
      if (!found.has(worker)) this.workersOf(worker, found.add(worker));
    }
    return [...found];
  }

  /** Output names of the files that the code of `name` loads by their path. */
  filesOf(name: string): string[] {
    return this.#importsOf(name)
      .filter(({ kind }) => kind === 'file-loader')
      .map(({ path }) => path.slice('dist/'.length));
  }

  /** Whether the code of `name` loads a package that is not in it. */
  imports(name: string, package_: string): boolean {
    return this.#importsOf(name).some(({ path }) => path === package_);
  }

  #importsOf(name: string) {
    return this.#metafile.outputs[`dist/${name}`]?.imports ?? [];
  }
}
