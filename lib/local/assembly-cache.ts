import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
/** What the template and its bundles are made of; the local cloud itself is not part of them. */
const sources = ['lib', 'functions', 'package-lock.json'];
const excluded = join(root, 'lib/local/');

const run = promisify(execFile);

/**
 * Synthesises the CDK app into a folder unless what lies there was made of the same sources by the same Node.
 * A synth that is killed leaves the folder as it was.
 */
export async function freshAssembly(folder: string, signal?: AbortSignal): Promise<void> {
  const key = await keyOfSources();
  if ((await readFile(join(folder, 'made-of'), 'utf8').catch(() => '')) === key) return;
  // A folder of this process alone: two presses may be started at once.
  const draft = `${folder}.draft-${process.pid}`;
  try {
    await rm(draft, { recursive: true, force: true });
    await synthesiseDraft(draft, key, signal);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function synthesiseDraft(draft: string, key: string, signal?: AbortSignal): Promise<void> {
  await synthesiseInto(draft, signal);
  // The bundles are CommonJS; without this file Node would read a package.json of some parent folder.
  await writeFile(join(draft, 'package.json'), '{"type":"commonjs"}\n');
  await writeFile(join(draft, 'made-of'), key);
}

async function synthesiseInto(folder: string, signal?: AbortSignal): Promise<void> {
  // Validating the template against CloudFormation's schemas takes most of the time; CI does it.
  const env = { ...process.env, CDK_VALIDATION: 'false' };
  await run(process.execPath, [join(import.meta.dirname, 'synth-process.ts'), folder], {
    cwd: root,
    env,
    signal,
  });
}

async function keyOfSources(): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`);
  for (const file of (await Promise.all(sources.map(filesIn))).flat().sort()) {
    hash
      .update(file)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function filesIn(source: string): Promise<string[]> {
  const path = join(root, source);
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => !file.startsWith(excluded));
}
