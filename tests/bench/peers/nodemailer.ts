import MailComposer from 'nodemailer/lib/mail-composer/index.js';

/** A mail to one person, as a newsletter is. */
export interface BuiltMail {
  subject: string;
  html: string;
  text: string;
  leave: string;
}

/** Milliseconds for which it is measured. */
const long = 3_000;

/** Mails a second that nodemailer builds on one core, in quoted-printable or in base64. */
export async function nodemailerBuilds(
  mail: BuiltMail,
  textEncoding: 'quoted-printable' | 'base64',
): Promise<number> {
  const build = (at: number) =>
    new MailComposer({
      from: 'The Measured Lantern <post@lantern.example>',
      to: `Reader ${at} <reader-${at}@import.example>`,
      ...{ subject: mail.subject, html: mail.html, text: mail.text, textEncoding },
      headers: {
        'List-Unsubscribe': `<${mail.leave}${at}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    })
      .compile()
      .build();
  for (let warmUp = 0; warmUp < 200; warmUp++) await build(warmUp);
  const began = performance.now();
  let built = 0;
  for (; performance.now() - began < long; built++) await build(built);
  return (built / (performance.now() - began)) * 1_000;
}
