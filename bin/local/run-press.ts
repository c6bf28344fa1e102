import { join } from 'node:path';
import { StartRefused } from '../../lib/local/cloud.ts';
import { type RunningPress, startPress } from '../../lib/local/press.ts';
import { people } from '../../lib/local/sign-in/people.ts';
import { firstRun } from './first-run.ts';
import { frontPage } from './front-page.ts';
import { readOptions, usage } from './options.ts';
import { stopSignal } from './stop-signal.ts';
import { Terminal } from './terminal.ts';

/** Starts the press, says where it is, and stops it when asked to. Sets the exit code. */
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
    if (!signal.aborted) refuse(error);
    else terminal.print('Stopped.');
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
    await Promise.race([open(press, empty, terminal, signal), stopped]);
    await stopped;
  } finally {
    terminal.shows = 'nothing';
    await press.stop();
  }
  terminal.print('Stopped.');
  // Nothing is left to wait for; what a library keeps open must not keep the terminal busy.
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

function welcome({ site, inbox, tokenFile, data, cloud }: RunningPress, terminal: Terminal): void {
  terminal.print(`
Broadside is ready: ${site}

  the site      ${site}/
  the API       ${site}/api/
  mail          ${inbox}/
  sign-in       ${cloud.place.origins.signIn}/
                as ${people.map(({ username, name }) => `${username} (${name})`).join(' or ')}
  editor token  ${tokenFile}
${cloud.weather ? `  weather       bad, as you wished; what it does is in ${join(data, 'logs', 'weather.log')}\n` : ''}
Ctrl-C stops it; what it holds stays in ${data}.
`);
}

function refuse(error: unknown): void {
  const message =
    error instanceof StartRefused ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
