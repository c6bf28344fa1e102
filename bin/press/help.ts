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
    about: 'say what would come of it, and change nothing',
  },
  status: { type: 'string', value: 'STATUS', about: 'only those: published, draft, scheduled, withdrawn' },
  kind: {
    type: 'string',
    value: 'KIND',
    about: 'only those: article, page, front, press, newsletter, event',
  },
  section: { type: 'string', value: 'NAME', about: 'only those of this section' },
  text: { type: 'string', value: 'WORDS', about: 'only those with these words in title, slug or file name' },
  search: { type: 'string', value: 'TEXT', about: 'only those whose address or name begins so' },
  state: {
    type: 'string',
    value: 'STATE',
    about: 'only those: pending, confirmed, paused, unsubscribed, bounced, complained',
  },
  list: {
    type: 'string',
    multiple: true,
    value: 'LIST',
    about: 'a mailing list, by its name; several where people are added',
  },
  consent: {
    type: 'string',
    value: '"…"',
    about: 'how these people agreed to get newsletters; it is kept as the evidence',
  },
  name: { type: 'string', value: '"…"', about: 'the name of this person' },
  csv: {
    type: 'boolean',
    default: false,
    about: 'a row for each person, with addresses, as CSV; for people in the group subscribers',
  },
  ticket: { type: 'string', value: 'TICKET', about: 'only those with a place of this ticket, by its id' },
  place: {
    type: 'string',
    multiple: true,
    value: 'NUMBER',
    about: 'one of its places, by the number that “press event show” gives; may come several times',
  },
  answer: {
    type: 'string',
    multiple: true,
    value: 'QUESTION=ANSWER',
    about: 'an answer to a question of the event, by its id; may come several times',
  },
  access: {
    type: 'string',
    value: '"…"',
    about: 'what this person needs; only the group access reads it',
  },
  code: { type: 'string', value: 'CODE', about: 'a code that opens a ticket or lowers a price' },
  guest: { type: 'boolean', default: false, about: 'a guest of the press, who pays nothing' },
  paid: { type: 'boolean', default: false, about: 'the money has arrived: it is booked at once' },
  past: { type: 'boolean', default: false, about: 'those that are over, the last first' },
  'no-wait': {
    type: 'boolean',
    default: false,
    about: 'do not look at it until it has left; it goes on all the same',
  },
} as const satisfies Record<string, OptionHelp>;

type OptionName = keyof typeof optionHelp;

/** Every command may have these. */
const everywhere: readonly OptionName[] = ['press', 'data', 'json', 'help', 'version'];

interface CommandHelp {
  /** The words that follow the command's name. */
  words?: string;
  about: string;
  options?: readonly OptionName[];
  /** Options that mean something else here than to other commands. */
  means?: Partial<Record<OptionName, Pick<OptionHelp, 'value' | 'about'>>>;
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
  'subscribers list': {
    about: 'who gets newsletters, or did, the newest first',
    options: ['search', 'list', 'state'],
    success: 'the list is whole, also when it is empty',
  },
  'subscribers show': {
    words: 'EMAIL|ID',
    about: 'all that is kept of a person',
    success: 'there is such a person',
  },
  'subscribers add': {
    words: 'EMAIL',
    about: 'put somebody on a list who has agreed elsewhere',
    options: ['consent', 'list', 'name'],
    success: wasDone,
  },
  'subscribers remove': {
    words: 'EMAIL|ID',
    about: 'erase a person in every part of the press, for good',
    options: ['yes'],
    success: wasDone,
  },
  'subscribers tell': {
    words: 'EMAIL',
    about: 'send somebody, at that address, all that any part of the press knows of them',
    success: wasDone,
  },
  'subscribers unsuppress': {
    words: 'EMAIL',
    about: 'let mail go again to an address that bounced or complained',
    success: wasDone,
  },
  'subscribers import': {
    words: 'FILE.csv|FOLDER',
    about: 'put everybody of a CSV on a list, or take an export back; who left here stays out',
    options: ['consent', 'list', 'dry-run'],
    success: 'no row was refused; those that were come back in a CSV, with the reason of each',
  },
  'subscribers export': {
    words: '[FOLDER]',
    about:
      'people, suppressions, evidence and hash keys into a folder; without one people alone, as CSV, printed',
    success: 'everything is there',
  },
  'newsletter list': {
    about: 'digests, and every issue of the newsletters, the newest first',
    success: 'the list is whole, also when it is empty',
  },
  'newsletter preview': {
    words: 'SLUG',
    about: 'the mail as text, and what to know before it is sent; its HTML into a file',
    options: ['to'],
    success: 'it can be composed',
  },
  'newsletter test': {
    words: 'SLUG',
    about: 'mail it to one address, marked as a test',
    options: ['to'],
    means: { to: { value: 'ADDRESS', about: 'the address that gets it' } },
    success: 'the mail service has taken it, or the address gets no mail',
  },
  'newsletter send': {
    words: 'SLUG',
    about: 'send it now, once to each person, and show how it goes; Ctrl-C leaves it sending',
    options: ['yes', 'no-wait'],
    means: { yes: { about: 'do not ask at the terminal' } },
    success: 'it is sent, or goes on without this terminal',
  },
  'newsletter pause': {
    words: 'SLUG',
    about: 'stop one that is being sent, or a digest; at most one more batch leaves',
    success: 'it is paused',
  },
  'newsletter resume': {
    words: 'SLUG',
    about: 'let it go on where it stopped, or a digest make issues again',
    options: ['no-wait'],
    success: 'it is sent, or goes on without this terminal; of a digest: it is awake',
  },
  'newsletter cancel': {
    words: 'SLUG',
    about: 'end it for good: who waits for it does not get it',
    options: ['yes'],
    means: { yes: { about: 'do not ask at the terminal' } },
    success: 'it is cancelled',
  },
  'newsletter again': {
    words: 'SLUG failed|doubt',
    about: 'send it again to those who failed, or those in doubt',
    options: ['yes', 'no-wait'],
    means: { yes: { about: 'do not ask; without a terminal, nothing is sent without it' } },
    success: 'it is sent to them, or goes on without this terminal',
  },
  'newsletter report': {
    words: 'SLUG',
    about: 'what became of it: how many got it, how many did not, and why',
    options: ['csv', 'to'],
    means: { to: { value: 'FILE', about: 'the file that the CSV is written to' } },
    success: 'there is such an issue',
  },
  'event list': {
    about: 'events to come and under way, with their places; closed ones too',
    options: ['past'],
    success: 'the list is whole, also when it is empty',
  },
  'event show': {
    words: 'SLUG [CODE]',
    about: 'one event with its places and what to look at, or one booking of it',
    success: 'there is such an event, and such a booking',
  },
  'event attendees': {
    words: 'SLUG',
    about: 'who has booked, holds, waits or has given back; as CSV, those who come or wait, a row a place',
    options: ['state', 'ticket', 'search', 'csv', 'to'],
    means: {
      state: {
        value: 'STATE',
        about: 'only those: booked, held, offered, waiting, cancelled, declined, lapsed, left',
      },
      search: { value: 'TEXT', about: 'only those whose code, address or name begins so' },
      csv: { about: 'a row for each place, with addresses, as CSV' },
      to: { value: 'FILE', about: 'the file that the CSV is written to' },
    },
    success: 'the list is whole, also when it is empty',
  },
  'event totals': {
    words: 'SLUG',
    about: 'places and money by ticket and by the day on which people booked; orders of one address',
    success: 'there is such an event',
  },
  'event book': {
    words: 'SLUG EMAIL TICKET[=COUNT]…',
    about: 'book for somebody who asks by phone, or for a guest; they get the letter',
    options: ['name', 'answer', 'access', 'code', 'guest', 'paid'],
    success: 'it is booked, held until it is paid, or waits',
  },
  'event confirm': {
    words: 'SLUG CODE',
    about: 'say that the money of a booking has arrived',
    success: wasDone,
  },
  'event cancel': {
    words: 'SLUG CODE',
    about: 'cancel a booking, or some of its places; they get a letter',
    options: ['place', 'yes'],
    means: { yes: { about: 'do not ask; without a terminal, nothing is cancelled without it' } },
    success: wasDone,
  },
  'event move': {
    words: 'SLUG CODE TICKET',
    about: 'move a booking, or some of its places, to another ticket, at its price; they get a letter',
    options: ['place'],
    success: wasDone,
  },
  'event resend': {
    words: 'SLUG CODE',
    about: 'send the letter with the link of a booking again',
    success: 'the letter is on its way',
  },
  'event write': {
    words: 'SLUG [CODE…]',
    about: 'write to those who come or wait: to all, to some, or to these bookings',
    options: ['text', 'state', 'ticket', 'yes'],
    means: {
      text: { value: '"…"', about: 'what the letter says; without it, it is read from standard input' },
      state: { value: 'STATE', about: 'only those: booked, held, offered or waiting' },
      yes: { about: 'do not ask; without a terminal, nothing is sent without it' },
    },
    success: 'the letters are on their way, one to each',
  },
  'event tell': {
    words: 'SLUG',
    about: 'tell those who come or wait of a new date or place, with the entry for their calendars',
    options: ['text', 'yes'],
    means: {
      text: { value: '"…"', about: 'what else the letter says' },
      yes: { about: 'do not ask; without a terminal, nothing is sent without it' },
    },
    success: 'the letters are on their way, one to each',
  },
  'event close': { words: 'SLUG', about: 'close booking; what is booked stays', success: wasDone },
  'event open': { words: 'SLUG', about: 'open booking again', success: wasDone },
  'event cancel-event': {
    words: 'SLUG',
    about: 'cancel an event for good, with every booking, and tell everybody once',
    options: ['reason', 'yes'],
    means: {
      reason: { value: '"…"', about: 'what they are told' },
      yes: { about: 'do not ask; without a terminal, nothing is cancelled without it' },
    },
    success: 'it is closed, and bookings are being cancelled',
  },
  'event access': {
    words: 'SLUG',
    about: 'what those who come need, for kitchen and venue; for people in the group access',
    success: 'there is such an event',
  },
  'doctor mail': {
    about: 'what mail needs to leave and arrive: sender, DKIM, MAIL FROM, DMARC, sandbox, quota',
    success: 'mail leaves; what it warns of may keep some from arriving',
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
