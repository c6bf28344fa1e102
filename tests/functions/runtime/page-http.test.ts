import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { noticePage } from '../../../functions/look/notice-page.tsx';
import { timeToGiveUp } from '../../../functions/runtime/http.ts';
import { type PageReply, pageHandler, seeOther } from '../../../functions/runtime/page-http.ts';
import { Problem } from '../../../functions/runtime/problem.ts';
import { aConfig } from '../look/a-config.ts';
import { aRequest } from './a-request.ts';
import { remembered } from './remembered-log.ts';

type Load = Parameters<typeof pageHandler>[0]['config'];

const open = (answer: () => Promise<PageReply>, config: Load = async () => aConfig, left = 10_000) => {
  const log = remembered();
  const handler = pageHandler({ originSecret: 'the-secret', log, config }, answer);
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => left };
  return {
    log,
    ask: (event = aRequest()) => handler(event, context as Context),
  };
};

const hello = noticePage(aConfig, { title: 'Hello', paragraphs: ['It is done.'] });

describe('a function that answers in pages', () => {
  it('keeps them for one person and free of scripts', async () => {
    const answer = await open(async () => ({ status: 200, html: hello })).ask();
    expect(answer).toMatchObject({ statusCode: 200, body: hello });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
    });
    const policy = String(answer.headers?.['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/script|unsafe/);
    expect(answer.headers).not.toHaveProperty('etag');
  });

  it('says which is for everybody', async () => {
    const headers = { 'cache-control': 'public, max-age=0, s-maxage=10' };
    const answer = await open(async () => ({ status: 200, html: hello, open: true, headers })).ask();
    expect(answer.headers).toMatchObject({
      ...headers,
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-robots-tag': 'all',
    });
  });

  it('is not sent again what a reader has who may store it', async () => {
    const headers = { 'cache-control': 'public, max-age=0, s-maxage=10' };
    const { ask } = open(async () => ({ status: 200, html: hello, open: true, headers }));
    const etag = String((await ask()).headers?.etag);
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    const again = await ask(aRequest({ headers: { 'if-none-match': `W/${etag}` } }));
    expect(again).toMatchObject({ statusCode: 304, headers: { ...headers, etag } });
    expect(again.body).toBeUndefined();
    expect((await ask(aRequest({ headers: { 'if-none-match': '"other"' } }))).statusCode).toBe(200);
  });

  it('leads on after a POST', async () => {
    const answer = await open(async () => seeOther('/newsletters/thanks')).ask(aRequest({ method: 'POST' }));
    expect(answer).toMatchObject({ statusCode: 303, headers: { location: '/newsletters/thanks' } });
    expect(answer.body).toBeUndefined();
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  it('answers HEAD as GET', async () => {
    const { ask } = open(async () => ({ status: 200, html: hello }));
    expect((await ask(aRequest({ method: 'HEAD' }))).headers).toEqual((await ask()).headers);
  });

  it('refuses in the look of the paper, and escapes what it says', async () => {
    const refusing = open(async () => {
      throw new Problem(429, 'Not so <fast>, please.', { headers: { 'retry-after': '60' } });
    });
    const answer = await refusing.ask();
    expect(answer).toMatchObject({
      statusCode: 429,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
        'retry-after': '60',
      },
    });
    expect(answer.body).toContain('Not so &lt;fast>, please.');
    expect(answer.body).toContain(aConfig.title);
    expect(answer.body).toMatch(/href="\/assets\/paper-\w+\.css"/);
    expect(refusing.log.lines).toEqual([]);
  });

  it('lists several faults', async () => {
    const complaints = ['Please give an address.', 'Please choose a list.'].map((text, at) => ({
      where: `field${at}`,
      text,
    }));
    const { body } = await open(async () => {
      throw new Problem(422, 'field0: … field1: …', { complaints });
    }).ask();
    for (const { text } of complaints) expect(body).toContain(`<li>${text}</li>`);
    expect(body).not.toContain('field0');
    const one = open(async () => {
      throw new Problem(422, 'field0: Please give an address.', { complaints: complaints.slice(0, 1) });
    });
    expect((await one.ask()).body).toContain('<p>Please give an address.</p>');
  });

  it('tells a fault to the log, and to the reader only a number to quote', async () => {
    const broken = open(async () => {
      throw new Error('the table is on fire');
    });
    const answer = await broken.ask();
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain('request-1');
    expect(answer.body).not.toContain('fire');
    expect(broken.log.lines).toHaveLength(1);
  });

  it('refuses in a plain page when even the look cannot be had', async () => {
    for (const config of [() => Promise.reject(new Error('no table')), () => new Promise<never>(() => {})]) {
      const refusing = open(
        async () => {
          throw new Problem(410, 'This link has run out.');
        },
        config,
        timeToGiveUp,
      );
      const answer = await refusing.ask(aRequest({ headers: { 'x-broadside-origin': 'the-secret' } }));
      expect(answer.body).toContain('<!doctype html>');
      expect(answer.body).not.toContain('/assets/');
      expect(answer.headers?.['content-type']).toBe('text/html; charset=utf-8');
    }
  });

  it('gives up before its time is over, in a page', async () => {
    const endless = open(() => new Promise<never>(() => {}), undefined, timeToGiveUp + 20);
    const answer = await endless.ask(aRequest({ method: 'POST' }));
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '10' } });
    expect(answer.body).toContain('may have been done or not');
  });

  it('answers only what came through the site', async () => {
    const answer = await open(async () => ({ status: 200, html: hello })).ask(aRequest({ headers: {} }));
    expect(answer.statusCode).toBe(403);
    expect(answer.headers?.['content-type']).toBe('text/html; charset=utf-8');
  });
});
