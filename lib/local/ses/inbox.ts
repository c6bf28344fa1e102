import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Cloud } from '../cloud.ts';
import type { WebResponse } from '../web/message.ts';
import { send } from '../web/serve.ts';
import { emailService } from './email-service.ts';
import { htmlPart, listPage, mailPage, missingPage } from './inbox-pages.ts';
import { type MailService, mailOf } from './mail.ts';
import type { Mail, MailSelection } from './mail-store.ts';
import { bareAddress } from './message-limits.ts';

/** Opens SES v2 as a service behind the gate, and the inbox: every mail that was sent, at the inbox's address. */
export function openInbox(cloud: Cloud): MailService {
  const mail = mailOf(cloud);
  const service = emailService(cloud);
  cloud.services.set(service.name, service);
  cloud.listeners.inbox.on('request', (request, response) => {
    answer(request, response, mail).catch((error: unknown) => {
      cloud.say('failure', `Inbox: ${error instanceof Error ? error.message : error}`);
      response.destroy();
    });
  });
  return mail;
}

async function answer(request: IncomingMessage, response: ServerResponse, mail: MailService): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://inbox');
  const head = request.method === 'HEAD';
  if (request.method === 'POST' && pathname === '/clear-store') {
    mail.atomically(() => mail.store.clear());
    return send(response, json({ message: 'Store cleared' }), false);
  }
  if (request.method !== 'GET' && !head) return send(response, text(405, 'The inbox is only read.'), head);
  if (pathname === '/store') return sendStore(response, searchParams, mail, head);
  send(response, pageAt(pathname, searchParams, mail), head);
}

/** Mails on one page of the list. */
const pageLength = 50;

function pageAt(path: string, query: URLSearchParams, mail: MailService): WebResponse {
  if (path === '/') return listAt(query, mail);
  if (path === '/health-check') return text(200, 'The inbox is open.');
  const [, id = '', part, number] = /^\/mails\/([^/]+)(?:\/(html|attachments\/(\d+)))?$/.exec(path) ?? [];
  const found = mail.store.byId(decodeURIComponent(id));
  if (!found) return page(404, missingPage());
  if (part === undefined) return page(200, mailPage(found));
  return part === 'html' ? htmlOf(found) : attachmentOf(found, Number(number), mail);
}

function listAt(query: URLSearchParams, { store }: MailService): WebResponse {
  const to = recipientIn(query);
  const before = Number(query.get('before')) || undefined;
  const mails = store.newest({ to, limit: pageLength + 1 }, before);
  const shown = mails.slice(0, pageLength);
  const next = new URLSearchParams({ ...(to ? { to } : {}), before: String(shown.at(-1)?.position) });
  return page(200, listPage(shown, to, mails.length > pageLength ? `/?${next}` : undefined));
}

/** No script of a mail runs, and it opens nothing but its pictures. */
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'";

function htmlOf({ html }: Mail): WebResponse {
  if (html === undefined) return page(404, missingPage());
  return page(200, htmlPart(html), mailPolicy);
}

function attachmentOf({ messageId }: Mail, number: number, { store }: MailService): WebResponse {
  const file = store.attachments(messageId)[number];
  if (!file) return page(404, missingPage());
  const headers = {
    'content-type': /^[\w.+-]+\/[\w.+-]+/.exec(file.contentType)?.[0] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
    'content-security-policy': 'sandbox',
  };
  return { status: 200, headers: { ...headers, ...always }, body: Buffer.from(file.bytes) };
}

/** All of `GET /store`: the newest `limit`, sent to `to`, since `since` (seconds); the oldest of them first. */
async function sendStore(
  response: ServerResponse,
  query: URLSearchParams,
  { store }: MailService,
  head: boolean,
): Promise<void> {
  const selection = selectionOf(query);
  if (!selection)
    return send(response, { ...json({ message: 'limit and since are whole numbers.' }), status: 400 }, head);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...always });
  if (head) return void response.end();
  await pipeline(Readable.from(storeText(store, selection)), response);
}

/** With or without a display name. */
const recipientIn = (query: URLSearchParams): string | undefined =>
  bareAddress(query.get('to') ?? '') || undefined;

function selectionOf(query: URLSearchParams): MailSelection | undefined {
  const [limit, since] = ['limit', 'since'].map((name) => query.get(name) ?? undefined);
  if ([limit, since].some((value) => value !== undefined && !/^\d{1,12}$/.test(value))) return undefined;
  const most = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  return { to: recipientIn(query), limit: most, since: Number(since ?? 0) * 1000 };
}

function* storeText(store: MailService['store'], selection: MailSelection): Generator<string> {
  yield '{"templates":{},"emails":[';
  let separator = '';
  for (const mail of store.inOrder(selection)) {
    yield separator + JSON.stringify(storedForm(mail, store));
    separator = ',';
  }
  yield ']}';
}

/** `at` is in seconds since the epoch, `content` is Base64. */
function storedForm(mail: Mail, store: MailService['store']): object {
  const { position: _, to, cc, bcc, html, text: plain, at, ...others } = mail;
  const attachments = mail.attachments.length ? store.attachments(mail.messageId) : [];
  return {
    ...others,
    destination: { to, cc, bcc },
    body: { html, text: plain },
    attachments: attachments.map(({ bytes, ...about }) => ({
      ...about,
      content: Buffer.from(bytes).toString('base64'),
    })),
    at: Math.floor(at / 1000),
  };
}

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const page = (
  status: number,
  body: string,
  policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'",
): WebResponse => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, ...always },
  body,
});

const text = (status: number, body: string): WebResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...always },
  body: `${body}\n`,
});

const json = (body: object): WebResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', ...always },
  body: JSON.stringify(body),
});
