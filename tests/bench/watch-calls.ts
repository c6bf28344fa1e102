import { randomUUID } from 'node:crypto';
import type { Gate } from '../../lib/local/gate.ts';
import type { AwsResponse } from '../../lib/local/service.ts';
import type { Call } from '../../lib/local/weather/weather.ts';
import { dynamoUnits, type Units } from './dynamo-units.ts';
import { now } from './figures.ts';
import { Puts } from './puts.ts';

/** A call as the gate saw it; times in milliseconds since 1970. */
export interface SeenCall {
  caller: string;
  what: string;
  method: string;
  path: string;
  began: number;
  ended: number;
  /** Of a call of DynamoDB, what it is billed as. */
  units?: Units;
}

/** Looks at the calls that pass the gate, through the place where weather is made; changes none. */
export function watchCalls(gate: Gate) {
  const seen: { one: SeenCall; body: Buffer }[] = [];
  const begun = new Map<object, number>();
  const puts = new Puts();
  let isWatching = false;
  let isMailAnswered = false;
  /** Bodies of mails are large, and tell nothing of units. */
  const note = (one: SeenCall, { service, request }: Call) => {
    if (isWatching) seen.push({ one, body: service === 'dynamodb' ? request.body : nothing });
  };
  gate.weather = {
    before(call) {
      if (isMailAnswered && call.action === 'SendBulkEmail') {
        note(seenCall(call, now()), call);
        return allTaken(call.request.body);
      }
      begun.set(call.request, now());
      return undefined;
    },
    after: (call, response) => {
      const one = seenCall(call, begun.get(call.request) ?? now());
      begun.delete(call.request);
      note(one, call);
      if (one.what === 's3:PutObject') puts.note(one.path);
      return response;
    },
  };
  return {
    begin(): void {
      isWatching = true;
    },
    end(): SeenCall[] {
      isWatching = false;
      // Read when nobody waits any more.
      return seen.splice(0).map(({ one, body }) => withUnits(one, body));
    },
    /** Whether each entry of a bulk mail is taken at once, and SES not asked. */
    answerMail(isAnswered: boolean): void {
      isMailAnswered = isAnswered;
    },
    /** Objects put, by paths as `/<bucket>/<key>`. */
    puts,
  };
}

const nothing = Buffer.alloc(0);

function allTaken(body: Buffer): AwsResponse {
  const results = JSON.parse(body.toString()).BulkEmailEntries.map(() => ({
    Status: 'SUCCESS',
    MessageId: randomUUID(),
  }));
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify({ BulkEmailEntryResults: results }) };
}

function withUnits(one: SeenCall, body: Buffer): SeenCall {
  const [service, action = ''] = one.what.split(':');
  return service === 'dynamodb' ? { ...one, units: dynamoUnits(action, body) } : one;
}

const seenCall = ({ caller, service, action, request }: Call, began: number): SeenCall => ({
  caller: caller?.name ?? '',
  what: `${service}:${action}`,
  method: request.method,
  path: request.path,
  began,
  ended: now(),
});
