import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { type MockInstance, vi } from 'vitest';
import { MessageStore } from '../../lib/local/sqs/message-store.ts';
import type { Answer } from './reader.ts';

/** In the name and in the addresses of every canary, and in nothing else that the press knows. */
const mark = 'kqzxvjw';

/** A person whose name and addresses must be seen nowhere but where they belong. */
export interface Canary {
  number: number;
  /** The mark and the number, as in the addresses. */
  tag: string;
  name: string;
  /** As typed, and as mail to it is addressed. */
  typed: string;
  email: string;
  /** The address that the person moves to. */
  next: string;
  /** Address of the connection. */
  from: string;
}

const names = [
  'Zoë Ó Sé',
  'Ольга Петровић',
  '李小龙',
  'ليلى العامري',
  "O'Brien & Sons",
  '=HYPERLINK("x")',
  '<b>Rosa</b>',
  'a,b;"c"',
  '🌊',
  '%00%ff',
  '{{name}}',
];

const locals: ((tag: string) => string)[] = [
  (tag) => tag,
  (tag) => tag.toUpperCase(),
  (tag) => `${tag}+weekly`,
  (tag) => `o'${tag}`,
  (tag) => `a.${tag}_b-c`,
  (tag) => `{${tag}}`,
];

const domains: ((tag: string) => [typed: string, sent: string])[] = [
  () => ['Example.ORG', 'example.org'],
  () => ['bücher.example', 'xn--bcher-kva.example'],
  (tag) => [`${tag}.example`, `${tag}.example`],
];

const canary = fc.record({
  before: fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme', maxLength: 12 })),
  after: fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme', maxLength: 12 })),
  local: fc.constantFrom(...locals),
  domain: fc.constantFrom(...domains),
});

/** So many canaries, of names and addresses as people have them. The same seed gives the same ones. */
export const canaries = (count: number, seed: number): Canary[] =>
  fc.sample(canary, { numRuns: count, seed }).map(({ before, after, local, domain }, number) => {
    const tag = `${mark}${number}`;
    const [typed, sent] = domain(tag);
    return {
      number,
      tag,
      // A name with a line break in it is refused.
      name: `${before} ${tag} ${after}`.toWellFormed().replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' '),
      typed: `${local(tag)}@${typed}`,
      email: `${local(tag)}@${sent}`,
      next: `moved.${tag}@example.net`,
      from: `127.2.${number >> 8}.${number & 255}`,
    };
  });

/** What the mark becomes in Base64, at each place that it may have in the bytes before it. */
const inBase64 = [0, 1, 2].map((offset) => {
  const text = Buffer.from('-'.repeat(offset) + mark).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + mark.length) * 8) / 6));
});

const traces = new RegExp(
  [
    mark.replaceAll(/./g, (letter) => `[${letter}${letter.toUpperCase()}]`),
    Buffer.from(mark).toString('hex'),
    ...inBase64.map((text) => text.replaceAll('+', '\\+')),
  ].join('|'),
  'g',
);

/** What stands around every trace of a canary in a text: as it is, in Base64 or in hexadecimal digits. */
export const tracesIn = (text: string): string[] =>
  [...text.matchAll(traces)].map(({ index }) => text.slice(Math.max(0, index - 120), index + 60));

/** Watches where no canary may be: every message that a queue ever held, what the press logs and says, and pages that
 *  tell of an error. */
export class Watch {
  readonly messages: string[] = [];
  readonly said: string[] = [];
  readonly errorPages: Answer[] = [];
  readonly #spy: MockInstance<MessageStore['insert']>;

  constructor() {
    const { insert } = MessageStore.prototype;
    const { messages } = this;
    // Dead letters and messages that are sent back are these, moved.
    this.#spy = vi.spyOn(MessageStore.prototype, 'insert').mockImplementation(function (
      this: MessageStore,
      queue,
      message,
    ) {
      messages.push(`${queue} ${JSON.stringify(message)}`);
      insert.call(this, queue, message);
    });
  }

  /** A form that is shown again, with what its reader typed and what is wrong with it, is no page of an error. */
  answered(answer: Answer): void {
    const isForm = answer.status === 422 && /^<!doctype html>/i.test(answer.text);
    if (answer.status >= 400 && !isForm) this.errorPages.push(answer);
  }

  /** All that was found of canaries, each with where it was. */
  async findings(data: string): Promise<string[]> {
    const pages = this.errorPages.map((answer) => `${answer.status} ${answer.location ?? ''} ${answer.text}`);
    const places: [string, string[]][] = [
      ['a queue', this.messages],
      ['said', this.said],
      ['an error page', pages],
      ...(await logsIn(data)),
    ];
    return places.flatMap(([place, texts]) =>
      texts.flatMap((text) => tracesIn(text).map((found) => `${place}: ${found}`)),
    );
  }

  end(): void {
    this.#spy.mockRestore();
  }
}

/** Each file under the logs of a press, by its name. Metrics are lines of them. */
export async function logsIn(data: string): Promise<[name: string, texts: string[]][]> {
  const folder = join(data, 'logs');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => [file.name, [await readFile(join(file.parentPath, file.name), 'utf8')]]),
  );
}
