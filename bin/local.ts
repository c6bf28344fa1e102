#!/usr/bin/env node
/** `npm start`: the whole press on this machine. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything else is loaded: from the second start on, nothing needs to be compiled.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/broadside'));
const { runPress } = await import('./local/run-press.ts');
await runPress(process.argv.slice(2));
