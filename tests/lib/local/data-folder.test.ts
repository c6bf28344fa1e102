import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockDataFolder } from '../../../lib/local/data-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('lockDataFolder', () => {
  it('makes the folder, and leaves no lock behind', async () => {
    const release = await lockDataFolder(join(folder, 'a/b'));
    await release();
    expect(await readdir(join(folder, 'a/b'))).toEqual([]);
  });

  it('refuses a folder that a press of this process holds, until it lets go', async () => {
    const release = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toThrow(/in use by a press .*--data/);
    await release();
    await (await lockDataFolder(folder))();
  });

  it('refuses a folder that another living process holds, and takes it over once that is killed', async () => {
    const module = new URL('../../../lib/local/data-folder.ts', import.meta.url);
    const code = `import { lockDataFolder } from '${module}'; await lockDataFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    await expect(lockDataFolder(folder)).rejects.toThrow(`process ${other.pid}`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await lockDataFolder(folder))();
  });

  it('takes over from a press that was killed and whose parent has not noticed', async () => {
    const module = new URL('../../../lib/local/data-folder.ts', import.meta.url);
    const code = `import { lockDataFolder } from '${module}'; await lockDataFolder(${JSON.stringify(folder)}); process.kill(process.pid, 'SIGKILL');`;
    // The shell becomes a program that waits for none of its children.
    const parent = spawn('sh', [
      '-c',
      `"$0" --input-type=module -e "$1" & exec sleep 20`,
      process.execPath,
      code,
    ]);
    await vi.waitFor(async () => expect(await readdir(folder)).toContain('press.lock'), 10_000);
    await vi.waitFor(async () => (await lockDataFolder(folder))(), 5_000);
    parent.kill();
  });

  it('does not take another process with the number of a killed press for the press', async () => {
    await writeFile(join(folder, 'press.lock'), `${process.ppid} 1`);
    await (await lockDataFolder(folder))();
  });

  it('lets one of several at once have it', async () => {
    const tries = await Promise.allSettled([1, 2, 3].map(() => lockDataFolder(folder)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('says what to do when it is no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(lockDataFolder(join(folder, 'file'))).rejects.toThrow(/cannot be read and written .*--data/);
    await expect(lockDataFolder(join(folder, 'file/below'))).rejects.toThrow(
      /cannot be read and written .*--data/,
    );
  });

  it('gives up where no folder can be made', async () => {
    await expect(lockDataFolder('/proc/press')).rejects.toThrow(/cannot be read and written .*--data/);
  });
});
