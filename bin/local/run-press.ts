import { type RunningPress, startPress } from '../../lib/local/press.ts';
import { StartRefused } from '../../lib/local/start-refused.ts';
import { firstRun } from './first-run.ts';
import { readOptions, usage } from './options.ts';
import { stopSignal } from './stop-signal.ts';
import { Terminal } from './terminal.ts';

/** Starts the press, says where it is, and stops it when asked to. Sets the exit code. */
export async function runPress(args: string[]): Promise<void> {
  const terminal = new Terminal(process.stdout);
  const signal = stopSignal();
  try {
    const options = readOptions(args);
    if (options.help) return terminal.print(usage);
    const press = await startPress({ ...options, say: terminal.say, signal });
    await runUntil(signal, press, options.empty, terminal);
  } catch (error) {
    if (!signal.aborted) refuse(error);
  }
}

async function runUntil(
  signal: AbortSignal,
  press: RunningPress,
  empty: boolean,
  terminal: Terminal,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  try {
    // A stop in the middle of the first run does not wait for its end.
    await Promise.race([firstRun(press, empty, terminal).then(() => welcome(press, terminal)), stopped]);
    await stopped;
  } finally {
    terminal.shows = 'nothing';
    await press.stop();
  }
  // Nothing is left to wait for; what a library keeps open must not keep the terminal busy.
  process.exit();
}

function welcome({ site, inbox, tokenFile }: RunningPress, terminal: Terminal): void {
  terminal.print(`
Broadside is ready: ${site}

  the site      ${site}/
  the API       ${site}/api/
  mail          ${inbox}/
  editor token  ${tokenFile}
`);
}

function refuse(error: unknown): void {
  const message =
    error instanceof StartRefused ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
