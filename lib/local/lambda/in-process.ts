/** The entry of a process that runs a function with native code. */
import type { Channel, ToSandbox } from './messages.ts';
import { runEvents } from './run-events.ts';

const checkMemoryEvery = 50;

const channel: Channel = {
  send: (message, sent) => process.send?.(message, undefined, undefined, sent && (() => sent())),
  listen: (listener) => process.on('message', (message: ToSandbox) => listener(message)),
};

// The process ends with the local cloud, which also handles Ctrl-C.
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => process.exit());

/** Native code takes memory outside the heap, which no option of Node's limits. */
function guardMemory(limit: number): void {
  const check = () => {
    if (process.memoryUsage.rss() <= limit) return;
    const message = `RequestId: unknown Error: Runtime exited with error: signal: killed`;
    channel.send(
      { kind: 'crashed', failure: { outcome: 'failed', errorType: 'Runtime.OutOfMemory', message } },
      () => process.exit(137),
    );
  };
  setInterval(check, checkMemoryEvery).unref();
}

runEvents(channel, ({ memory }) => guardMemory(memory * 1024 * 1024));
