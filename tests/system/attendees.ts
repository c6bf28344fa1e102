import * as z from 'zod/mini';
import { eventually, type PressUnderTest } from './a-press.ts';
import { type Answer, type Asked, askSite, formOf } from './reader.ts';

/** What `POST /api/events/{slug}/bookings` answers. */
export interface Outcome {
  status: number;
  retryAfter?: string | undefined;
  outcome: string;
  code: string;
  position: number | undefined;
}

const answered = z.object({
  outcome: z._default(z.string(), ''),
  code: z._default(z.string(), ''),
  position: z.optional(z.number()),
});

const mail = z.object({
  subject: z.string(),
  body: z.object({ text: z.string(), html: z.string() }),
  attachments: z.array(z.object({ filename: z.string(), contentType: z.string(), content: z.string() })),
});
const store = z.object({ emails: z.array(mail) });

/** A letter in the inbox: the path of the booking's page in it, and its calendar file. */
export interface AttendeesLetter {
  subject: string;
  text: string;
  page: string | undefined;
  files: { name: string; type: string; text: string }[];
}

/** What readers do at the events of a press. */
export function attendees(press: PressUnderTest) {
  const ask = (path: string, asked?: Asked): Promise<Answer> => askSite(press.site, path, asked);

  async function letters(address: string): Promise<AttendeesLetter[]> {
    const answer = await fetch(`${press.inbox}/store?to=${encodeURIComponent(address)}&limit=100`);
    return store.parse(await answer.json()).emails.map(({ subject, body, attachments }) => ({
      ...{ subject, text: body.text, page: pageIn(body.text) },
      files: attachments.map(({ filename, contentType, content }) => ({
        ...{ name: filename, type: contentType },
        text: Buffer.from(content, 'base64').toString(),
      })),
    }));
  }

  return {
    ask,
    letters,
    /** Letters to an address once there are so many. */
    lettersOnce: (address: string, count: number, seconds = 60) =>
      eventually(
        () => letters(address),
        ({ length }) => length >= count,
        seconds,
      ),
    post: (path: string, fields: Record<string, string>, from?: string) =>
      ask(path, { ...formOf(press.site, fields), ...(from && { from }) }),
    /** Books by the API as a program does. */
    async book(slug: string, body: object, more: { key: string; from?: string }): Promise<Outcome> {
      const answer = await ask(`/api/events/${slug}/bookings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': more.key },
        body: JSON.stringify(body),
        ...(more.from && { from: more.from }),
      });
      const { outcome, code, position } = answered.parse(parsed(answer.text));
      return { ...{ status: answer.status, retryAfter: answer.retryAfter }, outcome, code, position };
    },
    /** Hands an event in, and waits until it can be booked. */
    async open(slug: string, document: string): Promise<void> {
      const [receipt] = await press.handIn({ [`${slug}.md`]: document });
      if (receipt?.state !== 'done') throw new Error(`The event was refused: ${JSON.stringify(receipt)}`);
      const { status } = await eventually(
        () => ask(`/api/events/${slug}`),
        (answer) => answer.status === 200,
        60,
      );
      if (status !== 200) throw new Error(`There is no ${slug}.`);
    },
    async advance(duration: string): Promise<void> {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ advance: duration });
      const { status } = await fetch(press.clock, { method: 'POST', headers, body });
      if (status !== 200) throw new Error(`The clock did not move: ${status}`);
    },
  };
}

function pageIn(text: string): string | undefined {
  const url = /https?:\/\/\S+\/events\/bookings\/\S+/.exec(text)?.[0];
  return url && new URL(url).pathname;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
