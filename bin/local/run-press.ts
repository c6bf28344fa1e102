import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartRefused } from '../../lib/local/cloud.ts';
import { type RunningPress, startPress } from '../../lib/local/press.ts';
import { people } from '../../lib/local/sign-in/people.ts';
import { firstRun } from './first-run.ts';
import { readOptions, usage } from './options.ts';
import { Terminal } from './terminal.ts';

/** Starts the press, prints its addresses, and stops it at Ctrl-C or SIGTERM. Sets the exit code. */
export async function runPress(args: string[]): Promise<void> {
  const terminal = new Terminal(process.stdout);
  const signal = stopSignal();
  signal.addEventListener('abort', () => terminal.print('\nStopping…'));
  try {
    const options = readOptions(args);
    if (options.help) return terminal.print(usage);
    const press = await startPress({ ...options, say: terminal.say, signal });
    await runUntil(signal, press, options.empty, terminal);
  } catch (error) {
    if (!signal.aborted) printError(error);
    else terminal.print('Stopped.');
  }
}

/** One Ctrl-C arrives twice, from the terminal and from npm, within so many milliseconds. */
const sameKeyMs = 500;

/** Aborts at Ctrl-C or SIGTERM. A second Ctrl-C ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const stop = () => {
    if (controller.signal.aborted) {
      if (Date.now() - first > sameKeyMs) process.exit(130);
      return;
    }
    first = Date.now();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
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
    // A stop during the first run does not wait for its end.
    await Promise.race([open(press, empty, terminal, signal), stopped]);
    await stopped;
  } finally {
    terminal.shows = 'nothing';
    await press.stop();
  }
  terminal.print('Stopped.');
  // A library may keep a handle open; nothing is left to wait for.
  process.exit();
}

async function open(
  press: RunningPress,
  empty: boolean,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  await firstRun(press, empty, terminal);
  await frontPage(press.site, signal, () => terminal.print('Rendering the first pages…'));
  if (!signal.aborted) welcome(press, terminal);
}

/** After so long, something else is wrong, and the log of the press shows it. */
const frontPageTimeoutMs = 20_000;

/** Waits until the front page answers, the time is over, or the press is stopped. */
async function frontPage(site: string, signal: AbortSignal, onWait: () => void): Promise<void> {
  const end = Date.now() + frontPageTimeoutMs;
  for (let attempt = 1; !signal.aborted && Date.now() < end; attempt++) {
    const status = await fetch(site, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 503,
    );
    if (status !== 503) return;
    if (attempt === 1) onWait();
    await pause(100);
  }
}

function welcome({ site, inbox, tokenFile, data, cloud }: RunningPress, terminal: Terminal): void {
  terminal.print(`
Broadside is ready: ${site}

  the site      ${site}/
  the API       ${site}/api/
  mail          ${inbox}/
  sign-in       ${cloud.place.origins.signIn}/
                as ${people.map(({ username, name, groups }) => `${username} (${name}, ${groups.join(', ')})`).join(' or ')}
  editor token  ${tokenFile}
${cloud.weather ? `  weather       bad, as you wished; what it does is in ${join(data, 'logs', 'weather.log')}\n` : ''}
Ctrl-C stops it; what it holds stays in ${data}.
`);
}

function printError(error: unknown): void {
  const message =
    error instanceof StartRefused ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
