import { type HelpOf, wasDone } from './command-help.ts';

export const documentsHelp: HelpOf = {
  upload: {
    words: 'FILE|FOLDER…',
    about: 'hand in manuscripts with their pictures and PDFs, and wait for the receipts',
    options: ['dry-run'],
    success: 'every file was taken, or was there already, and none was overtaken',
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
  preview: {
    words: 'SLUG [REVISION]',
    about: 'the address at which what waits, or that revision, is shown as readers will see it, for a week',
    success: 'something waits, or there is such a revision, and it has a page',
  },
  schedule: {
    words: 'SLUG [REVISION] [WHEN]',
    about:
      'say when the newest draft, or that revision, becomes live: 2026-12-01 07:00, in the zone of the press',
    options: ['withdraw', 'reason', 'replaces'],
    success: 'it is scheduled',
  },
  unschedule: {
    words: 'SLUG',
    about: 'nothing happens to it by itself any more; what was to become live stays as a draft',
    success: wasDone,
  },
  calendar: {
    words: '[FROM] [TO]',
    about:
      'what goes out by itself from one day to another (2026-12-01), or in the coming month: documents, newsletters, events',
    success: 'the answer came, also when nothing goes out',
  },
  editions: {
    about: 'every edition: when it goes, has gone, or why it did not',
    success: 'the list is whole, also when it is empty',
  },
  edition: {
    words: 'SLUG',
    about: 'an edition with each of its documents: whether it is ready, and where to look at it',
    success: 'all of its documents are ready, or readers have them',
  },
  download: {
    words: 'SLUG [REVISION]',
    about: 'the manuscript as it came, into a file of its name, with a note of what it is beside it',
    options: ['to'],
    success: 'the file is written',
  },
  diff: {
    words: 'SLUG [A [B]]',
    about: 'how two revisions differ, word by word; without B what stands, without A what waits beside it',
    success: 'there are such revisions, alike or not',
  },
  restore: {
    words: 'SLUG REVISION',
    about: 'make the text of an old revision the newest; what stands stays in the history',
    success: wasDone,
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
};
