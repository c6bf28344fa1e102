import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { firstRun } from '../../../bin/local/first-run.ts';
import { Terminal } from '../../../bin/local/terminal.ts';

it('is left to the next start when the press does not answer, in a sentence', async () => {
  const data = await mkdtemp(join(tmpdir(), 'first-run-'));
  const terminal = new Terminal(process.stdout);
  vi.spyOn(terminal, 'print').mockReturnValue();
  const say = vi.spyOn(terminal, 'say').mockReturnValue();
  await firstRun({ data, api: 'http://127.0.0.1:9', token: '' }, false, terminal);
  expect(say.mock.lastCall?.join(' ')).toMatch(
    /does not answer.*The next start goes on with the sample press/,
  );
  expect(await readdir(data)).toEqual([]);
  await rm(data, { recursive: true });
});
