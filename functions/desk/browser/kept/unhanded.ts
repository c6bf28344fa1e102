import { pendingRuns } from '../hand-in/run.ts';
import { isChanged, textsOf } from '../write/texts.ts';

/** How many things of a person are in this browser alone: texts that were written on, and what is being handed in. */
export async function countUnhanded(by: string): Promise<number> {
  const runs = await pendingRuns(by);
  const texts = (await textsOf(by).all()).filter(([key, text]) => isChanged(text) && !runs.texts.has(key));
  return texts.length + runs.count;
}
