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

/** Control characters but the ends of lines and tabs, and those that turn the text after them round. */
const obeyed = /(?![\n\t])[\p{Cc}\u202a-\u202e]/gu;

/** Names and texts come from others: without what a terminal obeys. */
export const forTerminal = (text: string): string => text.replace(obeyed, '');

/** Whether a stream shows colours, by https://no-color.org. */
export const hasColours = ({ isTTY }: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean =>
  isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';

/** The same for JSON, where nothing is lost. */
export const jsonForTerminal = (data: unknown, indent = 0): string =>
  JSON.stringify(data, null, indent).replace(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** "1 file", "2 files". */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Asks on standard error, so that `--json` stays whole. Undefined without a terminal. */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal
    .question(forTerminal(`${question} Type yes: `))
    .finally(() => terminal.close());
  return answer.trim().toLowerCase() === 'yes';
}
