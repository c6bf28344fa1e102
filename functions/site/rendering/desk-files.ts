import { deskFiles } from 'desk:files';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Asset } from '../../look/stylesheet.ts';

/** A file of the desk, read when it is asked for; `undefined` for a name that it has no more. */
export function deskFile(name: string): Asset | undefined {
  const path = deskFiles[name];
  if (path === undefined) return undefined;
  const type = name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
  return { name, type, body: readFileSync(resolve(import.meta.dirname, path)) };
}
