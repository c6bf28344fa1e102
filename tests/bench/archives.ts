import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HandInOptions, handIn } from '../../bin/press/hand-in.ts';
import { freshAssembly } from '../../lib/local/assembly-cache.ts';
import { type PressAtWork, type PressOptions, pressAtWork } from './a-press.ts';
import { manuscript, uploadedFiles } from './archive.ts';
import { cache, cached, copyOf, drop, inMemory } from './places.ts';

/** The synthesised app, as `npm start` would make it. */
export async function assembly(): Promise<string> {
  const folder = join(cache, 'assembly');
  mkdirSync(cache, { recursive: true });
  await freshAssembly(folder);
  return folder;
}

export interface Archive {
  /** Articles. */
  size: number;
  /** Tags that each article has and no other. */
  ownTags: number;
}

const archiveOf = (wanted: number | Archive): Archive =>
  typeof wanted === 'number' ? { size: wanted, ownTags: 0 } : wanted;

/** A folder with so many manuscripts. */
export function manuscripts({ size, ownTags }: Archive): string {
  const folder = inMemory('manuscripts');
  for (let age = 0; age < size; age++) {
    const one = manuscript(age, size);
    const own = Array.from({ length: ownTags }, (_, at) => `Topic ${age} ${at}`);
    writeFileSync(join(folder, `${one.slug}.md`), uploadedFiles({ ...one, tags: [...one.tags, ...own] }));
  }
  return folder;
}

/**
 * A data folder of a press with so many articles, to do with as one likes. The first time they are handed in
 * through the real forms, which takes minutes; after a change of the press its pages are made anew.
 */
export async function dataWith(wanted: number | Archive): Promise<string> {
  const archive = archiveOf(wanted);
  const { size, ownTags } = archive;
  const folder = cached(ownTags ? `press-${size}-${ownTags}` : `press-${size}`);
  if (!existsSync(folder)) await handAllIn(folder, archive);
  const made = await readFile(join(await assembly(), 'made-of'), 'utf8');
  const note = join(folder, 'pages-made-by');
  if ((await readFile(note, 'utf8').catch(() => '')) !== made) {
    await running(folder, (press) => press.quiet());
    await writeFile(note, made);
  }
  return copyOf(folder);
}

async function handAllIn(folder: string, archive: Archive): Promise<void> {
  const draft = `${folder}.draft`;
  drop(draft);
  await running(draft, async (press) => {
    await handInFolder(manuscripts(archive), press, { onProgress: tellProgress(archive.size) });
    process.stderr.write('  waiting for its pages\n');
    await press.quiet();
  });
  renameSync(draft, folder);
}

/** A line each tenth. */
function tellProgress(size: number): (settled: number) => void {
  let told = -1;
  return (settled) => {
    const tenth = Math.floor((settled / size) * 10);
    if (tenth > told) process.stderr.write(`  an archive to measure with: ${settled} of ${size} articles\n`);
    told = Math.max(told, tenth);
  };
}

async function running<T>(
  data: string,
  work: (press: PressAtWork) => Promise<T>,
  options?: PressOptions,
): Promise<T> {
  const press = await pressAtWork(data, await assembly(), options);
  try {
    return await work(press);
  } finally {
    await press.end();
  }
}

/** Hands a folder in as `press upload` does, and removes it. @throws Error when a manuscript was refused. */
export async function handInFolder(
  folder: string,
  press: PressAtWork,
  options?: HandInOptions,
): Promise<void> {
  const receipts = await handIn([folder], press, options);
  drop(folder);
  const errors = receipts.flatMap(({ notices }) => notices).filter(({ level }) => level === 'error');
  if (errors.length) throw new Error(`Not all was taken: ${JSON.stringify(errors.slice(0, 3))}`);
}

/** Runs `work` on a press with so many articles once it is quiet, and takes it down. */
export async function withPress<T>(
  archive: number | Archive,
  work: (press: PressAtWork) => Promise<T>,
  options?: PressOptions,
): Promise<T> {
  const data = archiveOf(archive).size ? await dataWith(archive) : inMemory('press');
  const whenQuiet = async (press: PressAtWork) => {
    await press.quiet();
    return work(press);
  };
  try {
    return await running(data, whenQuiet, options);
  } finally {
    drop(data);
  }
}
