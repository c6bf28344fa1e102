import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  text: string;
  /** From the request to the last byte of its answer. */
  milliseconds: number;
}

export interface Asked {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

/** So many sign-ups of one reader stay within the press's limit, which counts by the address of the connection. */
export const mostOfOne = 20;

/** 127.1.0.1, 127.1.0.2 …: on Linux all of 127.0.0.0/8 is this machine. */
const addressOf = (reader: number): string =>
  `127.${1 + (reader >> 16)}.${(reader >> 8) & 255}.${reader & 255}`;

/** Readers, each with an address and a connection of their own, which stays open. */
export class Readers {
  readonly #site: string;
  readonly #agent = new Agent({ keepAlive: true });
  #count = 0;

  constructor(site: string) {
    this.#site = site;
  }

  /** The number of a reader who has asked for nothing yet, from 1 on. */
  next(): number {
    return ++this.#count;
  }

  ask(reader: number, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    const options = { method, headers, agent: this.#agent, localAddress: addressOf(reader) };
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const asked = request(new URL(path, this.#site), options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        answer.on('error', reject).on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text, milliseconds: performance.now() - began });
        });
      });
      asked.on('error', reject).end(body);
    });
  }

  signUp(reader: number, email: string): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ email });
    return this.ask(reader, '/api/subscriptions', { method: 'POST', headers, body });
  }

  /** Presses the one button of a page. */
  press(reader: number, path: string): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    return this.ask(reader, path, { method: 'POST', headers, body: '' });
  }

  end(): void {
    this.#agent.destroy();
  }
}
