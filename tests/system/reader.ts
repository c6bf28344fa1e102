import { Agent, request } from 'node:http';
import * as z from 'zod/mini';

/** What a reader's browser or mail program sends. */
export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Address of the reader: of the connection, in 127.0.0.0/8. */
  from?: string;
}

export interface Answer {
  status: number;
  text: string;
  location?: string;
  retryAfter?: string;
}

/** No connection is kept: it would be of one reader. */
const agent = new Agent({ keepAlive: false, maxSockets: 64 });

/** Asks the site as a reader with this address. Redirects are not followed. */
export const askSite = (
  site: string,
  path: string,
  { method = 'GET', headers = {}, body, from = '127.0.0.2' }: Asked = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(new URL(path, site), { agent, method, headers, localAddress: from }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(parts).toString(),
          ...(answer.headers.location && { location: answer.headers.location }),
          ...(answer.headers['retry-after'] && { retryAfter: answer.headers['retry-after'] }),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** A form of the site, as a browser posts it. */
export const formOf = (site: string, fields: Record<string, string>) => ({
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    origin: site,
  },
  body: new URLSearchParams(fields).toString(),
});

const store = z.object({
  emails: z.array(
    z.object({
      subject: z.string(),
      destination: z.object({ to: z.array(z.string()) }),
      body: z.object({ text: z.string() }),
    }),
  ),
});

export type InboxMail = z.output<typeof store>['emails'][number];

/** Mails in the inbox, oldest first; to one address, the newest 100. */
export async function mailsIn(inbox: string, to?: string): Promise<InboxMail[]> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}&limit=100`;
  const answer = await fetch(`${inbox}/store${query}`);
  return store.parse(await answer.json()).emails;
}

/** The path of a one-time link that a mail has. */
export function linkIn(mail: InboxMail | undefined): string | undefined {
  const url = /https?:\/\/\S+\/newsletters\/(?:confirm|change)\/\S+/.exec(mail?.body.text ?? '')?.[0];
  return url && new URL(url).pathname;
}
