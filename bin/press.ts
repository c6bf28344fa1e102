#!/usr/bin/env node
/** `npm run press`: the editors' command line. */
import { parseArgs } from 'node:util';
import { Problem } from './press/client.ts';
import { type CommandOptions, type Outcome, refuseMore } from './press/command.ts';
import { commands } from './press/commands.ts';
import { findAddress, findPress, type PressChoice } from './press/find-press.ts';
import { signInCommands } from './press/sign-in/commands.ts';

const usage = `press: hand in and look after what a press publishes

  press upload FILE|FOLDER…           hand in manuscripts with their pictures, and wait for the receipts
  press list                          every document
  press show SLUG [REVISION]          one document with its revisions, or one revision with its text
  press publish SLUG [REVISION]       publish the newest draft, or that revision, now; other documents whose place
                                      it takes have to be named (--replaces OTHER-SLUG)
  press download SLUG [REVISION]      the manuscript as it came, into a file of its name (--to FILE: another)
  press withdraw SLUG --reason "…"    take it down; readers are told why
  press delete SLUG                   remove it with its history
  press render                        render every page again
  press announce [SLUG]               tell every part of the press of all documents again, or of one
  press backup FOLDER                 copy everything handed in, as plain files; run again, only what is new
  press restore-from FOLDER           hand a backup in again, past and all
  press login [ADDRESS]               sign in to a press; it holds for 30 days
  press logout [ADDRESS]              end that
  press whoami [ADDRESS]              who commands act as

  --press URL   another press than the one that runs here, by the address of its site
  --no-browser  open no browser; the address to sign in at is printed
  --data DIR    the data folder of the press that runs here (default .broadside)
  --json        answers for machines, errors too: {"error": "…"}

PRESS_URL names another press as --press does; PRESS_TOKEN is an access token for it, in place of a sign-in.`;

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: '.broadside' },
      json: { type: 'boolean', default: false },
      press: { type: 'string' },
      'no-browser': { type: 'boolean', default: false },
      reason: { type: 'string' },
      replaces: { type: 'string', multiple: true },
      to: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name = 'help', ...words] = positionals;
  if (values.help || name === 'help') return print(usage);
  const outcome = await run(name, words, { ...values, browser: !values['no-browser'] });
  print(values.json ? JSON.stringify(outcome.data, null, 2) : outcome.lines.join('\n'));
  if (outcome.problem) printError(outcome.problem);
  return outcome.ok;
}

type Options = CommandOptions & PressChoice;

async function run(name: string, words: string[], options: Options): Promise<Outcome> {
  const { env } = process;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(await findPress(options, env), words, options);
  const signInCommand = Object.hasOwn(signInCommands, name) ? signInCommands[name] : undefined;
  if (!signInCommand) throw new Problem(`There is no "press ${name}".\n\n${usage}`);
  const [press = options.press, ...more] = words;
  refuseMore(more);
  return signInCommand(await findAddress({ ...options, press }, env), options, env);
}

function print(text: string): true {
  process.stdout.write(`${text}\n`);
  return true;
}

/** With its stack only when it is a bug. */
function explain(error: unknown): false {
  const isSystemError = error instanceof Error && 'syscall' in error;
  const isUsageError =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const known = error instanceof Problem || isSystemError || isUsageError;
  printError(known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  return false;
}

/** Looks for `--json` itself, because parsing the command line may be what failed. */
function printError(message: string): void {
  const json = process.argv.includes('--json');
  process.stderr.write(json ? `${JSON.stringify({ error: message })}\n` : `press: ${message}\n`);
}

process.exitCode = (await main().catch(explain)) ? 0 : 1;
