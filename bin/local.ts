#!/usr/bin/env node
/** `npm start`: the whole press on this machine. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before any other import: from the second start on, modules load compiled.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/broadside'));
const { runPress } = await import('./local/run-press.ts');
await runPress(process.argv.slice(2));
