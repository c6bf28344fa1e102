import { type HelpOf, wasDone } from '../command-help.ts';

export const subscribersHelp: HelpOf = {
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
};
