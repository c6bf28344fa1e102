import type { HelpOf } from '../command-help.ts';

export const signInHelp: HelpOf = {
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
