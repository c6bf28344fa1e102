import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { pressAtWork } from './a-press.ts';

it('says so when the press dies before it is there', async () => {
  const data = mkdtempSync(`${tmpdir()}/broadside-`);
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  await expect(pressAtWork(data, `${data}/no-assembly`)).rejects.toThrow('with exit code 1');
});
