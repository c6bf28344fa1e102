import type { HelpOf } from '../command-help.ts';

export const backupHelp: HelpOf = {
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
};
