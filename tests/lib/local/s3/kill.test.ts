import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { ObjectStore } from '../../../../lib/local/s3/store.ts';

const script = fileURLToPath(import.meta.resolve('./write-until-killed.ts'));

/** Kills a writer after so many objects; gives the number of the last that it said was stored. */
async function killedAfter(folder: string, objects: number): Promise<number> {
  const writer = spawn(process.execPath, [script, folder]);
  const ended = once(writer, 'exit');
  let last = -1;
  for await (const line of createInterface(writer.stdout)) {
    last = Number(line);
    if (last >= objects) writer.kill('SIGKILL');
  }
  await ended;
  return last;
}

it('keeps every object it has answered for, whole, when it is killed', async () => {
  const folder = mkdtempSync(`${tmpdir()}/broadside-s3-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const objects of [3, 57, 130]) {
    const last = await killedAfter(folder, objects);
    const store = new ObjectStore(folder);
    expect(store.stored.find('shelf', `k${last % 40}`)).toBeDefined();
    for (const version of store.stored.versions('shelf', '')) {
      expect(hash('md5', store.stored.body(version))).toBe(version.etag);
    }
    for (let n = last; n > last - 40 && n >= 0; n -= 1) {
      const standing = store.stored.find('shelf', `k${n % 40}`);
      expect(Number(JSON.parse(standing?.headers ?? '').n)).toBeGreaterThanOrEqual(n);
    }
    const files = [...store.stored.versions('shelf', '')].filter(({ file }) => file);
    expect(readdirSync(`${folder}/bodies`)).toHaveLength(files.length);
    expect(readdirSync(`${folder}/arriving`)).toEqual([]);
    store.close();
  }
});
