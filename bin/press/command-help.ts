export interface OptionHelp {
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
    value: 'OTHER',
    about:
      'another document whose place it may take, by its slug, or the revision that stands (SLUG/NUMBER) where it did not begin from that; may come several times',
  },
  to: { type: 'string', value: 'FILE', about: 'the file to write; one that is there stays' },
  reason: { type: 'string', value: '"…"', about: 'what readers are told' },
  withdraw: {
    type: 'string',
    value: 'WHEN',
    about: 'when it is withdrawn by itself',
  },
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
    about: 'only those: article, page, book, bulletin, front, press, newsletter, event, edition',
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

export type OptionName = keyof typeof optionHelp;

/** What help says of a command. */
export interface CommandHelp {
  /** The words that follow the command's name. */
  words?: string;
  about: string;
  options?: readonly OptionName[];
  /** Options that mean something else here than to other commands. */
  means?: Partial<Record<OptionName, Pick<OptionHelp, 'value' | 'about'>>>;
  /** When it ends with 0; with anything else it ends with 1. */
  success: string;
}

/** Help of commands by their names, in the order in which they are listed. A word SLUG makes a command suggest near slugs. */
export type HelpOf = Readonly<Record<string, CommandHelp>>;

export const wasDone = 'it is done, or was done already';
