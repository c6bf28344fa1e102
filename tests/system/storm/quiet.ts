import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud } from '../../../lib/local/cloud.ts';
import { workLeft } from '../../../lib/local/pending-work.ts';
import { redriveAll } from '../../../lib/local/sqs/redrive.ts';

/**
 * Returns when all that was set going has come to its end: every queue empty, every stream read, no function
 * running, no call open. Nothing happens after that, so what is seen then is what stays.
 */
export async function quiet(cloud: Cloud, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (let work = workLeft(cloud); work.length; work = workLeft(cloud)) {
    if (Date.now() > end) throw new Error(`Not quiet after ${seconds} s: ${work.join(', ')}`);
    await pause(2);
  }
}

/** As an editor does on an alarm: sends dead letters back until none is left. */
export async function quietAndRedriven(cloud: Cloud, rounds = 5): Promise<void> {
  await quiet(cloud);
  const count = redriveAll(cloud);
  if (!count) return;
  if (!rounds) throw new Error(`${count} dead letters come back whatever is done`);
  await quietAndRedriven(cloud, rounds - 1);
}
