import { setTimeout as pause } from 'node:timers/promises';

/** A press whose front page takes longer has something else to say about it. */
const mostMs = 20_000;

/** Returns once the front page is there; after a while, or when the press is stopped, in any case. */
export async function frontPage(site: string, signal: AbortSignal, onWait: () => void): Promise<void> {
  const end = Date.now() + mostMs;
  for (let asked = 0; !signal.aborted && Date.now() < end; asked++) {
    const status = await fetch(site, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 503,
    );
    if (status !== 503) return;
    if (!asked) onWait();
    await pause(100);
  }
}
