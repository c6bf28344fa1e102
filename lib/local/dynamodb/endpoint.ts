import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import * as z from 'zod/mini';

const page = z.object({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.nullish(z.record(z.string(), z.unknown())),
});

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What DynamoDB answered with a status other than 200. */
export class DynamoFailure extends Error {
  override readonly name = 'DynamoFailure';
  /** Such as `ResourceNotFoundException`. */
  readonly type: string;

  constructor(target: string, answer: Answer) {
    const { __type = '', message = '' }: Record<string, string> = JSON.parse(answer.body.toString() || '{}');
    super(`${target}: ${__type} ${message}`);
    this.type = __type.slice(__type.lastIndexOf('#') + 1);
  }
}

/** Emulators require a signature and do not check it. */
const unchecked = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=press/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

/** A DynamoDB by its HTTP address, over connections that stay open. */
export class DynamoEndpoint {
  readonly origin: URL;
  #agent: Agent;
  #request: typeof request;

  constructor(origin: string) {
    this.origin = new URL(origin);
    const secure = this.origin.protocol === 'https:';
    this.#agent = new (secure ? SecureAgent : Agent)({ keepAlive: true });
    this.#request = secure ? secureRequest : request;
  }

  /** Forwards a request unchanged. */
  send(headers: Readonly<Record<string, string>>, body: Buffer | string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        agent: this.#agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const sent = this.#request(this.origin, options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const type = String(response.headers['content-type'] ?? 'application/x-amz-json-1.0');
          resolve({
            status: response.statusCode ?? 500,
            headers: { 'content-type': type },
            body: Buffer.concat(parts),
          });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Calls an action (`DynamoDB_20120810.Scan`) on the press's own behalf. Throws a DynamoFailure. */
  async call(target: string, input: unknown): Promise<unknown> {
    const headers = { ...unchecked, 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
    const answer = await this.send(headers, JSON.stringify(input));
    if (answer.status !== 200) throw new DynamoFailure(target, answer);
    return JSON.parse(answer.body.toString());
  }

  /** All items of a table that a Scan finds, page by page. */
  async *scan(input: { TableName: string } & Record<string, unknown>) {
    let ExclusiveStartKey: unknown;
    do {
      const answer = page.parse(await this.call('DynamoDB_20120810.Scan', { ...input, ExclusiveStartKey }));
      yield* answer.Items;
      ExclusiveStartKey = answer.LastEvaluatedKey ?? undefined;
    } while (ExclusiveStartKey);
  }

  close(): void {
    this.#agent.destroy();
  }
}
