import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { aMailCloud } from './a-mail-cloud.ts';

let cloud: Awaited<ReturnType<typeof aMailCloud>>;
beforeEach(async () => {
  cloud = await aMailCloud();
});
afterEach(() => cloud.stop());

const page = async (path: string) => {
  const response = await fetch(cloud.inbox + path);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const subject = (Data: string, html = '<p>x</p>') => ({
  Content: {
    Simple: { Subject: { Data }, Body: { Html: { Data: html }, Text: { Data: `Text of ${Data}` } } },
  },
});
const subjects = (emails: Record<string, unknown>[]) => emails.map((one) => one.subject);

it('gives the store whole, by recipient, and the newest of it', async () => {
  for (const number of [1, 2, 3, 4])
    await cloud.send(`r${number % 2}@home.example`, subject(`Issue ${number}`));
  await cloud.send('Ann <r1@home.example>', {
    ...subject('Issue 5'),
    Destination: { CcAddresses: ['A <R1@Home.example>'] },
  });
  expect(subjects(await cloud.store())).toEqual([1, 2, 3, 4, 5].map((number) => `Issue ${number}`));
  expect(subjects(await cloud.store('?to=r1@home.example'))).toEqual(['Issue 1', 'Issue 3', 'Issue 5']);
  expect(subjects(await cloud.store('?limit=2'))).toEqual(['Issue 4', 'Issue 5']);
  expect(subjects(await cloud.store('?to=R1@home.example&limit=2'))).toEqual(['Issue 3', 'Issue 5']);
  expect(subjects(await cloud.store(`?since=${Math.floor(Date.now() / 1000) + 60}`))).toEqual([]);
  expect(await cloud.store('?to=nobody@home.example')).toEqual([]);
  expect((await page('/store?limit=all')).status).toBe(400);
});

it('reads on over many mails', async () => {
  const entries = Array.from({ length: 50 }, (_, at) => ({
    Destination: { ToAddresses: [`r${at}@home.example`] },
  }));
  for (let call = 0; call < 9; call++) await cloud.sendBulk(entries, { TemplateData: `{"name":"${call}"}` });
  expect(await cloud.store()).toHaveLength(450);
  expect(subjects(await cloud.store('?limit=301')).slice(0, 2)).toEqual(['Hello 2', 'Hello 3']);
  const paths: string[] = [];
  for (let next: string | undefined = '/'; next; ) {
    const { text } = await page(next);
    paths.push(...[...text.matchAll(/<li><a href="([^"]+)"/g)].map(([, path]) => path ?? ''));
    next = /<a href="([^"]+)">Older mail/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  expect([paths.length, new Set(paths).size]).toEqual([450, 450]);
  expect((await page('/?to=r7@home.example')).text.match(/<li>/g)).toHaveLength(9);
});

it('shows a mail: HTML apart, text, headers, tags and attachments', async () => {
  const RawContent = Buffer.from('%PDF-1.7');
  const html =
    '<html><head><title>x</title></head><body><script>alert(1)</script><a href="https://p.example/">in</a></body></html>';
  const { MessageId } = await cloud.send('ann@home.example', {
    EmailTags: [{ Name: 'letter', Value: 'L7' }],
    Content: {
      Simple: {
        ...subject('<b>"Out" & now', html).Content.Simple,
        Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
        Attachments: [{ FileName: 'Bücher & "more".pdf', RawContent, ContentType: 'application/pdf' }],
      },
    },
  });
  expect((await page('/')).text).toContain(
    `href="/mails/${MessageId}">&lt;b&gt;&quot;Out&quot; &amp; now</a>`,
  );
  const { text, headers } = await page(`/mails/${MessageId}`);
  for (const part of ['Auto-Submitted', 'auto-generated', 'letter', 'L7', 'ann@home.example', '&lt;b&gt;'])
    expect(text).toContain(part);
  expect(text).not.toContain('<script');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  const framed = await page(`/mails/${MessageId}/html`);
  expect(framed.text).toBe(html.replace('<head>', '<head><base target="_blank">'));
  const policy = framed.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^sandbox /);
  expect(policy).not.toContain('allow-scripts');
  expect(policy).toContain("default-src 'none'");
  const file = await fetch(`${cloud.inbox}/mails/${MessageId}/attachments/0`);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(RawContent);
  expect(file.headers.get('content-disposition')).toContain("UTF-8''B%C3%BCcher%20%26%20%22more%22.pdf");
  for (const path of ['/mails/none', `/mails/${MessageId}/attachments/1`, '/elsewhere'])
    expect((await page(path)).status).toBe(404);
});

it('links addresses in the text, and nothing else', async () => {
  const text = 'Finish here: https://p.example/newsletters/confirm/a_b-c?x=1&y=2. Or <b>not</b>.';
  const { MessageId } = await cloud.send('a@b.example', {
    Content: { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: text } } } },
  });
  const link = 'https://p.example/newsletters/confirm/a_b-c?x=1&amp;y=2';
  expect((await page(`/mails/${MessageId}`)).text).toContain(
    `<pre>Finish here: <a href="${link}">${link}</a>. Or &lt;b&gt;not&lt;/b&gt;.</pre>`,
  );
});

it('survives a restart, and is cleared on request', async () => {
  await cloud.send('ann@home.example', subject('Before'));
  await cloud.stop(true);
  cloud = await aMailCloud({ folder: cloud.folder });
  await cloud.send('ann@home.example', subject('After'));
  expect(subjects(await cloud.store())).toEqual(['Before', 'After']);
  expect((await fetch(`${cloud.inbox}/clear-store`, { method: 'POST' })).status).toBe(200);
  expect(await cloud.store()).toEqual([]);
  expect((await page('/')).text).toContain('No mail has been sent yet.');
  expect((await fetch(cloud.inbox, { method: 'DELETE' })).status).toBe(405);
});

it('has every mail that was taken when it is killed', async () => {
  await cloud.stop(true);
  const script = fileURLToPath(import.meta.resolve('./send-until-killed.ts'));
  const child = spawn(process.execPath, [script, cloud.folder]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const taken: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    taken.push(line);
    if (taken.length >= 300) child.kill('SIGKILL');
  }
  await ended;
  cloud = await aMailCloud({ folder: cloud.folder });
  const stored = (await cloud.store()).map(({ messageId }) => messageId);
  expect(stored.slice(0, taken.length)).toEqual(taken);
  // At most the last one was taken before it could be said.
  expect(stored.length - taken.length).toBeLessThanOrEqual(1);
});
