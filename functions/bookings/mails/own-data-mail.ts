import { type Mail, mailOf } from '../../look/mail/mail.tsx';
import type { SiteConfig } from '../../look/site-config.ts';

/** Goes with the file of all that is known of an address. @param of Where it is too much for one letter. */
export const ownDataMail = (config: SiteConfig, of: { part: number; parts: number }): Mail =>
  mailOf({
    config,
    subject: `What ${config.title} knows of your bookings${of.parts > 1 ? ` (${of.part} of ${of.parts})` : ''}`,
    preview: 'The file that you asked for is attached.',
    blocks: [
      { heading: 'What we know of your bookings' },
      {
        paragraph:
          'You asked for all that we know about this address. What we know of your bookings is in the file with this letter: names, tickets, answers, and what you told us for access or food.',
      },
      { paragraph: 'To have it forgotten, answer this mail.' },
    ],
    footer: [{ smallPrint: 'If it was not you, do nothing: it went to this address alone.' }],
  });
