/** The entry of a worker thread that runs a function. */
import { openSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { Channel, ToSandbox } from './messages.ts';
import { runEvents } from './run-events.ts';

const port = parentPort;
if (!port) throw new Error('This file is the entry of a worker thread.');

const channel: Channel = {
  send: (message, sent) => {
    port.postMessage(message);
    sent?.();
  },
  listen: (listener) => port.on('message', (message: ToSandbox) => listener(message)),
};

/** Lines are written at once, so that none is lost when the thread is killed. */
function printTo(file: string): void {
  const log = openSync(file, 'a');
  const write: typeof process.stdout.write = (chunk: string | Uint8Array, ...others: unknown[]) => {
    writeSync(log, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    const done = others.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}

runEvents(channel, ({ log }) => log && printTo(log));
