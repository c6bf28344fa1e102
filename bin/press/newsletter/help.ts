import type { HelpOf } from '../command-help.ts';

export const newsletterHelp: HelpOf = {
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
};
