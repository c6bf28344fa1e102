import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error while something long is counted; silent where nobody looks (no terminal). */
export function progressBar(what: string): {
  show(done: number, total: number, note?: string): void;
  end(): void;
} {
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
