import type { Run } from '../run-program.ts';

const mostMemory = 500 * 2 ** 20;

/** What the renderer is to be at a size, in words, and whether it is. */
export interface Verdict {
  goal: string;
  /** Undefined where a program is not installed that it is to be compared with. */
  met: boolean | undefined;
}

/** A thousand articles say little about speed: there only memory counts. */
export function verdict(
  size: number,
  ours: Run,
  { Hugo, Eleventy }: Record<string, Run | undefined>,
): Verdict {
  const isSmall = ours.memory < mostMemory;
  if (size <= 1000) return { goal: '< 500 MiB', met: isSmall };
  const goal = 'faster than Hugo, a fifth of Eleventy; < 500 MiB';
  if (!Hugo || !Eleventy) return { goal, met: undefined };
  const isFast = ours.milliseconds < Hugo.milliseconds && ours.milliseconds <= Eleventy.milliseconds / 5;
  return { goal, met: isFast && isSmall };
}
