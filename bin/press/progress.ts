import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error while something long is counted; silent where nobody looks (no terminal). */
export function progressBar(what: string): { show(done: number, total: number): void; end(): void } {
  const bar = new SingleBar(
    {
      format: `${what} {bar} {value} of {total}`,
      clearOnComplete: true,
      hideCursor: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total) {
      if (started) bar.update(done);
      else bar.start(total, done);
      started = true;
    },
    end: () => bar.stop(),
  };
}
