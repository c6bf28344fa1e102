import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud } from '../../../lib/local/cloud.ts';
import { workLeft } from '../../../lib/local/pending-work.ts';
import { redriveAll } from '../../../lib/local/sqs/redrive.ts';

/**
 * Returns when all that was set going has come to its end: every queue empty, every stream read, no function
 * running, no call open. Nothing happens after that, so what is seen then is what stays.
 *
 * @param meanwhile Is called now and then as long as there is work.
 */
export async function quiet(cloud: Cloud, seconds = 60, meanwhile?: () => void): Promise<void> {
  const begun = Date.now();
  let called = begun;
  for (let work = workLeft(cloud); work.length; work = workLeft(cloud)) {
    if (Date.now() - begun > seconds * 1000)
      throw new Error(`Not quiet after ${seconds} s: ${work.join(', ')}`);
    if (meanwhile && Date.now() - called > alarmMs) {
      called = Date.now();
      meanwhile();
    }
    await pause(2);
  }
}

/** How long a dead letter lies until somebody has heard the alarm. */
const alarmMs = 10_000;
/** A message that is as often among the dead letters will not be done. */
const mostRounds = 6;

/**
 * As an editor does on an alarm: sends dead letters back until none is left, whether or not other work goes on. The
 * rest may wait for one: a picture is looked at again as long as a hand-in that noted it may still come.
 */
export async function quietAndRedriven(cloud: Cloud): Promise<void> {
  let rounds = 0;
  const redrive = () => {
    const count = redriveAll(cloud);
    if (count && ++rounds === mostRounds) throw new Error(`${count} dead letters come back whatever is done`);
    return count;
  };
  do await quiet(cloud, 60, redrive);
  while (redrive());
}
