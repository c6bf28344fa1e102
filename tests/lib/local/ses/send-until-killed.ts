import { writeSync } from 'node:fs';
import { readBody, sendEmailShape } from '../../../../lib/local/ses/requests.ts';
import { sendEmail } from '../../../../lib/local/ses/send.ts';
import { aMailCloud, sender, simple } from './a-mail-cloud.ts';

/** Takes mail after mail, and says which it has taken, until its parent kills it. */
const { mail } = await aMailCloud({ folder: process.argv[2] });
mail.account.limits.perSecond = 1_000_000;
for (let n = 0; ; n += 1) {
  const Destination = { ToAddresses: [`reader${n}@home.example`] };
  const body = { FromEmailAddress: sender, Destination, Content: { Simple: simple } };
  writeSync(1, `${sendEmail(readBody(sendEmailShape, body), mail).MessageId}\n`);
}
