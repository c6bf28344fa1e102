import type { WebResponse } from '../web/message.ts';

const words = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** What API Gateway answers by itself. */
export function refusal(status: keyof typeof words, headers: Record<string, string> = {}): WebResponse {
  const body = JSON.stringify({ message: words[status] });
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}
