import { nearestOf } from '../../functions/runtime/nearest.ts';
import { backupHelp } from './backup/help.ts';
import { Problem } from './client.ts';
import {
  type CommandHelp,
  type HelpOf,
  type OptionHelp,
  type OptionName,
  optionHelp,
} from './command-help.ts';
import { documentsHelp } from './documents-help.ts';
import { eventHelp } from './event/help.ts';
import { doctorHelp } from './mail-doctor.ts';
import { newsletterHelp } from './newsletter/help.ts';
import { signInHelp } from './sign-in/help.ts';
import { subscribersHelp } from './subscribers/help.ts';

/** Every command may have these. */
const everywhere: readonly OptionName[] = ['press', 'data', 'json', 'help', 'version'];

/** Help of every command, in the order in which it is listed. */
export const commandHelp: HelpOf = {
  ...documentsHelp,
  ...backupHelp,
  ...subscribersHelp,
  ...newsletterHelp,
  ...eventHelp,
  ...doctorHelp,
  ...signInHelp,
};

/** The help of one command, of a group of them, or of all. @throws Problem for a command that there is not. */
export function helpText(command?: string): string {
  if (command === undefined) return overview();
  const verbs = verbsOf(command);
  return verbs.length
    ? columns(verbs.map((verb) => commandRow(`${command} ${verb}`))).join('\n')
    : helpOf(command);
}

/** What follows the name of a group of commands, such as `subscribers`. */
const verbsOf = (group: string): string[] =>
  Object.keys(commandHelp).flatMap((name) => {
    const [first, verb] = name.split(' ');
    return first === group && verb ? [verb] : [];
  });

/** The name of a command at the beginning of the words of a command line, and the words after it. */
export function commandIn([first, second, ...words]: string[]): {
  name: string | undefined;
  words: string[];
} {
  if (first === undefined || second === undefined) return { name: first, words: [] };
  return verbsOf(first).length
    ? { name: `${first} ${second}`, words }
    : { name: first, words: [second, ...words] };
}

function overview(): string {
  const commands = Object.keys(commandHelp).map(commandRow);
  return [
    'press: hand in and look after what a press publishes',
    '',
    ...columns(commands),
    '',
    ...columns(everywhere.map((name) => optionRow(name))),
    '',
    '"press help COMMAND" tells more of one: its options, and what it ends with.',
    'PRESS_URL names another press as --press does; PRESS_TOKEN is an access token for it, in place of a sign-in.',
  ].join('\n');
}

function helpOf(command: string): string {
  const { words, about, options = [], means = {}, success } = helpFor(command);
  const rows = [
    ...options.map((name) => optionRow(name, means[name])),
    ...everywhere.map((name) => optionRow(name)),
  ];
  return [
    `${signature(command, words)}: ${about}`,
    '',
    ...columns(rows),
    '',
    'It ends with',
    `  0  ${success}`,
    '  1  anything else; standard error says what',
  ].join('\n');
}

/** @throws Problem that suggests the nearest command. */
function helpFor(command: string): CommandHelp {
  const help = Object.hasOwn(commandHelp, command) ? commandHelp[command] : undefined;
  if (help) return help;
  const verbs = verbsOf(command);
  if (verbs.length) throw new Problem(`Say what to do: press ${command} ${verbs.join('|')}`);
  const nearest = nearestOf(command, Object.keys(commandHelp));
  const way = nearest ? `Did you mean "press ${nearest}"?` : '"press help" lists what there is.';
  throw new Problem(`There is no "press ${command}". ${way}`);
}

/** Refuses a command that there is not, and options that it would ignore.
 *  @param given The names of the options on the command line. */
export function checkCommand(command: string, given: string[]): void {
  const { options = [] } = helpFor(command);
  const known: readonly string[] = [...options, ...everywhere];
  const foreign = given.find((name) => !known.includes(name));
  if (foreign)
    throw new Problem(
      `"press ${command}" has no option --${foreign}; "press help ${command}" lists them. Nothing was done.`,
    );
}

function commandRow(name: string): string[] {
  const { words, about } = helpFor(name);
  return [signature(name, words), about];
}

const signature = (name: string, words: string | undefined): string =>
  `press ${[name, words ?? []].flat().join(' ')}`;

function optionRow(
  name: OptionName,
  { value, about }: Pick<OptionHelp, 'value' | 'about'> = optionHelp[name],
): string[] {
  return [`--${[name, value ?? []].flat().join(' ')}`, about];
}

function columns(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}
