import { type Mail, mailOf } from '../../look/mail/mail.tsx';
import type { MailBlock } from '../../look/mail/text.ts';
import type { SiteConfig } from '../../look/site-config.ts';

/*
 * What this room writes to people, in the press's look. Links are absolute; addresses of others stand masked.
 */

/** Asks to confirm a sign-up. @param titles Of the lists. */
export const confirmMail = (config: SiteConfig, { titles, link }: { titles: string[]; link: string }): Mail =>
  mailOf({
    config,
    subject: `Finish subscribing to ${config.title}`,
    preview: 'One more step, and only if it was you who asked.',
    blocks: [
      { paragraph: `Somebody gave this address on the site of ${config.title}, to get by mail:` },
      { list: titles },
      { paragraph: 'If that was you, open the page below and press the button on it.' },
      { button: 'Look at it and finish', link },
      ...oneUse,
    ],
    footer: [
      {
        smallPrint:
          'If it was not you, there is nothing to do: nothing more comes to this address, and after 30 days we forget it.',
      },
    ],
  });

/** Asks whether further lists are wanted by somebody who gets some already. */
export const furtherListsMail = (
  config: SiteConfig,
  { titles, present, link }: { titles: string[]; present: string[]; link: string },
): Mail =>
  mailOf({
    config,
    subject: `Add to what you get from ${config.title}?`,
    preview: 'You are subscribed already; this would add to it.',
    blocks: [
      { paragraph: `Somebody gave this address on the site of ${config.title} and asked to add:` },
      { list: titles },
      { paragraph: 'You already get:' },
      { list: present },
      { paragraph: 'If it was you, open the page below and press the button on it.' },
      { button: 'Look at it and add', link },
      ...oneUse,
    ],
    footer: [{ smallPrint: 'If it was not you, do nothing: all stays as it is.' }],
  });

/** After somebody left. */
export const leftMail = (config: SiteConfig, { titles, link }: { titles: string[]; link: string }): Mail =>
  mailOf({
    config,
    subject: `You have left ${config.title}`,
    preview: 'No newsletters come any more. If that was a mistake, here is a way back.',
    blocks: [
      { paragraph: 'This address gets no newsletters from us any more. It got until now:' },
      { list: titles },
      {
        paragraph:
          'Thank you for having read them. If it was a mistake, or somebody else’s doing, come back here:',
      },
      { button: 'Look at it and come back', link },
      ...oneUse,
    ],
  });

/** To a new address, which has to confirm that it is one. @param from The present address, masked. */
export const newAddressMail = (config: SiteConfig, { from, link }: { from: string; link: string }): Mail =>
  mailOf({
    config,
    subject: `Get ${config.title} at this address?`,
    preview: 'Somebody asked us to write here from now on.',
    blocks: [
      {
        paragraph: `Somebody who gets our newsletters at ${from} asked to have them at this address instead.`,
      },
      { paragraph: 'If that was you, open the page below and press the button on it.' },
      { button: 'Look at it and change', link },
      ...oneUse,
    ],
    footer: [{ smallPrint: 'If it was not you, do nothing: all stays as it is.' }],
  });

/** To the address that was given up. @param to The new one, masked. */
export const addressChangedMail = (config: SiteConfig, { to }: { to: string }): Mail =>
  mailOf({
    config,
    subject: `We write to another address from now on`,
    preview: `Your newsletters go to ${to}.`,
    blocks: [
      { paragraph: `As you asked, your newsletters from ${config.title} go to ${to} from now on.` },
      { paragraph: 'If you did not ask for that, please answer this mail, and a person will look into it.' },
    ],
  });

/** The link to everything we know of somebody. */
export const exportMail = (config: SiteConfig, { link }: { link: string }): Mail =>
  mailOf({
    config,
    subject: `What ${config.title} knows about you`,
    preview: 'The link you asked for.',
    blocks: [
      { paragraph: 'On the page of our newsletters somebody asked for all that we know about this address.' },
      { paragraph: 'If it was you, open the page below; its button gives you a file with everything.' },
      { button: 'Get the file', link },
      ...oneUse,
    ],
    footer: [{ smallPrint: 'If it was not you, do nothing: nobody has got anything.' }],
  });

/** The link that has somebody forgotten. */
export const eraseMail = (config: SiteConfig, { link }: { link: string }): Mail =>
  mailOf({
    config,
    subject: `Have ${config.title} forget you?`,
    preview: 'The link you asked for.',
    blocks: [
      {
        paragraph:
          'On the page of our newsletters somebody asked us to forget all that we know about this address.',
      },
      { paragraph: 'If it was you, open the page below and press the button on it. It cannot be undone.' },
      { button: 'Look at it and be forgotten', link },
      ...oneUse,
    ],
    footer: [{ smallPrint: 'If it was not you, do nothing: all stays as it is.' }],
  });

const oneUse: MailBlock[] = [{ smallPrint: 'The link works once, for 48 hours.' }];
