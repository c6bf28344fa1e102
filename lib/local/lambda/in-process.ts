/** The entry of a process that runs a function with native code. */
import { readFileSync } from 'node:fs';
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
    if (memoryInUse() <= limit) return;
    const message = `RequestId: unknown Error: Runtime exited with error: signal: killed`;
    channel.send(
      { kind: 'crashed', failure: { outcome: 'failed', errorType: 'Runtime.OutOfMemory', message } },
      () => process.exit(137),
    );
  };
  setInterval(check, checkMemoryEvery).unref();
}

/** Bytes that this process and those it has started take: Lambda counts them together. Only Linux tells of the others. */
const memoryInUse = (): number =>
  childrenOf(process.pid).reduce((sum, pid) => sum + residentOf(pid), process.memoryUsage.rss());

const childrenOf = (pid: number): string[] =>
  (fileIn(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ').filter((child) => child !== '');

/** In pages of 4 KB. */
const residentOf = (pid: string): number =>
  Number((fileIn(`/proc/${pid}/statm`) ?? '').split(' ')[1] ?? 0) * 4096;

/** Undefined once the process has ended, and where there is no such file. */
function fileIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

runEvents(channel, ({ memory }) => guardMemory(memory * 1024 * 1024));
