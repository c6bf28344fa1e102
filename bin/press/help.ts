import { nearestOf } from '../../functions/runtime/nearest.ts';
import { Problem } from './client.ts';

interface OptionHelp {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: boolean;
  default?: string | boolean;
  /** What stands for its value in help. */
  value?: string;
  about: string;
}

/** Every option of the command line, as `parseArgs` takes them. */
export const optionHelp = {
  data: {
    type: 'string',
    default: '.broadside',
    value: 'DIR',
    about: 'the data folder of the press that runs here (default .broadside)',
  },
  json: { type: 'boolean', default: false, about: 'answers for machines, errors too: {"error": "…"}' },
  help: {
    type: 'boolean',
    short: 'h',
    default: false,
    about: 'this help; after a command, that of the command',
  },
  version: { type: 'boolean', default: false, about: 'the version of this command line' },
  press: {
    type: 'string',
    value: 'ADDRESS',
    about: 'another press than the one that runs here, by the address of its site',
  },
  'no-browser': {
    type: 'boolean',
    default: false,
    about: 'open no browser; the address to sign in at is printed',
  },
  replaces: {
    type: 'string',
    multiple: true,
    value: 'OTHER-SLUG',
    about: 'another document whose place it may take; may come several times',
  },
  to: { type: 'string', value: 'FILE', about: 'the file to write; one that is there stays' },
  reason: { type: 'string', value: '"…"', about: 'what readers are told' },
  yes: {
    type: 'boolean',
    default: false,
    about: 'do not ask; without a terminal, nothing is deleted without it',
  },
  'dry-run': {
    type: 'boolean',
    default: false,
    about: 'read everything and say what would be handed in; send nothing',
  },
  status: { type: 'string', value: 'STATUS', about: 'only those: published, draft, scheduled, withdrawn' },
  kind: { type: 'string', value: 'KIND', about: 'only those: article, page, front, press' },
  section: { type: 'string', value: 'NAME', about: 'only those of this section' },
  text: { type: 'string', value: 'WORDS', about: 'only those with these words in title, slug or file name' },
} as const satisfies Record<string, OptionHelp>;

type OptionName = keyof typeof optionHelp;

/** Every command may have these. */
const everywhere: readonly OptionName[] = ['press', 'data', 'json', 'help', 'version'];

interface CommandHelp {
  /** The words that follow the command's name. */
  words?: string;
  about: string;
  options?: readonly OptionName[];
  /** When it ends with 0; with anything else it ends with 1. */
  success: string;
}

const wasDone = 'it is done, or was done already';

/** Help of every command, in the order in which it is listed. A word SLUG makes the command suggest near slugs. */
export const commandHelp: Readonly<Record<string, CommandHelp>> = {
  upload: {
    words: 'FILE|FOLDER…',
    about: 'hand in manuscripts with their pictures, and wait for the receipts',
    options: ['dry-run'],
    success: 'every file was taken, or was there already',
  },
  list: {
    about: 'every document, the last changed first',
    options: ['status', 'kind', 'section', 'text'],
    success: 'the list is whole, also when it is empty',
  },
  show: {
    words: 'SLUG [REVISION]',
    about: 'one document with its revisions, or one revision with its text',
    success: 'there is such a document, and such a revision',
  },
  publish: {
    words: 'SLUG [REVISION]',
    about: 'publish the newest draft, or that revision, now',
    options: ['replaces'],
    success: wasDone,
  },
  download: {
    words: 'SLUG [REVISION]',
    about: 'the manuscript as it came, into a file of its name',
    options: ['to'],
    success: 'the file is written',
  },
  withdraw: {
    words: 'SLUG',
    about: 'take it down; readers are told why',
    options: ['reason'],
    success: wasDone,
  },
  delete: { words: 'SLUG', about: 'remove it with its history', options: ['yes'], success: wasDone },
  render: { about: 'render every page again', success: 'the press has begun' },
  announce: {
    words: '[SLUG]',
    about: 'tell every part of the press of all documents again, or of one',
    success: 'the press has begun',
  },
  backup: {
    words: 'FOLDER',
    about: 'copy everything handed in, as plain files; run again, only what is new',
    success: 'the folder holds everything',
  },
  'restore-from': {
    words: 'FOLDER',
    about: 'hand a backup in again, past and all',
    success: 'everything is there again',
  },
  login: {
    words: '[ADDRESS]',
    about: 'sign in to a press; it holds for 30 days',
    options: ['no-browser'],
    success: 'you are signed in',
  },
  logout: {
    words: '[ADDRESS]',
    about: 'end that',
    options: ['no-browser'],
    success: 'you are signed out, or were',
  },
  whoami: { words: '[ADDRESS]', about: 'who commands act as', success: 'the press knows you' },
};

/** The help of one command, or of all. @throws Problem for a command that there is not. */
export function helpText(command?: string): string {
  return command === undefined ? overview() : helpOf(command);
}

function overview(): string {
  const commands = Object.entries(commandHelp).map(([name, { words, about }]) => [
    signature(name, words),
    about,
  ]);
  return [
    'press: hand in and look after what a press publishes',
    '',
    ...columns(commands),
    '',
    ...columns(everywhere.map(optionRow)),
    '',
    '"press help COMMAND" tells more of one: its options, and what it ends with.',
    'PRESS_URL names another press as --press does; PRESS_TOKEN is an access token for it, in place of a sign-in.',
  ].join('\n');
}

function helpOf(command: string): string {
  const { words, about, options = [], success } = helpFor(command);
  return [
    `${signature(command, words)}: ${about}`,
    '',
    ...columns([...options, ...everywhere].map(optionRow)),
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

const signature = (name: string, words: string | undefined): string =>
  `press ${[name, words ?? []].flat().join(' ')}`;

function optionRow(name: OptionName): string[] {
  const { value, about }: OptionHelp = optionHelp[name];
  return [`--${[name, value ?? []].flat().join(' ')}`, about];
}

function columns(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}
