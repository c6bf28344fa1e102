import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { Outputs } from './bundle-outputs.ts';
import { bundleStyle } from './bundle-style.ts';
import { type Machine, sharpParts } from './sharp-parts.ts';

const functions = join(import.meta.dirname, '../functions');

export interface Bundle {
  /** The folder of one function, by `<room>/…/<verb-noun>`. Throws when there is no such entry. */
  folder(entry: string): string;
  /** Every entry found, whether the stack uses it or not. */
  readonly entries: readonly string[];
}

export interface BundleOptions {
  /** An empty folder. */
  readonly into: string;
  /** Where the native parts will run. */
  readonly machine: Machine;
}

/**
 * Bundles every `<room>/…/<verb-noun>.lambda.ts` in one run of esbuild, into a folder each. Beside its code a
 * function gets the threads (`*.worker.ts`) and the files (typefaces) that its code names, and sharp's native
 * parts when it uses them.
 */
export async function bundleFunctions({ into, machine }: BundleOptions): Promise<Bundle> {
  const lambdas = found('lambda');
  // In memory first: what a function gets is known only when all are made.
  const made = await build({ ...bundleStyle, write: false, entryPoints: { ...lambdas, ...found('worker') } });
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

/** Output names to source files: `content/uploads/ingest-upload/index` to `…/ingest-upload.lambda.ts`. */
function found(role: 'lambda' | 'worker'): Record<string, string> {
  const files = globSync(`**/*.${role}.ts`, { cwd: functions }).sort();
  const output = (file: string) => file.replace(/\.ts$/, '').replace(/\.lambda$/, '/index');
  return Object.fromEntries(files.map((file) => [output(file).replaceAll('\\', '/'), join(functions, file)]));
}

function writeFunction(folder: string, entry: string, code: Outputs, machine: Machine): void {
  mkdirSync(folder, { recursive: true });
  const main = `${entry}/index.js`;
  const parts = [main, ...code.workersOf(main)];
  for (const part of parts) {
    writeFileSync(join(folder, basename(part)), code.bytes(part));
    writeFileSync(join(folder, `${basename(part)}.map`), code.bytes(`${part}.map`));
  }
  for (const file of parts.flatMap((part) => code.filesOf(part))) {
    writeFileSync(join(folder, basename(file)), code.bytes(file));
  }
  if (!parts.some((part) => code.usesSharp(part))) return;
  for (const part of sharpParts(machine)) {
    cpSync(part.folder, join(folder, 'node_modules', part.name), { recursive: true });
  }
}
