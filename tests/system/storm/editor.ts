import { setTimeout as pause } from 'node:timers/promises';
import { isSettled, type Receipt } from '../../../bin/press/receipts.ts';
import type { RunningPress } from '../../../lib/local/press.ts';
import { redriveAll } from '../../../lib/local/sqs/redrive.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Opened {
  id: string;
  expires: string;
  files: { name: string; url: string; fields: Record<string, string> }[];
}

const tries = 100;
/** How long between two looks at a receipt: each is a call, and more of them make the press no faster. */
const retryDelayMs = 60;
/** A receipt that takes longer waits for someone to look into the dead letters. */
const redriveAfterMs = 3_000;
/** How often a publication that gets no answer is begun anew. */
const mostRounds = 10;

/** Whoever hands in: asks again when there is no answer, and never tires. */
export class Editor {
  readonly #press: RunningPress;

  constructor(press: RunningPress) {
    this.#press = press;
  }

  /** Hands files in together and waits for the receipt. Its id is the order among hand-ins. */
  async handIn(files: Files): Promise<Receipt> {
    const opened = await this.open(files);
    await this.post(opened, files);
    return this.receipt(opened.id);
  }

  async open(files: Files): Promise<Opened> {
    const declared = Object.entries(files).map(([name, content]) => ({
      name,
      type: typeOf(name),
      bytes: Buffer.byteLength(content),
    }));
    return (await this.ask('POST', '/uploads', { files: declared })).json();
  }

  async post(opened: Opened, files: Files): Promise<void> {
    await Promise.all(opened.files.map((form) => this.#send(form, files[form.name] ?? '')));
  }

  async receipt(id: string): Promise<Receipt> {
    let redriveAt = Date.now() + redriveAfterMs;
    for (;;) {
      const receipt: Receipt = await (await this.ask('GET', `/uploads/${id}`)).json();
      if (isSettled(receipt)) return receipt;
      await pause(retryDelayMs);
      if (Date.now() < redriveAt) continue;
      redriveAll(this.#press.cloud);
      redriveAt = Date.now() + redriveAfterMs;
    }
  }

  /** 409: an earlier try took effect, and its answer was lost. */
  async withdraw(slug: string, reason: string): Promise<void> {
    await this.ask('POST', `/documents/${slug}/withdraw`, { reason }, [200, 409]);
  }

  /** The newest draft. 409: nothing waits, or an earlier try took effect and its answer was lost. */
  async publish(slug: string): Promise<{ title: string; status: string; at: string }> {
    for (let round = 1; ; round++) {
      try {
        await this.ask('POST', `/documents/${slug}/publish`, {}, [200, 409]);
        break;
      } catch (cause) {
        // Pictures that are made again may be among the dead letters.
        if (round === mostRounds) throw cause;
        redriveAll(this.#press.cloud);
      }
    }
    return (await this.ask('GET', `/documents/${slug}`)).json();
  }

  /** The newest draft. Returns its title, or undefined where nothing waits to be live. */
  async schedule(slug: string, at: string): Promise<string | undefined> {
    const wanted = { publish_at: at };
    const response = await this.ask('POST', `/documents/${slug}/schedule`, wanted, [200, 404, 409, 422]);
    if (response.status !== 200) return undefined;
    const { schedule } = await response.json();
    const of = await this.ask('GET', `/documents/${slug}/revisions/${schedule.revision}`);
    return (await of.json()).title;
  }

  /** 409: nothing was to happen by itself, or an earlier try took effect and its answer was lost. */
  async unschedule(slug: string): Promise<void> {
    await this.ask('DELETE', `/documents/${slug}/schedule`, undefined, [200, 404, 409]);
  }

  async delete(slug: string): Promise<void> {
    await this.ask('DELETE', `/documents/${slug}`);
  }

  async ask(method: string, path: string, body?: unknown, expected = [200, 201]): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#press.token}`, 'content-type': 'application/json' };
    const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await patiently(() => fetch(this.#press.api + path, { ...request, redirect: 'manual' }));
    if (expected.includes(response.status)) return response;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  async #send(form: Opened['files'][number], content: string | Uint8Array): Promise<void> {
    const body = new FormData();
    for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
    body.append('file', new Blob([Buffer.from(content)]), 'file');
    const response = await patiently(() => fetch(form.url, { method: 'POST', body }));
    if (!response.ok) throw new Error(`${form.name}: ${response.status} ${await response.text()}`);
  }
}

const typeOf = (name: string): string =>
  name.endsWith('.png') ? 'image/png' : name.endsWith('.pdf') ? 'application/pdf' : 'text/markdown';

/** Asks until there is an answer that is more than "not now". */
export async function patiently(request: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await request().catch(() => undefined);
    if (response && response.status !== 429 && response.status < 500) return response;
    await response?.body?.cancel();
    if (attempt === tries) throw new Error(`No answer after ${tries} tries: ${response?.status}`);
    await pause(30);
  }
}
