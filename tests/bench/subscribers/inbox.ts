import * as z from 'zod/mini';
import type { PressAtWork } from '../a-press.ts';

const store = z.object({
  emails: z.array(
    z.object({ destination: z.object({ to: z.array(z.string()) }), body: z.object({ text: z.string() }) }),
  ),
});

/** The newest mails, the oldest of them first; `to` narrows them to an address. */
export async function mails({ inbox }: PressAtWork, choice: { to?: string; limit: number }) {
  const query = new URLSearchParams({ ...choice, limit: `${choice.limit}` });
  const answer = await fetch(`${inbox}/store?${query}`);
  return store.parse(await answer.json()).emails.map(({ destination, body }) => ({
    to: destination.to,
    text: body.text,
  }));
}

/** The path of the link in the newest letter to an address. @throws Error where none has come. */
export async function confirmationLink(press: PressAtWork, to: string): Promise<string> {
  const [mail] = await mails(press, { to, limit: 1 });
  const path = /\/newsletters\/confirm\/\S+/.exec(mail?.text ?? '')?.[0];
  if (!path) throw new Error(`No letter with a link has come to ${to}.`);
  return path;
}
