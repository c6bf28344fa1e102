import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { jsonAnswer, jsonBody } from '../../../lib/local/aws-json.ts';
import type { Cloud } from '../../../lib/local/cloud.ts';
import type { AwsResponse } from '../../../lib/local/service.ts';
import { LaggingIndexes } from '../../../lib/local/weather/lagging-indexes.ts';
import type { Call, Weather } from '../../../lib/local/weather/weather.ts';

/**
 * Guards taken out at the gate, to show that their absence is noticed: what a call says is changed on its way,
 * and no switch in the press itself is needed.
 */

/** Weather in which only some calls are tampered with. */
const fairBut = (before: Weather['before']): Weather => ({ before, after: (_, response) => response });

const by = ({ caller }: Call, name: string): boolean => caller?.name.includes(name) ?? false;

/** The renderer's lists are read as an index would show them, so many milliseconds late. */
export async function listsReadLate(cloud: Cloud, milliseconds: number): Promise<Weather> {
  const indexes = await LaggingIndexes.open(cloud, () => milliseconds);
  return fairBut((call) =>
    by(call, 'RenderPages') && call.action === 'Query' ? indexes.answerFromReplica(call) : undefined,
  );
}

/**
 * The first page put at a key arrives later than the second, if the second does not wait for the first. `held`
 * resolves when it is on its way.
 */
export function firstPutLast(key: string): { weather: Weather; held: Promise<void> } {
  const [held, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let puts = 0;
  const weather: Weather = {
    before: async (call) => {
      if (call.action !== 'PutObject' || !call.request.path.endsWith(key)) return undefined;
      puts += 1;
      held.resolve();
      if (puts === 1) await Promise.race([second.promise, pause(1500)]);
      return undefined;
    },
    after: (call, response) => {
      if (puts > 1 && call.action === 'PutObject' && call.request.path.endsWith(key)) second.resolve();
      return response;
    },
  };
  return { weather, held: held.promise };
}

/** Every message to render a page is in a group of its own. */
export function withoutGroups({ services }: Cloud, weather: Weather): Weather {
  const send = (call: Call, body: object): Promise<AwsResponse> | undefined =>
    services.get('sqs')?.handle({ ...call.request, body: Buffer.from(JSON.stringify(body)) });
  return {
    ...weather,
    before: (call) => {
      if (!by(call, 'PlanPages') || call.action !== 'SendMessageBatch') return weather.before(call);
      const body: { Entries: object[] } = Object(jsonBody(call.request));
      const Entries = body.Entries.map((entry) => ({ ...entry, MessageGroupId: randomUUID() }));
      return send(call, { ...body, Entries });
    },
  };
}

/** A reader of manuscripts that does not know what it has done, and writes whatever stands there. */
export function withoutMemory({ services }: Cloud): Weather {
  const guards = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
  const unguarded = (name: string, value: unknown) => (guards.includes(name) ? undefined : value);
  return fairBut((call) => {
    if (!by(call, 'IngestUpload')) return undefined;
    if (call.action === 'Query') return jsonAnswer(200, { Items: [], Count: 0, ScannedCount: 0 }, '1.0');
    if (call.action !== 'TransactWriteItems') return undefined;
    const text = JSON.stringify(jsonBody(call.request), unguarded);
    return services.get('dynamodb')?.handle({ ...call.request, body: Buffer.from(text) });
  });
}

/** A reader of manuscripts for whom each is the first of its document: what comes last stands. */
export function withoutHeads(cloud: Cloud): Weather {
  const weather = withoutMemory(cloud);
  const { services } = cloud;
  return fairBut(async (call) => {
    if (!by(call, 'IngestUpload') || call.action !== 'BatchGetItem') return weather.before(call);
    const answer = await services.get('dynamodb')?.handle(call.request);
    const { Responses, ...others } = JSON.parse(String(answer?.body));
    const left = Object.entries<{ sk: { S: string } }[]>(Responses).map(([table, items]) => [
      table,
      items.filter(({ sk }) => sk.S !== 'head'),
    ]);
    return jsonAnswer(200, { ...others, Responses: Object.fromEntries(left) }, '1.0');
  });
}
