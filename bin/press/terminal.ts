import { createInterface } from 'node:readline/promises';
import { Presets, SingleBar } from 'cli-progress';

export interface ProgressBar {
  show(done: number, total: number, note?: string): void;
  end(): void;
}

/** A bar on standard error while something long is counted; silent without a terminal. */
export function progressBar(what: string): ProgressBar {
  const bar = new SingleBar(
    {
      format: `${what} {bar} {value} of {total}{note}`,
      clearOnComplete: true,
      hideCursor: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total, note = '') {
      if (started) bar.update(done, { note });
      else bar.start(total, done, { note });
      started = true;
    },
    end: () => bar.stop(),
  };
}

/** Shows the progress of `work` until it ends or fails. */
export async function withProgress<T>(
  what: string,
  work: (onProgress: ProgressBar['show']) => Promise<T>,
): Promise<T> {
  const bar = progressBar(what);
  return work(bar.show).finally(bar.end);
}

/** "1 file", "2 files". */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Asks on standard error, so that `--json` stays whole. Undefined without a terminal. */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} Type yes: `).finally(() => terminal.close());
  return answer.trim().toLowerCase() === 'yes';
}
