import { request } from 'node:http';
import { call } from '../../bin/press/client.ts';
import type { PressAtWork } from './a-press.ts';
import { manuscript, uploadedFiles } from './archive.ts';
import { now } from './figures.ts';

interface Opened {
  id: string;
  files: { url: string; fields: Record<string, string> }[];
}

let count = 1000;

/** Of an article that stands after those of the archive, so that it is the oldest of no year. */
export const newSlug = (): string => `later-${++count}-${Date.now().toString(36)}`;

/** One more article. Returns when its last byte was sent (see `now`). */
export async function handInOne(press: PressAtWork, slug: string, published: string): Promise<number> {
  const article = {
    ...manuscript(1_000_000 + count, 10_000_000),
    slug,
    title: slug,
    published,
    written: published.slice(0, 4),
  };
  const bytes = Buffer.from(uploadedFiles(article));
  const declared = { files: [{ name: `${slug}.md`, type: 'text/markdown', bytes: bytes.length }] };
  const { files } = await call<Opened>(press, 'POST', '/uploads', declared);
  if (!files[0]) throw new Error('There is no form.');
  return sendForm(files[0], bytes);
}

async function sendForm({ url, fields }: Opened['files'][number], bytes: Buffer): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'text/markdown' }), 'file');
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const headers = {
    'content-type': encoded.headers.get('content-type') ?? '',
    'content-length': body.length,
  };
  return new Promise((resolve, reject) => {
    let sent = 0;
    const posting = request(url, { method: 'POST', headers }, (answer) => {
      answer
        .resume()
        .on('end', () =>
          answer.statusCode === 204 ? resolve(sent) : reject(new Error(`${answer.statusCode}`)),
        );
    });
    posting
      .on('finish', () => {
        sent = now();
      })
      .on('error', reject)
      .end(body);
  });
}

/**
 * When a reader gets the page with what is new, who asks the moment it is written: one who asked again and again
 * would take a quarter of the machine from those who make it.
 */
export async function seenAt(press: PressAtWork, path: string, what: string): Promise<number> {
  const key = `${path.slice(1)}index.html`;
  let times = await press.written(key, -1);
  for (;;) {
    times = await press.written(key, times);
    const response = await fetch(press.site + path);
    if (response.ok && (await response.text()).includes(what)) return now();
  }
}
