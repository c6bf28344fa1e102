import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freshAssembly } from '../lib/local/assembly-cache.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesised app, made once for all tests. */
    assembly: string;
  }
}

/** Synthesises the app once before the first test, when it has changed since the last run. */
export default async function synthesiseOnce(project: TestProject): Promise<void> {
  const folder = join(import.meta.dirname, '../node_modules/.cache/broadside/assembly');
  await freshAssembly(folder);
  project.provide('assembly', folder);
}
