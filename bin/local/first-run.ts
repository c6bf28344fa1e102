import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningPress } from '../../lib/local/press.ts';
import type { Terminal } from './terminal.ts';

const samplePress = join(import.meta.dirname, '../../examples/press');

type PressToFill = Pick<RunningPress, 'data' | 'api' | 'token'>;

/**
 * Hands in the sample press through the public API, unless that is done or not wanted. It is done when every upload
 * has its receipt: after a kill the next start continues.
 */
export async function firstRun(press: PressToFill, empty: boolean, terminal: Terminal): Promise<void> {
  const done = join(press.data, 'first-run-done');
  if ((await exists(done)) || !(await exists(samplePress))) return;
  if (empty || (await handInSample(press, terminal))) await writeFile(done, '');
}

/** @returns whether every upload has its receipt. */
async function handInSample(press: PressToFill, terminal: Terminal): Promise<boolean> {
  const [{ handIn }, { progressBar }, { isSettled }, { Problem }] = await Promise.all([
    import('../press/hand-in.ts'),
    import('../press/terminal.ts'),
    import('../press/receipts.ts'),
    import('../press/client.ts'),
  ]);
  terminal.print('First start: handing in the sample press.');
  terminal.shows = 'failures';
  const bar = progressBar('Sample press');
  try {
    const receipts = await handIn([samplePress], press, {
      onProgress: (settled, total) => bar.show(settled, total),
    });
    for (const { level, file, text } of receipts.flatMap(({ notices }) => notices)) {
      if (level === 'error') terminal.say('failure', `${file}: ${text}`);
    }
    return receipts.every(isSettled);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    terminal.say('failure', `${problem.message} The next start goes on with the sample press.`);
    return false;
  } finally {
    bar.end();
    if (terminal.shows === 'failures') terminal.shows = 'all';
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
