import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where a function's native code runs: Lambda's arm64 Linux, or this machine. */
export type Machine = 'lambda' | 'host';

const modules = join(import.meta.dirname, '../node_modules');

/** Where `fetch-sharp.ts` puts the binaries that npm does not install on this machine. */
export const fetchedBinaries = join(modules, '.cache/sharp-for-lambda');

/** Packages of the scope `@img` with sharp and libvips for Lambda's processor and system. */
export const lambdaBinaries = ['sharp-linux-arm64', 'sharp-libvips-linux-arm64'];

/** What to copy (a file or folder), and its path in the function's `node_modules`. */
export interface Part {
  readonly name: string;
  readonly folder: string;
}

/**
 * Everything `require('sharp')` loads on `machine`.
 * @throws Error when the binaries for Lambda have not been fetched.
 */
export function sharpParts(machine: Machine, fetchedTo = fetchedBinaries): Part[] {
  const sharp = join(modules, 'sharp');
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(sharp, 'package.json'), 'utf8'),
  );
  return [
    { name: 'sharp/package.json', folder: join(sharp, 'package.json') },
    { name: 'sharp/dist', folder: join(sharp, 'dist') },
    ...Object.keys(dependencies).map((name) => ({ name, folder: nearest(name, sharp) })),
    ...(machine === 'host' ? installed() : fetched(fetchedTo)),
  ];
}

function nearest(name: string, dependent: string): string {
  const own = join(dependent, 'node_modules', name);
  return existsSync(own) ? own : join(modules, name);
}

function installed(): Part[] {
  const folder = join(modules, '@img');
  const names = readdirSync(folder).filter((name) => name.startsWith('sharp-'));
  return names.map((name) => ({ name: `@img/${name}`, folder: join(folder, name) }));
}

function fetched(home: string): Part[] {
  const parts = lambdaBinaries.map((name) => ({ name: `@img/${name}`, folder: join(home, name) }));
  const missing = parts.filter(({ folder }) => !existsSync(folder)).map(({ folder }) => basename(folder));
  if (missing.length === 0) return parts;
  throw new Error(
    `sharp for Lambda is not here (${missing.join(', ')}): run "npm run fetch-sharp" with the network on, then again.`,
  );
}
