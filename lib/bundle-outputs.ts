import { basename, join } from 'node:path';
import type { Metafile, OutputFile } from 'esbuild';
import { bundleStyle } from './bundle-style.ts';

/** What esbuild made, by output name. */
export class Outputs {
  readonly #files: Map<string, Uint8Array>;
  readonly #metafile: Metafile;

  constructor(files: OutputFile[], metafile: Metafile) {
    this.#files = new Map(files.map((file) => [file.path, file.contents]));
    this.#metafile = metafile;
  }

  bytes(name: string): Uint8Array {
    return this.#files.get(join(bundleStyle.outdir, name)) ?? new Uint8Array();
  }

  /** Threads that the code of `name` names, by output name. */
  workersOf(name: string): string[] {
    const text = Buffer.from(this.bytes(name)).toString();
    const workers = [...this.#files.keys()].filter((path) => path.endsWith('.worker.js'));
    return workers
      .filter((path) => text.includes(basename(path, '.js')))
      .map((path) => path.slice(bundleStyle.outdir.length + 1));
  }

  /** Files that the code of `name` reads from beside itself, by output name. */
  filesOf(name: string): string[] {
    return this.#importsOf(name)
      .filter(({ kind }) => kind === 'file-loader')
      .map(({ path }) => path.slice('dist/'.length));
  }

  usesSharp(name: string): boolean {
    return this.#importsOf(name).some(({ path }) => path === 'sharp');
  }

  #importsOf(name: string) {
    return this.#metafile.outputs[`dist/${name}`]?.imports ?? [];
  }
}
