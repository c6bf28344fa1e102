import type { Browser, BrowserContext, Route } from 'playwright-core';
import { faceFile } from '../../functions/look/face-files.ts';
import { iconOf } from '../../functions/look/icon.ts';
import { stylesheetOf } from '../../functions/look/stylesheet.ts';
import type { PageReply } from '../../functions/runtime/page-http.ts';
import { aConfig } from '../functions/look/a-config.ts';

/** What a browser asks of a room. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string | undefined;
}

/** A telephone without scripts, whose every request is answered here: by a room's use cases on fakes. */
export async function openTelephone(
  browser: Browser,
  { answer, width = 390 }: { answer: (asked: Asked) => Promise<PageReply>; width?: number },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width, height: 844 },
    baseURL: aConfig.site,
  });
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.startsWith('/assets/')) return giveAsset(route, url.pathname.slice('/assets/'.length));
    if (url.pathname.startsWith('/media/'))
      return route.fulfill({ path: `examples/press/pictures/${url.pathname.slice('/media/'.length)}` });
    return givePage(route, url, answer);
  });
  return context;
}

function giveAsset(route: Route, name: string): Promise<void> {
  const face = faceFile(name);
  if (face) return route.fulfill({ body: Buffer.from(face), contentType: 'font/woff2' });
  const known = [stylesheetOf(aConfig.colours), iconOf(aConfig)].find((asset) => asset.name === name);
  if (!known) return route.fulfill({ status: 404 });
  return route.fulfill({ body: `${known.body}`, contentType: known.type });
}

async function givePage(route: Route, url: URL, answer: (asked: Asked) => Promise<PageReply>): Promise<void> {
  const request = route.request();
  const reply = await answer({
    method: request.method(),
    path: url.pathname,
    query: url.searchParams,
    body: request.postData() ?? undefined,
  });
  return route.fulfill({
    status: reply.status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...reply.headers },
    body: reply.html ?? '',
  });
}
