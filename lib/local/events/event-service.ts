import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { jsonAction, jsonAnswer, jsonBody } from '../aws-json.ts';
import type { BusEvent } from '../cloud.ts';
import type { Place } from '../resource.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import { busName } from './rule.ts';

const entryShape = z.object({
  EventBusName: z._default(z.string(), 'default'),
  Source: z.optional(z.string()),
  DetailType: z.optional(z.string()),
  Detail: z.optional(z.string()),
  Resources: z._default(z.array(z.string()), []),
  Time: z.optional(z.number()),
});
const putShape = z.object({ Entries: z.array(entryShape).check(z.minLength(1)) });

type Entry = z.infer<typeof entryShape>;

/** What AWS takes in one request: entries, and bytes of all of them as EventBridge counts. */
const largest = { entries: 10, bytes: 256 * 1024 };

interface Result {
  EventId?: string;
  ErrorCode?: string;
  ErrorMessage?: string;
}

/** The event buses of a cloud, as far as PutEvents needs them. */
interface EventBuses {
  has(bus: string): boolean;
  put(bus: string, event: BusEvent): void;
}

/** EventBridge, as far as functions use it: PutEvents. */
export class EventService implements AwsService {
  readonly name = 'events';
  #buses: EventBuses;
  #place: Place;
  #now: () => number;

  /** `now` in milliseconds. */
  constructor(buses: EventBuses, place: Place, now: () => number = Date.now) {
    this.#buses = buses;
    this.#place = place;
    this.#now = now;
  }

  needs(request: AwsRequest): Need[] {
    const action = `events:${jsonAction(request)}`;
    if (jsonAction(request) !== 'PutEvents') return [{ action, resource: '*' }];
    const buses = new Set(
      putShape.parse(jsonBody(request)).Entries.map((entry) => busName(entry.EventBusName)),
    );
    const { region, account } = this.#place;
    return [...buses].map((bus) => ({
      action,
      resource: `arn:aws:events:${region}:${account}:event-bus/${bus}`,
    }));
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const action = jsonAction(request);
    if (action !== 'PutEvents')
      return this.refuse(400, 'UnknownOperationException', `Not known here: ${action}.`);
    const { Entries } = putShape.parse(jsonBody(request));
    const [count, bytes] = [Entries.length, Entries.reduce((sum, entry) => sum + sizeOf(entry), 0)];
    if (count > largest.entries || bytes > largest.bytes)
      return this.refuse(
        400,
        'ValidationException',
        `Too much for one request: ${count} entries, ${bytes} bytes.`,
      );
    const results = Entries.map((entry) => this.#put(entry));
    const failed = results.filter(({ ErrorCode }) => ErrorCode).length;
    return jsonAnswer(200, { FailedEntryCount: failed, Entries: results }, '1.1');
  }

  refuse(status: number, code: string, message: string): AwsResponse {
    return jsonAnswer(status, { __type: code, message }, '1.1');
  }

  /** An entry that EventBridge refuses fails alone. */
  #put(entry: Entry): Result {
    const complaint =
      complaintAbout(entry) ?? (this.#buses.has(entry.EventBusName) ? undefined : noBus(entry));
    if (complaint) return complaint;
    const event = this.#eventOf(entry);
    this.#buses.put(entry.EventBusName, event);
    return { EventId: event.id };
  }

  #eventOf(entry: Entry): BusEvent {
    const time = new Date(entry.Time === undefined ? this.#now() : entry.Time * 1000);
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType ?? '',
      source: entry.Source ?? '',
      account: this.#place.account,
      time: `${time.toISOString().slice(0, 19)}Z`,
      region: this.#place.region,
      resources: entry.Resources,
      detail: JSON.parse(entry.Detail ?? '{}'),
    };
  }
}

/** A time counts as 14 bytes. */
const sizeOf = ({ Source, DetailType, Detail, Resources, Time }: Entry): number =>
  Buffer.byteLength([Source, DetailType, Detail, ...Resources].join('')) + (Time === undefined ? 0 : 14);

function complaintAbout({ Source, DetailType, Detail }: Entry): Result | undefined {
  if (!Source) return invalid('Parameter Source is not valid. Reason: Source is a required argument.');
  if (!DetailType)
    return invalid('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  if (Source.startsWith('aws.'))
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `Not authorized for the source ${Source}.`,
    };
  return isObject(Detail)
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

const invalid = (ErrorMessage: string): Result => ({ ErrorCode: 'InvalidArgument', ErrorMessage });

const noBus = ({ EventBusName }: Entry): Result => ({
  ErrorCode: 'ResourceNotFoundException',
  ErrorMessage: `There is no event bus ${EventBusName}.`,
});

function isObject(text: string | undefined): boolean {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
