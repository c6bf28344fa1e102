#!/usr/bin/env node
/** `npm run press`: the editors' command line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NotThere, type Press, Problem, Unchanged } from './press/client.ts';
import { type CommandOptions, type Outcome, refuseMore } from './press/command.ts';
import { optionHelp } from './press/command-help.ts';
import { commands, dryRun } from './press/commands.ts';
import { withNearSlug } from './press/documents.ts';
import { findAddress, findPress, type PressChoice } from './press/find-press.ts';
import { checkCommand, commandHelp, commandIn, helpText } from './press/help.ts';
import { signInCommands } from './press/sign-in/commands.ts';
import { confirm, forTerminal, hasColours, jsonForTerminal } from './press/terminal.ts';

async function main(): Promise<boolean> {
  const { values, positionals, tokens } = parseArgs({
    allowPositionals: true,
    tokens: true,
    options: optionHelp,
  });
  const { name = 'help', words } = commandIn(positionals);
  if (values.version) return print(await version());
  if (name === 'help') return print(helpText(commandIn(words).name));
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  if (values.help) return print(helpText(name));
  checkCommand(name, given);
  const { 'dry-run': isDryRun, 'no-browser': isWithoutBrowser, 'no-wait': isLeftAlone, ...others } = values;
  const outcome = await run(name, words, {
    ...{ ...others, confirm, colour: hasColours(process.stdout, process.env) },
    ...{ dryRun: isDryRun, browser: !isWithoutBrowser, wait: !isLeftAlone },
  });
  if (values.json) print(jsonForTerminal(outcome.data, 2));
  else if (outcome.painted) process.stdout.write(`${outcome.lines.join('\n')}\n`);
  else if (outcome.lines.length) print(outcome.lines.join('\n'));
  if (outcome.problem) printError(outcome.problem);
  return outcome.ok;
}

type Options = CommandOptions & PressChoice;

async function run(name: string, words: string[], options: Options): Promise<Outcome> {
  if (name === 'upload' && options.dryRun) return dryRun(words);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) {
    const press = await findPress(options, process.env);
    return command(press, words, options).catch((error: unknown) => unlessDone(error, name, words, press));
  }
  const signInCommand = Object.hasOwn(signInCommands, name) ? signInCommands[name] : undefined;
  if (!signInCommand) throw new Problem(`"press ${name}" has help, and nothing that does it.`);
  const [press = options.press, ...more] = words;
  refuseMore(more);
  return signInCommand(await findAddress({ ...options, press }, process.env), options, process.env);
}

/** What is done already is no failure: it may be the answer to an attempt whose first answer was lost. */
async function unlessDone(error: unknown, name: string, [slug]: string[], press: Press): Promise<Outcome> {
  if (error instanceof Unchanged)
    return { lines: [error.message], data: { unchanged: error.message }, ok: true };
  const isOfDocument = commandHelp[name]?.words?.includes('SLUG');
  throw error instanceof NotThere && isOfDocument ? await withNearSlug(press, slug, error) : error;
}

async function version(): Promise<string> {
  const file = join(import.meta.dirname, '..', 'package.json');
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'));
  return version;
}

function print(text: string): true {
  process.stdout.write(`${forTerminal(text)}\n`);
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
  process.stderr.write(`${json ? jsonForTerminal({ error: message }) : forTerminal(`press: ${message}`)}\n`);
}

process.exitCode = (await main().catch(explain)) ? 0 : 1;
