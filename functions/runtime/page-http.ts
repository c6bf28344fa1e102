import { problemPage } from '../look/notice-page.tsx';
import type { SiteConfig } from '../look/site-config.ts';
import { beforeTimeout, type RemainingTime } from './call-deadline.ts';
import { answering, notModified, type Reply, safeHeaders, timeToGiveUp } from './http.ts';
import type { Log } from './log.ts';
import type { Problem } from './problem.ts';
import type { HttpEvent } from './request.ts';

/** A page, or where to go on. */
export interface PageReply {
  status: number;
  /** A whole HTML document. */
  html?: string;
  /** Names in lower case. */
  headers?: Record<string, string>;
  /** A page for everybody: search engines may list it. Every other is one person's. */
  open?: boolean;
}

export interface PageHandlerProps {
  originSecret: string;
  log: Log;
  /** What pages share, for pages that tell of an error. Where it fails, such a page is a plain one. */
  config: () => Promise<SiteConfig>;
}

/**
 * The handler of a function whose answers are pages, without scripts: as `httpHandler`, but errors become pages in the
 * paper's look. No answer is stored, listed by search engines, or named to other sites in `Referer`, for its address may
 * hold a token; `open` and `headers` lift that. An answer with a `cache-control` of its own has an ETag.
 */
export const pageHandler = (
  { originSecret, log, config }: PageHandlerProps,
  answer: (event: HttpEvent) => Promise<PageReply>,
) =>
  answering(
    {
      originSecret,
      log,
      headers: { ...safeHeaders, 'content-security-policy': contentSecurityPolicy, ...personal },
      refusal: async (problem, time) =>
        replyOf(problemPage(await configInTime(config, time), shown(problem))),
    },
    async (event) => {
      const { status, html, headers, open } = await answer(event);
      return { status, ...replyOf(html, { ...(open && listed), ...headers }) };
    },
  ).use(notModified('cache-control'));

/** The way on after a POST: the browser gets the page by GET, and reloading it posts nothing. A path of the site. */
export const seeOther = (path: string): PageReply => ({ status: 303, headers: { location: path } });

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const personal = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' };

/** With `no-referrer` browsers hide `Origin`, by which `demandSameOrigin` recognises our own forms. */
const listed = { 'referrer-policy': safeHeaders['referrer-policy'], 'x-robots-tag': 'all' };

const replyOf = (html?: string, headers: Record<string, string> = {}): Omit<Reply, 'status'> =>
  html === undefined
    ? { headers }
    : { body: html, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } };

const shown = ({ status, message, complaints }: Problem) => ({
  status,
  text: message,
  points: complaints.map(({ text }) => text),
});

/** What pages share, if it comes while there is time: a request that was given up has spent nearly all of it. */
async function configInTime(load: () => Promise<SiteConfig>, time: RemainingTime) {
  try {
    return await beforeTimeout(time, (signal) => Promise.race([load(), rejection(signal)]), timeToGiveUp / 2);
  } catch {
    return undefined;
  }
}

const rejection = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
